import type { AllFiles } from './all-files.ts';
import { componentsOf } from './circles.ts';
import { LowestFirst } from './lowest-first.ts';
import { Makers } from './makers.ts';
import { askedNeeds, foundNeeds, type Need, type Strength } from './needs.ts';
import type { FileSummary } from './summary.ts';
import { groupBy } from '../source/group-by.ts';

/*
 * The order of files. authentik applies them repeatedly in no certain order; here one run must suffice. A
 * file comes after the files that its `metaapplyblueprint` entries name, and after one of those that create
 * what its look-ups ask for. Where no order satisfies everything, needs of look-ups are given up before those
 * by name.
 */

/** How files depend on each other, and the order that follows from it. */
export interface FileOrder {
  /** The files in an order in which each comes after those that it needs; otherwise in the given order. */
  readonly sorted: readonly FileSummary[];
  /** The needs of entries that name a file. */
  readonly asked: readonly Need[];
  /** The needs of look-ups. */
  readonly found: readonly Need[];
  /** Circles of files that name each other, or a file that names itself. */
  readonly askedCircles: readonly (readonly Need[])[];
  /** Circles of files of which some need another by a look-up: no order satisfies every look-up. */
  readonly foundCircles: readonly (readonly Need[])[];
}

/** Puts files in order. `makers`: the index of `all`, if there is one already. */
export function orderFiles(all: AllFiles, makers: Makers = new Makers(all)): FileOrder {
  const asked = askedNeeds(all);
  const found = foundNeeds(all, makers);
  const askedCircles = circlesOf(all.files, asked);
  const known = new Set(askedCircles.flat());
  return {
    sorted: sortFiles(all.files, [...asked, ...found]),
    asked,
    found,
    askedCircles,
    foundCircles: circlesOf(all.files, [
      ...asked,
      ...found.filter(({ strength }) => strength === 'found'),
    ]).filter((circle) => !circle.every((need) => known.has(need))),
  };
}

/** The files that a need leads to, those that may satisfy it included. */
function leadsTo({ to, perhaps }: Need): readonly FileSummary[] {
  return perhaps.length === 0 ? to : [...to, ...perhaps];
}

/**
 * The needs that lead from a file back to itself, grouped by circle. A need that a file outside the circle
 * may satisfy does not belong to it.
 */
function circlesOf(files: readonly FileSummary[], needs: readonly Need[]): Need[][] {
  let left = needs;
  for (;;) {
    const component = components(files, left);
    const inside = left.filter((need) =>
      leadsTo(need).every((file) => component.get(file) === component.get(need.from)),
    );
    if (inside.length < left.length) {
      left = inside;
      continue;
    }
    return [...groupBy(inside, (need) => component.get(need.from) ?? -1).values()];
  }
}

function components(files: readonly FileSummary[], needs: readonly Need[]): ReadonlyMap<FileSummary, number> {
  const next = new Map<FileSummary, FileSummary[]>();
  for (const need of needs) {
    const same = next.get(need.from);
    if (same) same.push(...leadsTo(need));
    else next.set(need.from, [...leadsTo(need)]);
  }
  return componentsOf(files, (file) => next.get(file) ?? []);
}

/** The strengths of needs; where no order satisfies all, the weakest are given up first. */
const WEIGHT: Readonly<Record<Strength, number>> = { hint: 0, found: 1, asked: 2 };

/** Repeatedly takes the first file whose needs are satisfied; see the head of this file. */
function sortFiles(files: readonly FileSummary[], needs: readonly Need[]): FileSummary[] {
  const unmet = new Map(files.map((file): [FileSummary, Set<Need>] => [file, new Set()]));
  const waiting = new Map<FileSummary, Need[]>();
  for (const need of needs) {
    unmet.get(need.from)?.add(need);
    for (const file of need.to) {
      const same = waiting.get(file);
      if (same) same.push(need);
      else waiting.set(file, [need]);
    }
  }
  const position = new Map(files.map((file, index) => [file, index]));
  const ready = new LowestFirst();
  for (const [index, file] of files.entries()) if (unmet.get(file)?.size === 0) ready.add(index);
  const sorted = new Set<FileSummary>();
  while (sorted.size < files.length) {
    const next =
      files[ready.take() ?? -1] ??
      firstOfCircle(
        files.filter((file) => !sorted.has(file)),
        unmet,
      );
    if (!next) break;
    sorted.add(next);
    for (const need of waiting.get(next) ?? []) {
      const own = unmet.get(need.from);
      if (own?.delete(need) && own.size === 0 && !sorted.has(need.from))
        ready.add(position.get(need.from) ?? -1);
    }
  }
  return [...sorted];
}

/**
 * The file with which a circle begins: in a circle that needs no file outside of it, the one whose needs are
 * weakest.
 */
function firstOfCircle(
  left: readonly FileSummary[],
  unmet: ReadonlyMap<FileSummary, ReadonlySet<Need>>,
): FileSummary | undefined {
  const component = components(
    left,
    left.flatMap((file) => [...(unmet.get(file) ?? [])].map((need) => ({ ...need, perhaps: [] }))),
  );
  const cost = (file: FileSummary): number =>
    Math.max(...[...(unmet.get(file) ?? [])].map(({ strength }) => WEIGHT[strength]));
  const circle = left.filter((file) => component.get(file) === 0);
  const least = Math.min(...circle.map(cost));
  return circle.find((file) => cost(file) === least);
}
