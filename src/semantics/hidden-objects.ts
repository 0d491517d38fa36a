import type { Value } from '../blueprint/value.ts';
import type { Catalog, HiddenObject, ModelName } from '../catalog/model.ts';
import { kindsOf } from './kinds.ts';
import { all, holds } from './operators.ts';

/** What is asked of an object: by which field, with which operator. */
export interface Asked {
  readonly fields: readonly string[];
  readonly operator: string;
  readonly value: Value;
}

/**
 * The object that the API hides and that this asks for, as far as its values are known; undefined where there is
 * none. authentik's own importer finds it.
 */
export function hiddenObject(
  catalog: Catalog,
  model: ModelName,
  asked: readonly Asked[],
): HiddenObject | undefined {
  const objects = kindsOf(catalog, model).flatMap((name) => {
    const found = catalog.models[name];
    return found?.kind === 'resource' ? (found.hidden ?? []) : [];
  });
  return objects.find(({ values }) => {
    const known = asked.flatMap(({ fields, operator, value }) => {
      const name = fields.find((field) => Object.hasOwn(values, field));
      return name === undefined ? [] : [holds(operator, values[name], value)];
    });
    return known.length > 0 && all(known) === true;
  });
}
