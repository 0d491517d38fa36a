/**
 * Sorts changes so that each comes after those it waits for, keeping the given order wherever it is free.
 * What remains in a circle comes back as `stuck`, in the given order.
 */
export function sortByDependency<T extends { readonly id: string; readonly dependsOn: readonly string[] }>(
  items: readonly T[],
): { sorted: T[]; stuck: T[] } {
  const position = new Map(items.map((item, index) => [item.id, index]));
  const waiting = new Map<string, number>();
  const freed = new Map<string, T[]>();
  for (const item of items) {
    const needs = new Set(item.dependsOn.filter((id) => position.has(id)));
    waiting.set(item.id, needs.size);
    for (const id of needs) freed.set(id, [...(freed.get(id) ?? []), item]);
  }
  const ready = items.filter((item) => waiting.get(item.id) === 0);
  const sorted: T[] = [];
  // A sorted insertion keeps the given order; plans have few ready changes that are out of order.
  for (let next = ready.shift(); next; next = ready.shift()) {
    sorted.push(next);
    for (const item of freed.get(next.id) ?? []) {
      const left = (waiting.get(item.id) ?? 1) - 1;
      waiting.set(item.id, left);
      if (left > 0) continue;
      const at = position.get(item.id) ?? 0;
      let low = 0;
      let high = ready.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        const other = ready[middle];
        if (other && (position.get(other.id) ?? 0) < at) low = middle + 1;
        else high = middle;
      }
      ready.splice(low, 0, item);
    }
  }
  const done = new Set(sorted.map((item) => item.id));
  return { sorted, stuck: items.filter((item) => !done.has(item.id)) };
}
