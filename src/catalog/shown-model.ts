import type { Catalog, ListedModel, Model, ModelName, Resource } from './model.ts';

/** A model whose objects the API lists by their own fields. */
export type ShownModel = Resource | ListedModel;

/** Whether the API lists a model's objects by their own fields. */
export function isShown(model: Model | undefined): model is ShownModel {
  return model?.kind === 'resource' || model?.kind === 'listed';
}

/** The model of this name; undefined where the API does not list its objects by their own fields. */
export function shownModel(catalog: Catalog, name: ModelName): ShownModel | undefined {
  const model = catalog.models[name];
  return isShown(model) ? model : undefined;
}
