import { isOpen, type Value } from '../../blueprint/value.ts';
import type { Catalog, ModelName } from '../../catalog/model.ts';
import type { Question } from '../../catalog/question.ts';
import { normal, sameValue } from '../../forms/normal.ts';
import { claimOf, sharing, type UniqueRule } from '../../semantics/claim.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * The values that a row claims under a unique rule, as one text, see `claimOf`; undefined when it claims
 * none. `read`: the row's value of a field.
 */
export function claim(
  overlay: Overlay,
  rule: UniqueRule,
  model: ModelName,
  read: (field: string) => Value | undefined,
): string | undefined {
  const { fields } = overlay.resource(model);
  return claimOf(rule, model, (name) => {
    const field = fields[name];
    const value = read(name);
    return !field || value === null || value === undefined ? undefined : normal(field, value, overlay.keyOf);
  });
}

/** What must have been read to know who else claims the values of a row. */
function questionsAbout(overlay: Overlay, rule: UniqueRule, row: OverlayRow): readonly Question[] {
  const values = rule.fields.map((field) => overlay.value(row, field));
  // Nobody can have a link to what does not exist yet, and what is not known cannot be looked for.
  if (values.some((value) => value === undefined || value === null || isOpen(value))) return [];
  const base = baseOf(overlay.catalog, rule);
  if (base) return [{ model: base }];
  const where = Object.fromEntries(rule.fields.map((field, index) => [field, values[index]]));
  const isPlain = rule.fields.every(
    (field) =>
      !overlay.resource(row.model).fields[field]?.references &&
      ['string', 'number', 'boolean'].includes(typeof where[field]),
  );
  return sharing(rule, row.model).map((model) =>
    isPlain ? { model, where: where as Question['where'] & object } : { model },
  );
}

/** The base class all of whose kinds share a rule, where the server lists them together. */
function baseOf(catalog: Catalog, { across }: UniqueRule): ModelName | undefined {
  return Object.values(catalog.models).find(
    (model) =>
      model.kind === 'base' &&
      model.list !== undefined &&
      model.concrete.length === across?.length &&
      across.every((kind) => model.concrete.includes(kind)),
  )?.name;
}

/** Two objects claim the same values under a unique rule; `other` has them already. */
export interface Conflict {
  readonly rule: UniqueRule;
  readonly other: OverlayRow;
}

/**
 * The conflict with an object that only the list of a base class has shown: of those whose own lists were read,
 * entries may have changed the values.
 */
function conflictInBase(overlay: Overlay, rule: UniqueRule, row: OverlayRow): Conflict | undefined {
  const base = baseOf(overlay.catalog, rule);
  const [name] = rule.fields;
  const value = name === undefined ? undefined : overlay.value(row, name);
  const field = name === undefined ? undefined : overlay.resource(row.model).fields[name];
  if (base === undefined || name === undefined || value === undefined || !field) return undefined;
  const other = overlay
    .candidates(base, name, value)
    .find(
      (one) =>
        one.model === base &&
        overlay.rowOf(sharing(rule, row.model), overlay.key(one)) === undefined &&
        sameValue(field, value, overlay.value(one, name), overlay.keyOf),
    );
  return other && { rule, other };
}

/** The objects that may conflict: those with the same value in the first field of the rule. */
function candidates(
  overlay: Overlay,
  rule: UniqueRule,
  model: ModelName,
  row: OverlayRow,
): readonly OverlayRow[] {
  const [first] = rule.fields;
  const value = first === undefined ? undefined : overlay.value(row, first);
  return first === undefined || value === undefined ? [] : overlay.candidates(model, first, value);
}

/**
 * The conflict of a row, if it has one: another object, not deleted, that has the values which the row claims
 * under a unique rule. `changed`: the fields that entries changed; of an existing object, only rules over
 * these are looked at.
 */
export function findConflict(
  overlay: Overlay,
  row: OverlayRow,
  changed: ReadonlySet<string>,
): Conflict | undefined {
  const claimed = (rule: UniqueRule, one: OverlayRow): string | undefined =>
    claim(overlay, rule, one.model, (field) => overlay.value(one, field));
  for (const rule of overlay.resource(row.model).unique) {
    if (row.actual && !rule.fields.some((field) => changed.has(field))) continue;
    const mine = claimed(rule, row);
    if (mine === undefined) continue;
    if (
      !questionsAbout(overlay, rule, row)
        .map((question) => overlay.knows(question))
        .every(Boolean)
    )
      continue;
    for (const model of sharing(rule, row.model)) {
      for (const other of candidates(overlay, rule, model, row)) {
        if (other === row || (other.model === row.model && overlay.key(other) === overlay.key(row))) continue;
        if (claimed(rule, other) === mine) return { rule, other };
      }
    }
    const inBase = conflictInBase(overlay, rule, row);
    if (inBase) return inBase;
  }
  return undefined;
}
