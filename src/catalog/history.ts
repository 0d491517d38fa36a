import type { Catalog, ModelName, Resource } from './model.ts';
import { shortRelease } from './release.ts';

/** Catalogs of releases that follow each other, the oldest first. */
export type History = readonly Catalog[];

/** The resource of a name in a catalog, whatever objects of JavaScript have. */
export function resourceIn(catalog: Catalog, name: ModelName): Resource | undefined {
  const model = Object.hasOwn(catalog.models, name) ? catalog.models[name] : undefined;
  return model?.kind === 'resource' ? model : undefined;
}

/**
 * The release since which something has been so without a break up to the last catalog (`2023.5`); undefined
 * when it is not so in the last one, or when it was already so in the oldest: nobody can tell since when
 * then.
 */
function sinceRelease(history: History, isSo: (catalog: Catalog) => boolean): string | undefined {
  let since: Catalog | undefined;
  for (let index = history.length - 1; index >= 0; index--) {
    const catalog = history[index];
    if (!catalog || !isSo(catalog)) return since && shortRelease(since.release);
    since = catalog;
  }
  return undefined;
}

/**
 * The release that brought a field of a model as something that can be written; undefined: not there, or
 * older than all.
 */
export function fieldSince(history: History, model: ModelName, field: string): string | undefined {
  return sinceRelease(history, (catalog) => {
    const fields = resourceIn(catalog, model)?.fields;
    return (
      fields !== undefined &&
      Object.hasOwn(fields, field) &&
      (!fields[field]?.readOnly || fields[field].setter !== undefined)
    );
  });
}

/** The release that brought a model; undefined: not there, or older than all. */
export function modelSince(history: History, model: ModelName): string | undefined {
  return sinceRelease(history, (catalog) => resourceIn(catalog, model) !== undefined);
}
