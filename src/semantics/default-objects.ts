import type { DefaultObject } from '../catalog/defaults.ts';
import type { Catalog } from '../catalog/model.ts';
import { kindsOf } from './kinds.ts';
import type { FindSummary } from './summary.ts';

/** The objects that a fresh server has of the models in which a look-up searches. */
export function defaultsFor(catalog: Catalog, find: FindSummary): readonly DefaultObject[] {
  return kindsOf(catalog, find.model).flatMap((name) => catalog.defaults?.objects[name] ?? []);
}

/** Whether a fresh server has the object that a look-up asks for, as far as the known fields tell. */
export function isDefault(catalog: Catalog, find: FindSummary): boolean {
  return defaultsFor(catalog, find).some((object) =>
    find.criteria.every(({ fields, text }) =>
      fields.every((field) => object[field] === undefined || object[field] === text.trim()),
    ),
  );
}
