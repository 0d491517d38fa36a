import type { ModelName } from '../catalog/model.ts';
import type { Change } from '../plan/value/plan.ts';
import type { Child } from '../plan/unmanaged/report-children.ts';
import type { Trail } from './trail.ts';

/**
 * How an object is not as it should be: `changed` on the server or in the files; `missing` on the server; `undeclared`,
 * as the project owns it and no file declares it any more; `unwanted`, as a file says `state: absent`.
 */
export const KINDS = ['changed', 'missing', 'undeclared', 'unwanted'] as const;
/** One of them. */
export type DifferenceKind = (typeof KINDS)[number];

/**
 * What became of a missing object. `moved`: it is there, and is not found by what identifies it any more; `along`: it is
 * not found, as something that identifies it is missing itself.
 */
export type Fate = 'deleted' | 'moved' | 'along' | 'never-applied' | 'unknown';

/** An object that differs. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** What apply would do about it. */
  readonly change: Change;
  readonly trail: Trail;
  /** Of a missing one. */
  readonly fate: Fate | undefined;
}

/** A part of a declared object that no file names: no difference, and still somebody made it. */
export interface Beside {
  readonly child: Child;
  readonly trail: Trail;
}

/** What differs between the files and a server. */
export interface Drift {
  readonly differences: readonly Difference[];
  /** What hangs on declared objects and is in no file. */
  readonly beside: readonly Beside[];
  /** All models that were looked at. */
  readonly models: readonly ModelName[];
  /** Whether what the project owns was looked at, and not only what the files declare. */
  readonly isOwned: boolean;
  /** How many objects are as they should be. */
  readonly unchanged: number;
  /** The names of objects that the plan would create, by row. */
  readonly names: ReadonlyMap<string, string>;
  /** Why the log was not asked of all that differs; undefined where it was. */
  readonly notAsked: string | undefined;
}

/** Since when the object that has differed the longest does, in milliseconds; undefined where no event tells. */
export function oldestOf({ differences }: Pick<Drift, 'differences'>): number | undefined {
  const times = differences.flatMap(({ trail }) =>
    trail.kind === 'events' && trail.first ? [trail.first.at] : [],
  );
  return times.length > 0 ? Math.min(...times) : undefined;
}
