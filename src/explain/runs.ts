import type { History } from '../catalog/history.ts';
import type { Catalog } from '../catalog/model.ts';
import { shortRelease } from '../catalog/release.ts';

/** Releases one after the other in which something is the same. */
export interface Run<T> {
  /** Undefined: as long as we know, that is since the oldest catalog. */
  readonly since: string | undefined;
  /** The last release that has it; undefined: the newest catalog still has it. */
  readonly until: string | undefined;
  readonly value: T;
}

/**
 * How something was from release to release (oldest first). Releases in which `read` gives undefined do not
 * have it. `key` tells what is the same.
 */
export function runsOf<T>(
  catalogs: History,
  read: (catalog: Catalog) => T | undefined,
  key: (value: T) => unknown = (value) => value,
): Run<T>[] {
  const runs: { first: number; last: number; value: T }[] = [];
  for (const [index, catalog] of catalogs.entries()) {
    const value = read(catalog);
    if (value === undefined) continue;
    const run = runs.at(-1);
    if (run?.last === index - 1 && key(run.value) === key(value)) run.last = index;
    else runs.push({ first: index, last: index, value });
  }
  const release = (index: number): string => shortRelease(catalogs[index]?.release ?? '');
  return runs.map(({ first, last, value }) => ({
    since: first === 0 ? undefined : release(first),
    until: last === catalogs.length - 1 ? undefined : release(last),
    value,
  }));
}

/** A run as JSON has it: an end that is not known is left out. */
export interface OpenEnds {
  readonly since: string | undefined;
  readonly until: string | undefined;
}

export function openEnds({ since, until }: Run<unknown>): OpenEnds {
  return { since, until };
}

/**
 * The releases that have something, in words: `since 2023.4`, `2023.4 to 2024.8`; '' for all that we know.
 */
export function whenWords(runs: readonly Run<unknown>[]): string {
  return runs
    .map(({ since, until }) => {
      if (since === undefined) return until === undefined ? '' : `until ${until}`;
      if (until === undefined) return `since ${since}`;
      return since === until ? `only in ${since}` : `${since} to ${until}`;
    })
    .filter((words) => words !== '')
    .join(', ');
}
