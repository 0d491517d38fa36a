import type { HandFacts } from '../facts/hand-facts.ts';
import type { ModelFacts } from '../facts/model-facts.ts';
import type { BaseModel, Lookup, ModelName, Resource } from '../model.ts';
import { component } from '../openapi.ts';
import { listedComponent } from './build-collection.ts';
import { decidingKinds, type Source } from './source.ts';

/**
 * A base class, as far as its kinds tell: the server's classes are described for models that a blueprint can
 * manage, and a base class has the look-ups that every described kind of it has, and a link to each kind.
 * `kinds`: those that the document has; undefined when it has none.
 */
export function buildBase(
  { document, facts }: Source,
  row: HandFacts['bases'][number],
  kinds: readonly Resource[],
): BaseModel | undefined {
  if (kinds.length === 0) return undefined;
  const list = row.list === undefined ? undefined : document.paths?.[row.list]?.get;
  const shown = list && component(document, listedComponent(document, list)).properties;
  const shared = sharedLookups(
    facts,
    decidingKinds(facts, kinds),
    row.model,
    shown && new Set(Object.keys(shown)),
  );
  const lookups = { ...shared, ...linksToKinds(facts, kinds, row.model) };
  return {
    kind: 'base',
    name: row.model,
    label: row.label,
    concrete: kinds.map((model) => model.name),
    list: list && row.list,
    lookups: Object.fromEntries(Object.entries(lookups).sort(([a], [b]) => (a < b ? -1 : 1))),
    ordering: [],
  };
}

/** The name of the column that links a kind to the row of its base class. */
function parentLink(base: ModelName): string {
  return `${base.split('.')[1] ?? ''}_ptr`;
}

/** The look-ups that all of these kinds have. */
function sharedLookups(
  facts: ModelFacts,
  kinds: readonly Resource[],
  base: ModelName,
  shown: ReadonlySet<string> | undefined,
): Record<string, Lookup> {
  const lookups: Record<string, Lookup> = {};
  for (const name of Object.keys(kinds[0]?.lookups ?? {})) {
    const all = kinds.flatMap((kind) => kind.lookups[name] ?? []);
    if (all.length !== kinds.length || name.replace(/_id$/, '') === parentLink(base)) continue;
    lookups[name] = isKey(facts, kinds, name) ? { kind: 'pk' } : widest(all, shown);
  }
  return lookups;
}

/** The links down to the kinds: Django names each after the class of the kind. */
function linksToKinds(
  facts: ModelFacts,
  kinds: readonly Resource[],
  base: ModelName,
): Record<string, Lookup> {
  const via = parentLink(base);
  return Object.fromEntries(
    kinds
      .filter((kind) => facts.models[kind.name]?.bases[0] === base)
      .map((kind) => [kind.name.split('.')[1] ?? '', { kind: 'reverse', to: kind.name, via }]),
  );
}

/** A key of the base's own table: in each kind the key, or the key of the parent row. */
function isKey(facts: ModelFacts, kinds: readonly Resource[], name: string): boolean {
  return (
    name === 'pk' ||
    kinds.every((kind) => {
      const said = facts.models[kind.name]?.lookups[name];
      return said?.like !== undefined || (said?.pk === true && said.to === undefined);
    })
  );
}

/**
 * Of the kinds' look-ups of one name, one that the list of the base shows; without such a list, one that all
 * kinds show.
 */
function widest(lookups: readonly Lookup[], shown: ReadonlySet<string> | undefined): Lookup {
  const isVisible = (lookup: Lookup): boolean =>
    'field' in lookup && lookup.field !== undefined && (shown?.has(lookup.field) ?? true);
  const visible = lookups.filter(isVisible);
  const first: Lookup = lookups[0] ?? { kind: 'value' };
  if (visible[0] && (shown || visible.length === lookups.length)) return visible[0];
  return hide(first);
}

/** A look-up of what the API does not show. */
function hide(lookup: Lookup): Lookup {
  if (lookup.kind === 'relation') return { ...lookup, field: undefined };
  return lookup.kind === 'value' ? { kind: 'value' } : lookup;
}
