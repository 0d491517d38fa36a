import type { StageBinding } from './world.ts';

/** More orders than these are not tried. */
const MOST_ORDERS = 24;

/**
 * The orders in which the stages of a flow may come: one, or several where bindings have the same place, which the
 * server serves in the order of its database. Undefined: not known, or too many.
 */
export function ordersOf(
  bindings: readonly StageBinding[],
): readonly (readonly StageBinding[])[] | undefined {
  const places = new Map<number, StageBinding[]>();
  for (const binding of bindings) {
    if (binding.order === undefined) return undefined;
    places.set(binding.order, [...(places.get(binding.order) ?? []), binding]);
  }
  let orders: (readonly StageBinding[])[] = [[]];
  for (const [, tied] of [...places].sort(([a], [b]) => a - b)) {
    const ways = permutations(tied);
    if (!ways || orders.length * ways.length > MOST_ORDERS) return undefined;
    orders = orders.flatMap((order) => ways.map((way) => [...order, ...way]));
  }
  return orders;
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] | undefined {
  if (items.length <= 1) return [items];
  if (items.length > 4) return undefined;
  return items.flatMap((first, index) =>
    (permutations(items.filter((_, other) => other !== index)) ?? []).map((rest) => [first, ...rest]),
  );
}
