import { dict, isDict, Later, Ref, type Dict, type Value } from '../blueprint/value.ts';
import type { Json } from '../catalog/model.ts';

/** The keys of the objects that this run has made, by the name of their row in the plan. */
export type Made = ReadonlyMap<string, { readonly pk: Json; readonly key: string | number }>;

/**
 * A body with every Ref replaced by the key of the object that it means; undefined when one of them was not
 * made.
 */
export function resolveRefs(body: Dict, made: Made): Dict | undefined {
  const resolved = dict();
  for (const [name, value] of Object.entries(body)) {
    const one = resolveValue(value, made);
    if (one === undefined) return undefined;
    resolved[name] = one;
  }
  return resolved;
}

/** A value likewise. */
export function resolveValue(value: Value, made: Made): Value | undefined {
  if (value instanceof Ref) return made.get(value.row)?.pk;
  if (value instanceof Later) return value.compute((ref) => made.get(ref.row)?.pk);
  if (Array.isArray(value)) {
    const items = value.map((item) => resolveValue(item, made));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  return isDict(value) ? resolveRefs(value, made) : value;
}
