import { fillIn } from '../blueprint/later.ts';
import { dict, type Dict, type Value } from '../blueprint/value.ts';
import type { Json } from '../catalog/model.ts';

/** The keys of the objects that this run has made, by the name of their row in the plan. */
export type Made = ReadonlyMap<string, MadeKey>;

/** What an object that was written is known by. */
export interface MadeKey {
  /** Its primary key: what a reference to it is. */
  readonly pk: Json;
  /** What goes into its address. */
  readonly key: string | number;
}

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
  return fillIn(value, (ref) => made.get(ref.row)?.pk);
}
