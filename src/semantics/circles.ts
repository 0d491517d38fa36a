/**
 * The strongly connected components of files (Tarjan's algorithm, without recursion as a chain of files may
 * be long), as a number for each file. A component has a higher number than those that it leads to; component
 * 0 leads nowhere.
 */
export function componentsOf<File>(
  files: readonly File[],
  next: (file: File) => readonly File[],
): ReadonlyMap<File, number> {
  const order = new Map<File, number>();
  const low = new Map<File, number>();
  const open: File[] = [];
  const component = new Map<File, number>();
  let components = 0;
  const lower = (file: File, to: number | undefined): void => {
    low.set(file, Math.min(low.get(file) ?? 0, to ?? 0));
  };
  const close = (file: File): void => {
    if (low.get(file) !== order.get(file)) return;
    for (let last = open.pop(); last; last = last === file ? undefined : open.pop())
      component.set(last, components);
    components += 1;
  };
  for (const start of files) {
    const path: { readonly file: File; readonly left: File[] }[] = [];
    const enter = (file: File): void => {
      low.set(file, order.size);
      order.set(file, order.size);
      open.push(file);
      path.push({ file, left: [...next(file)].reverse() });
    };
    if (!order.has(start)) enter(start);
    for (let here = path.at(-1); here; here = path.at(-1)) {
      const to = here.left.pop();
      if (to === undefined) {
        path.pop();
        close(here.file);
        const before = path.at(-1);
        if (before) lower(before.file, low.get(here.file));
      } else if (!order.has(to)) enter(to);
      else if (!component.has(to)) lower(here.file, order.get(to));
    }
  }
  return component;
}
