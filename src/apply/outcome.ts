import type { Change } from '../plan/value/plan.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { MadeKey } from './resolve.ts';

/** What became of one change. `made`: what the object is known by that it made or changed, where it did. */
export type Outcome =
  | {
      readonly state: 'applied';
      readonly change: Change;
      readonly made: MadeKey | undefined;
      readonly seconds: number;
    }
  | {
      readonly state: 'failed';
      readonly change: Change;
      readonly made: MadeKey | undefined;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly state: 'skipped'; readonly change: Change; readonly because: SkipReason };

/** Why a change was not started. */
export type SkipReason =
  /** The failed change that it waited for, by id. */
  | { readonly kind: 'waited'; readonly for: string }
  | { readonly kind: 'interrupted' }
  /** The server was gone before its turn. */
  | { readonly kind: 'unreachable' };

/** What became of a plan. */
export interface ApplyOutcome {
  readonly outcomes: readonly Outcome[];
  readonly diagnostics: readonly Diagnostic[];
  readonly interrupted: boolean;
  /** The server refused the plan as a whole, and kept nothing of it. */
  readonly refused?: boolean;
  readonly requests: RequestCount;
  readonly seconds: number;
}

/** What went over the wire. */
export interface RequestCount {
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
  /** Bytes of the bodies received. */
  readonly bytes: number;
}

/** Told while applying, for a progress display. */
export interface Progress {
  readonly running: readonly Change[];
  readonly done: number;
  readonly left: number;
}
