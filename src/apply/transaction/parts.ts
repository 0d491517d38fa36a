import type { Change } from '../../plan/value/plan.ts';

/** Changes that are asked about in one request. */
export interface Part {
  /** In their order; each comes after all that it depends on. */
  readonly changes: readonly Change[];
  /** The ids of those that no earlier part has. */
  readonly own: ReadonlySet<string>;
}

/** How changes are divided into parts. */
export interface Dividing {
  /** The most changes in a part. */
  readonly most: number;
  /** Whether a change comes as late as possible: what it writes is locked until the end of the request. */
  readonly isLast: (change: Change) => boolean;
}

/**
 * Divides changes into parts of which each is closed: with a change it has all that it depends on, so that a
 * part may be written alone. What several parts need is in each of them. `tooLarge`: changes that need more
 * than a part may have. `changes`: in an order in which they may be made; what one depends on that is not
 * among them is taken to be there.
 */
export function partsOf(
  changes: readonly Change[],
  { most, isLast }: Dividing,
): { readonly parts: readonly Part[]; readonly tooLarge: readonly Change[] } {
  const ordered = lastOnesLast(changes, isLast);
  const place = new Map(ordered.map((change, index) => [change.id, index]));
  const byId = new Map(ordered.map((change) => [change.id, change]));
  const tooLarge: Change[] = [];
  const parts: Part[] = [];
  const done = new Set<string>();
  let current = new Set<string>();
  const close = (): void => {
    if (current.size === 0) return;
    const ids = [...current].sort((one, other) => (place.get(one) ?? 0) - (place.get(other) ?? 0));
    const own = new Set(ids.filter((id) => !done.has(id)));
    for (const id of own) done.add(id);
    parts.push({ changes: ids.flatMap((id) => byId.get(id) ?? []), own });
    current = new Set();
  };
  for (const change of ordered) {
    if (current.has(change.id) || done.has(change.id)) continue;
    const needed = closureOf(change, byId);
    if (needed.size > most) {
      tooLarge.push(change);
      continue;
    }
    if (new Set([...current, ...needed]).size > most) close();
    for (const id of needed) current.add(id);
  }
  close();
  return { parts, tooLarge };
}

/** The changes in the same order, but that those which are to come last, and what depends on them, do. */
function lastOnesLast(changes: readonly Change[], isLast: Dividing['isLast']): readonly Change[] {
  const late = dependantsOf(changes.filter(isLast), changes);
  return [...changes.filter(({ id }) => !late.has(id)), ...changes.filter(({ id }) => late.has(id))];
}

/** The ids of some changes and of all that depend on them. `changes`: each after what it depends on. */
export function dependantsOf(some: readonly Change[], changes: readonly Change[]): ReadonlySet<string> {
  const found = new Set(some.map(({ id }) => id));
  for (const { id, dependsOn } of changes) if (dependsOn.some((needed) => found.has(needed))) found.add(id);
  return found;
}

/** The ids of a change and of all that it depends on. */
function closureOf(change: Change, byId: ReadonlyMap<string, Change>): Set<string> {
  const found = new Set<string>();
  const waiting = [change];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (found.has(next.id)) continue;
    found.add(next.id);
    for (const id of next.dependsOn) {
      const needed = byId.get(id);
      if (needed) waiting.push(needed);
    }
  }
  return found;
}
