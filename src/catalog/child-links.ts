import { exportPlaceOf } from './export-place.ts';
import type { Catalog, Field, ModelName, Resource } from './model.ts';

/** A field by which objects of a model are parts of another object: the `target` of a binding. */
export interface ChildLink {
  readonly model: ModelName;
  readonly name: string;
}

const known = new WeakMap<Catalog, Map<ModelName, readonly ChildLink[]>>();

/**
 * The fields by which objects are parts of one of this model, and are nothing without it: what an export puts beside
 * it, and what goes with it when it is deleted. Not what the server adds while people sign in.
 */
export function childLinks(catalog: Catalog, parent: ModelName): readonly ChildLink[] {
  let byParent = known.get(catalog);
  if (!byParent) known.set(catalog, (byParent = new Map<ModelName, readonly ChildLink[]>()));
  let found = byParent.get(parent);
  if (!found) {
    found = Object.values(catalog.models).flatMap((model) =>
      model.kind === 'resource'
        ? partOf(catalog, model)
            .filter((name) => leadsTo(catalog, model.fields[name], parent))
            .map((name) => ({ model: model.name, name }))
        : [],
    );
    byParent.set(parent, found);
  }
  return found;
}

/** Whether an object of a model belongs to the one that refers to it: a prompt, a provider. */
export function belongsToUser(catalog: Catalog, model: Resource): boolean {
  const place = exportPlaceOf(catalog, model);
  return place.kind === 'follows' && place.of === undefined;
}

/** The links of a model to what its objects are parts of. */
function partOf(catalog: Catalog, model: Resource): string[] {
  const place = exportPlaceOf(catalog, model);
  if (place.kind === 'follows') return place.of === undefined || place.bySignIn === true ? [] : [place.of];
  if (place.kind !== 'file') return [];
  // What may be linked to many kinds of objects is a thing of its own.
  return Object.entries(model.fields).flatMap(([name, field]) => {
    const [to = '', ...more] = field.references ?? [];
    const target = catalog.models[to];
    const isPart = field.type !== 'array' && field.required && field.onDelete === 'cascade';
    const isOne = more.length === 0 && target?.kind === 'resource' && target.login?.is !== 'user';
    return isPart && isOne ? [name] : [];
  });
}

function leadsTo({ models }: Catalog, field: Field | undefined, target: ModelName): boolean {
  return (field?.references ?? []).some((name) => {
    const model = models[name];
    return name === target || (model?.kind === 'base' && model.concrete.includes(target));
  });
}
