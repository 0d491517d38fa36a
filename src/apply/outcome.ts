import type { Change } from '../plan/value/plan.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { MadeKey } from './resolve.ts';

/**
 * The outcome of one change. `unknown`: it was sent, and neither the answer nor a read afterwards says whether
 * it was done. `stale`: the server is not as the plan saw it, so nothing was written. `undone`: it was done, and has
 * been taken back. `made`: the keys of the object that it created or changed, and that is there; `seconds`: how long
 * it took.
 */
export type Outcome =
  | {
      readonly state: 'applied';
      readonly change: Change;
      readonly made: MadeKey | undefined;
      readonly seconds: number;
      readonly undo?: Undo | undefined;
    }
  | {
      readonly state: 'failed' | 'unknown';
      readonly change: Change;
      readonly made: MadeKey | undefined;
      readonly diagnostics: readonly Diagnostic[];
      readonly undo?: Undo | undefined;
    }
  | {
      readonly state: 'undone';
      readonly change: Change;
      readonly made: MadeKey | undefined;
      readonly undo: Undo;
    }
  | { readonly state: 'stale'; readonly change: Change; readonly diagnostics: readonly Diagnostic[] }
  | { readonly state: 'skipped'; readonly change: Change; readonly because: SkipReason };

/** What came of taking back what a run had written of a change. */
export interface Undo {
  readonly isDone: boolean;
  /** Where it is not done: why, for people. */
  readonly why?: string | undefined;
  /** What is not as it was before, though the rest is: for people. */
  readonly lost: readonly string[];
  /** Those of them that are fields. */
  readonly lostFields: readonly string[];
}

/** Why a change was not started. */
export type SkipReason =
  /** `for`: the id of the change that it waited for and that was not applied. */
  | { readonly kind: 'waited'; readonly for: string }
  /** Another change had failed, and the run was to begin nothing then; `by`: its id. */
  | { readonly kind: 'stopped'; readonly by: string }
  | { readonly kind: 'interrupted' }
  /** The lock was lost before it was started; `why`: for people. */
  | { readonly kind: 'lock-lost'; readonly why: string }
  /** It comes after a transaction that was refused, or of which nothing is known. */
  | { readonly kind: 'transaction'; readonly isKnown: boolean }
  /** A bug ended another change. */
  | { readonly kind: 'bug' }
  /** The server could not be reached before it was started. */
  | { readonly kind: 'unreachable' };

/** The outcome of a plan. */
export interface ApplyOutcome {
  readonly outcomes: readonly Outcome[];
  readonly diagnostics: readonly Diagnostic[];
  readonly interrupted: boolean;
  /** The error that ended a change and is no answer of the server: a bug, which stopped the run. */
  readonly bug?: Error | undefined;
  /** Whether the server refused the plan as a whole and changed nothing. */
  readonly refused?: boolean;
  readonly requests: RequestCount;
  readonly seconds: number;
}

/** Numbers of requests. */
export interface RequestCount {
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
  /** Bytes of the response bodies. */
  readonly bytes: number;
}

/** The progress of a run, for display. */
export interface Progress {
  readonly running: readonly Change[];
  readonly done: number;
  readonly left: number;
  /** Whether what was done is being taken back: then the numbers are of that. */
  readonly isUndo?: boolean | undefined;
}
