import type { Applying, Catalog, MetaModel, ModelName } from './model.ts';

/**
 * The meta model whose instances are the objects of this model, when the server can be told to apply them.
 */
export function metaOf(
  catalog: Catalog,
  instances: ModelName,
): (MetaModel & { readonly applying: Applying }) | undefined {
  for (const model of Object.values(catalog.models)) {
    if (model.kind === 'meta' && model.instances === instances && model.applying)
      return { ...model, applying: model.applying };
  }
  return undefined;
}
