import { LowestFirst } from './lowest-first.ts';

/**
 * Sorts items so that each comes after those it depends on, and otherwise in the given order. Items in a
 * circle, and those that wait for them, are returned as `stuck`, in the given order.
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
    for (const id of needs) {
      const others = freed.get(id);
      if (others) others.push(item);
      else freed.set(id, [item]);
    }
  }
  const ready = new LowestFirst();
  for (const [index, item] of items.entries()) if (waiting.get(item.id) === 0) ready.add(index);
  const sorted: T[] = [];
  for (let at = ready.take(); at !== undefined; at = ready.take()) {
    const next = items[at];
    if (!next) continue;
    sorted.push(next);
    for (const item of freed.get(next.id) ?? []) {
      const left = (waiting.get(item.id) ?? 1) - 1;
      waiting.set(item.id, left);
      if (left === 0) ready.add(position.get(item.id) ?? 0);
    }
  }
  const done = new Set(sorted.map((item) => item.id));
  return { sorted, stuck: items.filter((item) => !done.has(item.id)) };
}
