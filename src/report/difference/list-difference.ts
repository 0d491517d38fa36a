import { diffArrays } from 'diff';
import { isDict, type Value } from '../../blueprint/value.ts';
import { encodeValue } from '../../plan/value/plan-value.ts';
import { canonicalText } from '../../plan/value/written-part.ts';
import { groupBy } from '../../source/group-by.ts';

/*
 * Which item of one list became which item of another: those that are equal and in order stay, those that are equal
 * and elsewhere are moved, those that are most alike are changed; all others are removed or added.
 */

/** What became of the items of a list, by their indexes. */
export interface Alignment {
  readonly moved: readonly Pair[];
  readonly changed: readonly Pair[];
  readonly removed: readonly number[];
  readonly added: readonly number[];
}
interface Pair {
  readonly from: number;
  readonly to: number;
}

/** Lists that differ in more items than this are compared by position. */
const MOST_EDITS = 1000;

/** More pairs of items than this are not compared with each other. */
const MOST_PAIRS = 20_000;

/** A value as a text that equal values share, and no others. */
export function identityOf(value: Value): string {
  return canonicalText(encodeValue(value));
}

/** What became of the items of a list whose order counts. */
export function align(before: readonly Value[], after: readonly Value[]): Alignment {
  const [old, now] = [before.map(identityOf), after.map(identityOf)];
  const left = { old: new Set(old.keys()), now: new Set(now.keys()) };
  takeKept(old, now, left);
  const moved = takeEqual(old, now, left);
  const changed = [...takeAlike(before, after, left), ...takeAtSamePlace(before, after, left)];
  return {
    moved,
    changed: changed.sort((one, other) => one.to - other.to),
    removed: [...left.old],
    added: [...left.now],
  };
}

/** What one list has and another has not, counting repetitions: of lists whose order says nothing. */
export function without(items: readonly Value[], others: readonly Value[]): Value[] {
  const left = new Map<string, number>();
  for (const other of others.map(identityOf)) left.set(other, (left.get(other) ?? 0) + 1);
  return items.filter((item) => {
    const identity = identityOf(item);
    const count = left.get(identity) ?? 0;
    if (count > 0) left.set(identity, count - 1);
    return count === 0;
  });
}

/** The indexes of the items that nothing has become of yet. */
interface Left {
  readonly old: Set<number>;
  readonly now: Set<number>;
}

function takeKept(old: readonly string[], now: readonly string[], left: Left): void {
  const parts = diffArrays([...old], [...now], { maxEditLength: MOST_EDITS });
  let [from, to] = [0, 0];
  for (const { value, added, removed } of parts ?? []) {
    if (!added && !removed)
      value.forEach((_, index) => {
        left.old.delete(from + index);
        left.now.delete(to + index);
      });
    if (!added) from += value.length;
    if (!removed) to += value.length;
  }
}

function takeEqual(old: readonly string[], now: readonly string[], left: Left): Pair[] {
  const places = groupBy(left.old, (from) => old[from] ?? '');
  const moved: Pair[] = [];
  for (const to of [...left.now]) {
    const from = places.get(now[to] ?? '')?.shift();
    if (from === undefined) continue;
    left.old.delete(from);
    left.now.delete(to);
    if (from !== to) moved.push({ from, to });
  }
  return moved;
}

/** Mappings that have the most in common, the nearest first. */
function takeAlike(before: readonly Value[], after: readonly Value[], left: Left): Pair[] {
  if (left.old.size * left.now.size > MOST_PAIRS) return [];
  const scored = [...left.old].flatMap((from) =>
    [...left.now].map((to) => ({ from, to, score: inCommon(before[from], after[to]) })),
  );
  const best = scored
    .filter(({ score }) => score > 0)
    .sort(
      (a, b) => b.score - a.score || Math.abs(a.from - a.to) - Math.abs(b.from - b.to) || a.from - b.from,
    );
  return best.filter(({ from, to }) => take(from, to, left)).map(({ from, to }) => ({ from, to }));
}

/** How many keys of two mappings have the same value. */
function inCommon(one: Value | undefined, other: Value | undefined): number {
  if (!isDict(one) || !isDict(other)) return 0;
  return Object.entries(one).filter(([key, value]) => {
    const counterpart = Object.hasOwn(other, key) ? other[key] : undefined;
    return counterpart !== undefined && identityOf(counterpart) === identityOf(value);
  }).length;
}

/** Items of one kind at the same place. */
function takeAtSamePlace(before: readonly Value[], after: readonly Value[], left: Left): Pair[] {
  return [...left.old]
    .filter((at) => kindOf(before[at]) === kindOf(after[at]) && take(at, at, left))
    .map((at) => ({ from: at, to: at }));
}

function take(from: number, to: number, left: Left): boolean {
  if (!left.old.has(from) || !left.now.has(to)) return false;
  left.old.delete(from);
  left.now.delete(to);
  return true;
}

function kindOf(value: Value | undefined): string {
  if (Array.isArray(value)) return 'list';
  return isDict(value) ? 'mapping' : typeof value;
}
