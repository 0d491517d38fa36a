import type { Dict } from '../../blueprint/value.ts';
import type { Resource } from '../../catalog/model.ts';
import type { ApiError } from '../../client/api-error.ts';
import type { Change } from '../../plan/value/plan.ts';
import { UnconfirmedError } from '../unconfirmed-error.ts';
import type { Written } from '../written.ts';

/** How far a change was done, so that it can be taken back. */
export interface Note {
  readonly change: Change;
  readonly model: Resource;
  /** The object as it was read just before it was written. */
  before: Written | undefined;
  /** What was sent, with the keys of what the run has made. */
  sent: Dict | undefined;
  /** The object as the server showed it after the last write of this change. */
  after: Written | undefined;
  /** The fields with an endpoint of their own that were written, or may have been. */
  readonly setters: Set<string>;
  /** Whether its permissions were written, or may have been, and what comes after them. */
  isGranted: boolean;
  /** The error that ended it. */
  error: ApiError | undefined;
}

/** What one run has written so far. */
export class Journal {
  readonly #begun = new Set<Note>();
  readonly #ended: Note[] = [];
  readonly #shown = new Map<string, Written>();

  open(change: Change, model: Resource): Note {
    return {
      change,
      model,
      before: undefined,
      sent: undefined,
      after: undefined,
      setters: new Set(),
      isGranted: false,
      error: undefined,
    };
  }

  /** Records that the first write of a change is about to be sent. */
  begin(note: Note): void {
    this.#begun.add(note);
  }

  /** Records what a write of a change made of its object; undefined where nothing shows it. */
  wrote(note: Note, written: Written | undefined): void {
    if (!written) return;
    note.after = written;
    this.shows(note.change.row, written);
  }

  /** Records how the object of a row of the plan is after a write of this run. */
  shows(row: string, written: Written): void {
    this.#shown.set(row, written);
  }

  end(note: Note): void {
    if (this.#begun.has(note)) this.#ended.push(note);
  }

  /** The object of a row of the plan as the run left it last. */
  last(row: string): Written | undefined {
    return this.#shown.get(row);
  }

  /**
   * The changes of which something was written, or may have been, those that ended last first: what a change depends
   * on had ended before it was begun.
   */
  get backwards(): readonly Note[] {
    return this.#ended.filter((note) => !isUntouched(note)).reverse();
  }
}

/** Whether a change certainly left everything as it was: the server had refused it. */
function isUntouched({ error, after, setters, isGranted }: Note): boolean {
  return (
    error !== undefined &&
    !(error instanceof UnconfirmedError) &&
    after === undefined &&
    setters.size === 0 &&
    !isGranted
  );
}
