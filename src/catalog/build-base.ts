import type { ModelFacts } from './facts/model-facts.ts';
import type { BASES } from './facts/hand-facts.ts';
import { listedComponent } from './build-collection.ts';
import type { BaseModel, Lookup, Model, ModelName, Resource } from './model.ts';
import { component, type Document } from './openapi.ts';

/**
 * A base class, as far as its kinds tell: the server's classes are described for models that a blueprint can
 * manage, and a base class has the look-ups that every kind of it has, and a link to each kind. Undefined
 * when the document has no kind of it.
 */
export function buildBase(
  document: Document,
  facts: ModelFacts,
  models: Readonly<Record<ModelName, Model>>,
  row: (typeof BASES)[number],
): BaseModel | undefined {
  const kinds = Object.values(models).filter(
    (model): model is Resource =>
      model.kind === 'resource' && (facts.models[model.name]?.bases.includes(row.model) ?? false),
  );
  if (kinds.length === 0) return undefined;
  const list = row.list === undefined ? undefined : document.paths?.[row.list]?.get;
  const shown = list && component(document, listedComponent(document, list)).properties;
  return {
    kind: 'base',
    name: row.model,
    label: row.label,
    concrete: kinds.map((model) => model.name),
    ...(row.list !== undefined && list ? { list: row.list } : {}),
    lookups: sharedLookups(facts, kinds, row.model, shown && new Set(Object.keys(shown))),
    ordering: [],
  };
}

function sharedLookups(
  facts: ModelFacts,
  kinds: readonly Resource[],
  base: ModelName,
  shown: ReadonlySet<string> | undefined,
): Record<string, Lookup> {
  const parent = `${base.split('.')[1] ?? ''}_ptr`;
  const [first, ...rest] = kinds;
  const lookups: Record<string, Lookup> = {};
  for (const name of Object.keys(first?.lookups ?? {})) {
    const all = kinds.flatMap((kind) => kind.lookups[name] ?? []);
    if (all.length !== kinds.length || name.replace(/_id$/, '') === parent) continue;
    lookups[name] = isKey(facts, kinds, name) ? { kind: 'pk' } : widest(all, shown);
  }
  // The link down to a kind: Django names it after the class of the kind.
  for (const kind of [first, ...rest]) {
    if (kind && facts.models[kind.name]?.bases[0] === base)
      lookups[kind.name.split('.')[1] ?? ''] = { kind: 'reverse', to: kind.name, via: parent };
  }
  return Object.fromEntries(Object.entries(lookups).sort(([a], [b]) => (a < b ? -1 : 1)));
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
  const visible = lookups.filter((lookup) => 'field' in lookup && (shown?.has(lookup.field) ?? true));
  const first: Lookup = lookups[0] ?? { kind: 'value' };
  if (visible[0] && (shown || visible.length === lookups.length)) return visible[0];
  return first.kind === 'relation' || first.kind === 'value' ? hide(first) : first;
}

function hide(lookup: Lookup): Lookup {
  return lookup.kind === 'relation'
    ? { kind: 'relation', to: lookup.to, ...(lookup.many ? { many: true } : {}) }
    : { kind: 'value' };
}
