import type { Place } from '../source/source-file.ts';
import type { Code, Severity } from './codes.ts';

/** The entry that a finding is about: its index in the file (from 0), its model as written, its id if it has one. */
export interface EntryRef {
  readonly index: number;
  readonly model: string;
  readonly id?: string;
}

/** Something else that belongs to a finding, with its place when it stands elsewhere. */
export interface Note {
  readonly message: string;
  readonly place?: Place;
}

/** A finding about input: a value, never thrown. `place` is missing only where there is no file (a server's state). */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** What was found and what was expected; no full stop at the end. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly place?: Place;
  readonly entry?: EntryRef;
  readonly notes?: readonly Note[];
}
