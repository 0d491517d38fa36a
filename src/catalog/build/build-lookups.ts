import { ALIASES } from '../facts/class-facts.ts';
import type { LookupFact, ModelFacts } from '../facts/model-facts.ts';
import type { Field, Lookup, ModelName } from '../model.ts';
import { decidingKinds, type Described, kindsOf } from './source.ts';

/** The look-ups of a model: each Django field, with where the API shows it. `shown`: the model's fields. */
export function buildLookups(
  facts: ModelFacts,
  { name, fact }: Described,
  shown: Readonly<Record<string, Field>>,
): Record<string, Lookup> {
  const api = new Map(
    Object.entries(ALIASES[name] ?? {}).flatMap(([field, column]) =>
      column in fact.lookups ? [[column, field] as const] : [],
    ),
  );
  const lookups: Record<string, Lookup> = { pk: { kind: 'pk' } };
  for (const [lookup, said] of Object.entries(fact.lookups))
    lookups[lookup] = buildLookup(facts, name, lookup, said, shown, api);
  return lookups;
}

/** `api`: the API's names of columns that it calls something else. */
function buildLookup(
  facts: ModelFacts,
  name: ModelName,
  lookup: string,
  said: LookupFact,
  shown: Readonly<Record<string, Field>>,
  api: ReadonlyMap<string, string>,
): Lookup {
  if (said.like !== undefined) {
    const like = facts.models[name]?.lookups[said.like] ?? {};
    const same = buildLookup(facts, name, said.like, like, shown, api);
    return { kind: 'value', field: same.kind === 'relation' ? same.field : undefined };
  }
  if (said.pk)
    return said.to !== undefined && 'pk' in shown
      ? { kind: 'relation', to: said.to, field: 'pk' }
      : { kind: 'pk' };
  const field = shownAs(lookup, shown, api);
  if (said.to === undefined) return { kind: 'value', field };
  if (said.reverse && field === undefined) {
    const via = holderOf(facts, name, lookup, { ...said, to: said.to });
    return via === undefined ? { kind: 'value' } : { kind: 'reverse', to: said.to, via };
  }
  return { kind: 'relation', to: said.to, field, many: said.many };
}

/** The field of the API that shows a column. */
function shownAs(
  column: string,
  shown: Readonly<Record<string, Field>>,
  api: ReadonlyMap<string, string>,
): string | undefined {
  const claimed = new Set(api.values());
  const likely = [column, column.replace(/_id$/, ''), `${column}_id`].filter((one) => !claimed.has(one));
  return [api.get(column), ...likely].find(
    (one) => one !== undefined && one in shown && !shown[one]?.writeOnly,
  );
}

/**
 * The look-up of the other model that points here: its own (a base class answers for what it has), not the
 * link to a parent row where a list is meant. Of several, the one that the reverse name speaks of
 * (`tenant_recovery` → `flow_recovery`); undefined when none is.
 */
function holderOf(
  facts: ModelFacts,
  name: ModelName,
  lookup: string,
  said: LookupFact & { readonly to: ModelName },
): string | undefined {
  const targets = new Set([name, ...(facts.models[name]?.bases ?? [])]);
  const links = ownLookups(facts, said.to)
    .filter(
      ([key, fact]) =>
        fact.to !== undefined &&
        !fact.reverse &&
        targets.has(fact.to) &&
        !key.endsWith('_id') &&
        !(said.many && key.endsWith('_ptr')),
    )
    .map(([key]) => key);
  if (links.length <= 1) return links[0];
  const words = new Set(lookup.split('_').slice(1));
  const score = (link: string): number =>
    link.split('_').filter((word) => words.has(word)).length * 10 - link.split('_').length;
  return links
    .filter((link) => link.split('_').some((word) => words.has(word)))
    .sort((a, b) => score(b) - score(a))[0];
}

/**
 * The look-ups of a model that it does not have from a base class; of a base class, those that all its kinds
 * have.
 */
function ownLookups(facts: ModelFacts, name: ModelName): [string, LookupFact][] {
  const model = facts.models[name];
  if (!model) return sharedBy(decidingKinds(facts, kindsOf(facts, name)));
  const [base = ''] = model.bases;
  const parent = facts.models[base];
  const inherited = parent ? [{ name: base, fact: parent }] : decidingKinds(facts, kindsOf(facts, base));
  // What a single kind has may be its own; that of several kinds, or of a known parent, is not.
  if (!parent && inherited.length < 2) return Object.entries(model.lookups);
  const shared = new Set(sharedBy(inherited).map(([key]) => key));
  return Object.entries(model.lookups).filter(([key, fact]) => fact.pk || !shared.has(key));
}

/** The look-ups that all of these models have. */
function sharedBy(models: readonly Described[]): [string, LookupFact][] {
  return Object.entries(models[0]?.fact.lookups ?? {}).filter(([key]) =>
    models.every(({ fact }) => key in fact.lookups),
  );
}
