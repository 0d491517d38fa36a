import type { Applying, Catalog, MetaModel, ModelName } from './model.ts';

type AppliedModel = MetaModel & { readonly applying: Applying };

/** By the model of their instances: each entry of each plan asks. */
const known = new WeakMap<Catalog, ReadonlyMap<ModelName, AppliedModel>>();

/**
 * The meta model whose instances are the objects of this model, when the server can be told to apply them.
 */
export function metaOf(catalog: Catalog, instances: ModelName): AppliedModel | undefined {
  let all = known.get(catalog);
  if (!all) {
    all = appliedModels(catalog);
    known.set(catalog, all);
  }
  return all.get(instances);
}

/** Whether a field holds the text of a stored blueprint, which may have secrets in it. */
export function isStoredText(catalog: Catalog, model: ModelName, name: string): boolean {
  return name === 'content' && metaOf(catalog, model) !== undefined;
}

function appliedModels({ models }: Catalog): ReadonlyMap<ModelName, AppliedModel> {
  const found = new Map<ModelName, AppliedModel>();
  for (const model of Object.values(models)) {
    if (model.kind !== 'meta' || !model.applying || found.has(model.instances)) continue;
    found.set(model.instances, { ...model, applying: model.applying });
  }
  return found;
}
