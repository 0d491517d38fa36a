import type { DefaultObject } from '../catalog/defaults.ts';
import type { Catalog } from '../catalog/model.ts';
import { kindsOf } from './kinds.ts';
import type { FindSummary } from './summary.ts';

/** What a fresh server has of the models that a look-up looks in. */
export function defaultsFor(catalog: Catalog, find: FindSummary): readonly DefaultObject[] {
  return kindsOf(catalog, find.model).flatMap((name) => catalog.defaults?.objects[name] ?? []);
}

/** Whether a fresh server has what a look-up looks for, as far as names tell. */
export function isDefault(catalog: Catalog, find: FindSummary): boolean {
  return defaultsFor(catalog, find).some((object) =>
    find.criteria.every(({ fields, text }) =>
      fields.every((field) => object[field] === undefined || object[field] === text.trim()),
    ),
  );
}
