import type { Catalog, ModelName } from '../../model.ts';
import { isWithin } from '../../release.ts';
import type { ServerCheck } from './server-check.ts';

/**
 * The models of a release that a check is about: those that have its fields. A base class stands for its
 * kinds. Empty where the release does not have the check, or where it is about no model by itself.
 */
function checkedModels(check: ServerCheck, { release, models }: Catalog): readonly ModelName[] {
  if (!isWithin(release, check)) return [];
  return check.models.filter((name) => {
    const model = models[name];
    if (model?.kind === 'base') return check.fields.every((field) => field in model.lookups);
    return model?.kind !== 'resource' || check.fields.every((field) => field in model.fields);
  });
}

/** Whether a release has a check. */
export function hasCheck(check: ServerCheck, catalog: Catalog): boolean {
  return check.models.length === 0
    ? isWithin(catalog.release, check)
    : checkedModels(check, catalog).some((name) => name in catalog.models);
}

/** Whether a release has a check for objects of a model; one about a base class is about each of its kinds. */
export function isChecked(check: ServerCheck, catalog: Catalog, model: ModelName): boolean {
  return checkedModels(check, catalog).some((name) => {
    const about = catalog.models[name];
    return name === model || (about?.kind === 'base' && about.concrete.includes(model));
  });
}
