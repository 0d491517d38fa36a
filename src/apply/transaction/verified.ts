import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Change } from '../../plan/value/plan.ts';

/** What verifying will come to, where the server refuses nothing. */
export interface Estimate {
  readonly changes: number;
  readonly parts: number;
  readonly seconds: number;
}

/** What the server says of a plan before anything is done. */
export interface Verified {
  /** The changes that it would take. */
  readonly changes: number;
  readonly parts: number;
  readonly requests: number;
  readonly seconds: number;
  /** What it would not take, at the entries. */
  readonly refused: readonly Diagnostic[];
  readonly notVerified: readonly NotVerified[];
  /** Why the server gave no verdict on what it was, or should have been, asked about; undefined where it did. */
  readonly noVerdict?: NoVerdict | undefined;
}

/** A change, or the rest of one, that was not verified; and a clause that says why, for people. */
export interface NotVerified {
  readonly change: Change;
  /** Only what comes after the object itself: the server was, or was to be, asked about the object. */
  readonly isRest: boolean;
  readonly why: string;
}

/** Why there is no verdict, for people. */
interface NoVerdict {
  readonly why: string;
  readonly hint?: string | undefined;
}
