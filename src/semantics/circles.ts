import type { Need } from './needs.ts';
import type { FileSummary } from './summary.ts';

/**
 * The needs that lead from a file back to it, together for the files that they connect (strongly connected
 * components, after Tarjan).
 */
export function circlesOf(files: readonly FileSummary[], needs: readonly Need[]): Need[][] {
  const from = new Map<FileSummary, Need[]>();
  for (const need of needs) from.set(need.from, [...(from.get(need.from) ?? []), need]);
  const order = new Map<FileSummary, number>();
  const open: FileSummary[] = [];
  const component = new Map<FileSummary, number>();
  let components = 0;
  const visit = (file: FileSummary): number => {
    let low = order.size;
    order.set(file, low);
    open.push(file);
    for (const { to } of from.get(file) ?? []) {
      if (!order.has(to)) low = Math.min(low, visit(to));
      else if (!component.has(to)) low = Math.min(low, order.get(to) ?? low);
    }
    if (low === order.get(file)) {
      for (let last = open.pop(); last; last = last === file ? undefined : open.pop())
        component.set(last, components);
      components += 1;
    }
    return low;
  };
  for (const file of files) if (!order.has(file)) visit(file);
  const circles = new Map<number, Need[]>();
  for (const need of needs) {
    const circle = component.get(need.from) ?? -1;
    if (circle === component.get(need.to)) circles.set(circle, [...(circles.get(circle) ?? []), need]);
  }
  return [...circles.values()];
}
