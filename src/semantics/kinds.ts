import type { Catalog, ModelName } from '../catalog/model.ts';

/**
 * The models whose objects a look-up in this model finds: the model itself, and of a base model also its
 * concrete ones.
 */
export function kindsOf(catalog: Catalog, model: ModelName): readonly ModelName[] {
  const found = catalog.models[model];
  return found?.kind === 'base' ? [...found.concrete, model] : [model];
}

/** Whether a model is one of these, or a concrete model of one. */
export function isOneOf(catalog: Catalog, models: readonly ModelName[], name: ModelName): boolean {
  return models.some((model) => kindsOf(catalog, model).includes(name));
}
