import { ApiError } from '../../client/api-error.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { messageOf } from '../../diagnostics/errors.ts';
import { type KeysOfRun, keysOfRun } from '../../plan/changes/keys-of-run.ts';
import type { ApplyOptions } from '../apply-options.ts';
import type { Outcome, Undo } from '../outcome.ts';
import { explainNotBegun, explainRole, explainUndo } from './explain-undo.ts';
import type { Note } from './journal.ts';
import { undoCreate, type UndoOne } from './undo-create.ts';
import { undoDelete } from './undo-delete.ts';
import { notUndone, saidBy } from './undo-words.ts';
import { undoUpdate } from './undo-update.ts';

/*
 * After a failure, what a run has written is taken back: one change after the other, those that were done last
 * first. Nothing is guessed: each object is read, and only what is still as this run left it is taken back.
 *
 * | the run has             | it is taken back by                     | what stays                                   |
 * |-------------------------|-----------------------------------------|----------------------------------------------|
 * | created an object       | deleting it                             | one that somebody has changed, or uses       |
 * | changed an object       | writing what was read just before       | fields that somebody else has changed        |
 * | written a hidden value  | –                                       | always: nobody can read what it was          |
 * | granted or revoked      | revoking or granting it                 |                                              |
 * | deleted an object       | –                                       | always                                       |
 * | had a blueprint applied | –                                       | what the server did                          |
 */

/** After so many changes in a row that could not reach the server, the remaining ones are not tried. */
const GONE_AFTER = 3;

/** What taking a run back needs. */
export interface UndoParts
  extends Omit<UndoOne, 'keys'>,
    Pick<ApplyOptions, 'sources' | 'lost' | 'onChange' | 'onProgress'> {
  readonly outcomes: readonly Outcome[];
  /** Why nothing may be taken back, for people; undefined where it may. */
  readonly whyNot: string | undefined;
}

/** The outcomes after what was done has been taken back, and what could not be. */
export interface Undone {
  readonly outcomes: readonly Outcome[];
  readonly diagnostics: readonly Diagnostic[];
  /** A bug that ended it. */
  readonly bug: Error | undefined;
}

/** Takes back what a run has written, as far as that can be; says what cannot. Does not throw. */
export async function undoRun(parts: UndoParts): Promise<Undone> {
  const { journal, sources, grants, outcomes, whyNot } = parts;
  const notes = journal.backwards;
  if (notes.length === 0) return { outcomes, diagnostics: [], bug: undefined };
  if (whyNot !== undefined)
    return { outcomes, diagnostics: [explainNotBegun(whyNot, notes.length)], bug: undefined };
  const run = new UndoRun(parts, notes);
  const undone = await run.finish();
  const after = outcomes.map((outcome) => outcomeAfter(outcome, undone.get(outcome.change.id)));
  const findings = after.flatMap((outcome) =>
    'undo' in outcome && outcome.undo ? explainUndo(outcome.change, outcome.undo, sources) : [],
  );
  return {
    outcomes: after,
    diagnostics: [...findings, ...grants.rolesMade.map(explainRole)],
    bug: run.bug,
  };
}

class UndoRun {
  readonly #parts: UndoParts;
  readonly #notes: readonly Note[];
  readonly #keys: KeysOfRun;
  readonly #outcomes: ReadonlyMap<string, Outcome>;
  #unreached = 0;
  /** Why nothing more is taken back. */
  #why: string | undefined;
  bug: Error | undefined;

  constructor(parts: UndoParts, notes: readonly Note[]) {
    this.#parts = parts;
    this.#notes = notes;
    const changes = notes.map(({ change }) => change);
    this.#keys = keysOfRun(parts.catalog, changes, (row) => parts.made.get(row)?.pk);
    this.#outcomes = new Map(parts.outcomes.map((outcome) => [outcome.change.id, outcome]));
  }

  /** Takes everything back; gives what came of each change, by its id. */
  async finish(): Promise<ReadonlyMap<string, Undo>> {
    const undone = new Map<string, Undo>();
    for (const [index, note] of this.#notes.entries()) {
      const left = this.#notes.length - index;
      const undo = await this.#try(note, index, left).catch((error: unknown) => this.#failed(error));
      undone.set(note.change.id, undo);
      this.#tell(note, undo);
    }
    return withoutGone(this.#notes, undone);
  }

  async #try(note: Note, done: number, left: number): Promise<Undo> {
    const { lost, onProgress } = this.#parts;
    if (lost?.aborted)
      this.#why ??= `the lock was lost (${messageOf(lost.reason)}), so another run may write`;
    if (this.#why !== undefined) return notUndone(this.#why);
    onProgress?.({ running: [note.change], done, left, isUndo: true });
    const undo = await this.#undo(note);
    this.#unreached = 0;
    return undo;
  }

  #undo(note: Note): Promise<Undo> {
    const parts = { ...this.#parts, keys: this.#keys };
    switch (note.change.action) {
      case 'create':
        return undoCreate(note, parts);
      case 'delete':
        return undoDelete(note, parts);
      default:
        return undoUpdate(note, parts);
    }
  }

  #failed(error: unknown): Undo {
    if (!(error instanceof ApiError)) {
      this.bug ??= error instanceof Error ? error : new Error(String(error));
      this.#why ??= 'a bug in ak-blueprint ended it';
      return notUndone(messageOf(error));
    }
    this.#unreached = error.kind === 'unreachable' ? this.#unreached + 1 : 0;
    if (error.kind === 'interrupted') this.#why ??= 'interrupted';
    if (this.#unreached === GONE_AFTER) this.#why ??= 'the server was gone';
    return notUndone(saidBy(error));
  }

  #tell({ change }: Note, undo: Undo): void {
    const outcome = this.#outcomes.get(change.id);
    try {
      this.#parts.onChange?.(change, outcome && outcomeAfter(outcome, undo));
    } catch (error) {
      this.bug ??= error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** What was written to an object that has been deleted again is gone with it. */
function withoutGone(notes: readonly Note[], undone: ReadonlyMap<string, Undo>): ReadonlyMap<string, Undo> {
  const gone = new Set(
    notes
      .filter(({ change }) => change.action === 'create' && undone.get(change.id)?.isDone)
      .flatMap(({ change }) => [change.row, ...(change.brings ?? []).map(({ row }) => row)]),
  );
  const nothing = { isDone: true, lost: [], lostFields: [] };
  return new Map(
    notes.map(({ change: { id, action, row } }) => [
      id,
      action === 'update' && gone.has(row) ? nothing : (undone.get(id) ?? nothing),
    ]),
  );
}

function outcomeAfter(outcome: Outcome, undo: Undo | undefined): Outcome {
  if (!undo || outcome.state === 'skipped' || outcome.state === 'stale') return outcome;
  const { change } = outcome;
  const made = undo.isDone && change.action === 'create' ? undefined : outcome.made;
  if (undo.isDone && outcome.state !== 'failed') return { state: 'undone', change, made, undo };
  return { ...outcome, made, undo };
}
