import type { LookupFact, ModelFact } from '../facts/model-facts.ts';
import type { ReadClass } from '../facts/read-class.ts';

/**
 * A model with what was read of its class, as far as the document shows it. What was read holds over what was
 * inferred, and over what an older description says. `shown`: the fields that the document shows or takes.
 */
export function withRead(
  model: ModelFact,
  rows: readonly ReadClass[],
  shown: ReadonlySet<string>,
): ModelFact {
  return rows.reduce((before, row) => withRow(before, row, shown), model);
}

function withRow(before: ModelFact, row: ReadClass, shown: ReadonlySet<string>): ModelFact {
  const fields = { ...before.fields };
  const lookups = { ...before.lookups };
  for (const [name, { many, ...fact }] of Object.entries(row.fields)) {
    if (!shown.has(name)) continue;
    fields[name] = { ...fields[name], ...fact, to: fact.to, unmeasured: row.seen };
    lookups[name] = { to: fact.to, many };
  }
  if (row.pk !== undefined) Object.assign(lookups, keyLookups(row));
  return {
    ...before,
    bases: row.bases ?? before.bases,
    pk: row.pk ?? before.pk,
    unique: row.unique ?? before.unique,
    fields,
    lookups,
    unmeasured: row.pk === undefined ? before.unmeasured : row.seen,
  };
}

/** The names of the primary key; one that is a link to the parent row leads there. */
function keyLookups({ pk = '', bases }: ReadClass): Record<string, LookupFact> {
  return pk.endsWith('_ptr')
    ? { [pk]: { pk: true, to: bases?.[0] }, [`${pk}_id`]: { pk: true } }
    : { [pk]: { pk: true } };
}
