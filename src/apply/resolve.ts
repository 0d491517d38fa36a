import { fillIn } from '../blueprint/later.ts';
import { dict, type Dict, type Value } from '../blueprint/value.ts';
import type { Json, ModelName } from '../catalog/model.ts';

/** The keys of the objects that this run has created or changed, by their row in the plan. */
export type Made = ReadonlyMap<string, MadeKey>;

/** The keys of an object that was written. */
export interface MadeKey {
  readonly model: ModelName;
  /** Its primary key, which references to it use. */
  readonly pk: Json;
  /** The key in its path. */
  readonly key: string | number;
  /** The values that identify it, as the server shows them. */
  readonly identifiers: Readonly<Record<string, Json>>;
}

/**
 * A body with every Ref replaced by the primary key of its object; undefined when one of the objects was not
 * created.
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

/**
 * A value with every Ref replaced by the primary key of its object; undefined when one of them was not
 * created.
 */
export function resolveValue(value: Value, made: Made): Value | undefined {
  return fillIn(value, ({ row, aspect }) => {
    const pk = made.get(row)?.pk;
    return aspect === 'hex' && typeof pk === 'string' ? pk.replaceAll('-', '') : pk;
  });
}
