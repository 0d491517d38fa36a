import type { Place } from '../source/source-file.ts';
import type { Cause } from './cause.ts';
import type { Code, Severity } from './codes.ts';

/**
 * The entry that a finding is about: its index in the file (from 0), its model as written, its id if it has
 * one.
 */
export interface EntryRef {
  readonly index: number;
  readonly model: string;
  readonly id?: string | undefined;
}

/** Additional information on a finding, with a place if it has one. */
export interface Note {
  readonly message: string;
  readonly place?: Place | undefined;
}

/** A part of a file to be replaced by another text; an empty span inserts. */
export interface Edit {
  readonly place: Place;
  readonly text: string;
}

/** A way to fix a finding. */
export interface Fix {
  /** What it does, as an editor shows it: `replace launch_url by meta_launch_url`. */
  readonly title: string;
  /** Spans of one file do not overlap. */
  readonly edits: readonly Edit[];
  /**
   * There is no other sensible fix and nothing for a person to decide: `--fix` applies it. Absent: a
   * suggestion for editors.
   */
  readonly mechanical?: true | undefined;
  /**
   * It writes what releases before this one did by themselves, so it is mechanical for files that come from one.
   */
  readonly keepsFromBefore?: string | undefined;
}

/**
 * A finding about input, as a value; findings are never thrown. `place` is missing only where there is no
 * file (the state of a server).
 */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** What was found and what was expected; no full stop at the end. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  readonly place?: Place | undefined;
  /**
   * The value whose text the place is in, where a comment that ignores the finding can stand. Not shown;
   * missing: the place itself.
   */
  readonly value?: Place | undefined;
  readonly entry?: EntryRef | undefined;
  readonly notes?: readonly Note[] | undefined;
  readonly fixes?: readonly Fix[] | undefined;
  /**
   * Set where a server may refute it: a plan knows what the server has, and removes such findings. Not shown.
   */
  readonly supposed?: true | undefined;
  /** Goes by what a release has, where that of the code need not: see `forRelease`. Not shown. */
  readonly byRelease?: true | undefined;
  /** Stays as severe as it is, whatever follows from it: nobody knows whether it holds. Not shown. */
  readonly unraised?: true | undefined;
  /** The causes of other findings that it explains; see `Cause`. Not shown. */
  readonly explains?: readonly Cause[] | undefined;
  /**
   * The causes that it may be a consequence of: where a finding explains one of these, this one becomes a
   * note on it. Not shown.
   */
  readonly follows?: readonly Cause[] | undefined;
}

/** A diagnostic as it is reported; without a severity it gets that of its code. */
export type Finding = Omit<Diagnostic, 'severity'> & {
  readonly severity?: Severity | undefined;
};
