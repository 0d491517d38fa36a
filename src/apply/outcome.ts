import type { Change } from '../plan/plan.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** What became of one change. */
export type Outcome =
  | { readonly state: 'applied'; readonly change: Change; readonly seconds: number }
  | { readonly state: 'failed'; readonly change: Change; readonly diagnostics: readonly Diagnostic[] }
  /**
   * `because`: the id of the failed change it waited for, 'interrupted', or 'unreachable' when the server was
   * gone before its turn.
   */
  | { readonly state: 'skipped'; readonly change: Change; readonly because: string };

/** What became of a plan. */
export interface ApplyOutcome {
  readonly outcomes: readonly Outcome[];
  readonly diagnostics: readonly Diagnostic[];
  readonly interrupted: boolean;
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
