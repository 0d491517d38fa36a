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

/** Something else that belongs to a finding, with its place when it stands elsewhere. */
export interface Note {
  readonly message: string;
  readonly place?: Place | undefined;
}

/** A part of a file to be replaced by another text; an empty span inserts. */
export interface Edit {
  readonly place: Place;
  readonly text: string;
}

/** A way to mend a finding. */
export interface Fix {
  /** What it does, as an editor shows it: `replace launch_url by meta_launch_url`. */
  readonly title: string;
  /** Spans of one file do not overlap. */
  readonly edits: readonly Edit[];
  /**
   * There is no other sensible way and nothing that a person must decide: `--fix` does it. Absent: a
   * suggestion for editors.
   */
  readonly mechanical?: true | undefined;
}

/**
 * A finding about input: a value, never thrown. `place` is missing only where there is no file (a server's
 * state).
 */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** What was found and what was expected; no full stop at the end. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  readonly place?: Place | undefined;
  readonly entry?: EntryRef | undefined;
  readonly notes?: readonly Note[] | undefined;
  readonly fixes?: readonly Fix[] | undefined;
  /** What a server has may show that it is no mistake: a plan knows, and takes it back. Not shown. */
  readonly supposed?: true | undefined;
  /** What else goes wrong because of it; see `Cause`. Not shown. */
  readonly explains?: readonly Cause[] | undefined;
  /**
   * What it may be nothing but a consequence of: a finding that explains one of these takes it as a note. Not
   * shown.
   */
  readonly follows?: readonly Cause[] | undefined;
}

/** A diagnostic as it is reported: without severity it takes that of its code. */
export type Finding = Omit<Diagnostic, 'severity'> & {
  readonly severity?: Severity | undefined;
};
