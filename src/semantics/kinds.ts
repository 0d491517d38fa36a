import type { Catalog, ModelName } from '../catalog/model.ts';

const known = new WeakMap<Catalog, Map<ModelName, readonly ModelName[]>>();

/**
 * The models whose objects a look-up in this model finds: the model itself, and of a base model also its
 * concrete ones, and other base models all of whose kinds are among these (a source is something that policies
 * are bound to, and one of no kind is, too).
 */
export function kindsOf(catalog: Catalog, model: ModelName): readonly ModelName[] {
  let kinds = known.get(catalog);
  if (!kinds) known.set(catalog, (kinds = new Map<ModelName, readonly ModelName[]>()));
  let found = kinds.get(model);
  if (!found) kinds.set(model, (found = findKinds(catalog, model)));
  return found;
}

function findKinds(catalog: Catalog, model: ModelName): readonly ModelName[] {
  const base = catalog.models[model];
  if (base?.kind !== 'base') return [model];
  const within = Object.values(catalog.models).flatMap((other) =>
    other.kind === 'base' &&
    other.name !== model &&
    other.concrete.length > 0 &&
    other.concrete.every((kind) => base.concrete.includes(kind))
      ? [other.name]
      : [],
  );
  return [...base.concrete, model, ...within];
}

/** Whether a model is one of these, or a concrete model of one. */
export function isOneOf(catalog: Catalog, models: readonly ModelName[], name: ModelName): boolean {
  return models.some((model) => kindsOf(catalog, model).includes(name));
}
