import type { Value } from '../blueprint/value.ts';
import { metaOf } from '../catalog/meta-of.ts';
import type { Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Change } from '../plan/value/plan.ts';
import { applyOnServer } from './apply-on-server.ts';
import type { ApplyOptions } from './apply-options.ts';
import { callSetters } from './call-setters.ts';
import { isReadBefore, readNow, since } from './check-moved.ts';
import { checkResponse } from './check-response.ts';
import { keysIn } from './confirm.ts';
import { Creates } from './creates.ts';
import { decodeChange, type Writes } from './decode-change.ts';
import { explainFailedChange, type Stage } from './failure.ts';
import { findAlong } from './find-along.ts';
import { findMade } from './find-made.ts';
import { findTwins } from './find-twins.ts';
import { GrantError } from './grant-error.ts';
import { Journal, type Note } from './undo/journal.ts';
import { explainMoved } from './explain-moved.ts';
import { explainNotApplied } from './not-applied.ts';
import type { Outcome } from './outcome.ts';
import { type MadeKey, resolveRefs } from './resolve.ts';
import { SetterError } from './setter-error.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';
import { takeMarkAway, takeOtherMarkAway, writeObject } from './write.ts';
import { type Undone, undoRun } from './undo/undo-run.ts';
import { GrantWriter } from './write-grants.ts';
import type { Written } from './written.ts';

const WAIT_SECONDS = 300;

/** How a change ended. `isReached`: whether the server could be reached. */
interface Done {
  readonly outcome: Outcome;
  readonly isReached: boolean;
}

/** Does the changes of one run, each with all of its requests; remembers what was made. */
export class ChangeWriter {
  readonly #options: ApplyOptions;
  /** All changes of the run, those included that the server makes. */
  readonly #all: readonly Change[];
  readonly #made: Map<string, MadeKey>;
  readonly #creates: Creates;
  readonly #grants: GrantWriter;
  readonly #journal = new Journal();
  /** Findings about values that the server stored differently. */
  readonly warnings: Diagnostic[] = [];

  constructor(all: readonly Change[], options: ApplyOptions) {
    this.#options = options;
    const { client, catalog, apartSeconds = 0, done } = options;
    this.#all = done ? [...all, ...done.changes] : all;
    this.#made = new Map(done?.made);
    this.#grants = new GrantWriter(client, catalog);
    this.#creates = new Creates(this.#made, async () =>
      apartSeconds > 0 ? client.pause(1, Math.random() * apartSeconds) : undefined,
    );
  }

  /** Gives the keys of a change's object later, if it has been made or got other keys from now on. */
  madeSince({ row }: Change): () => MadeKey | undefined {
    const before = this.#made.get(row);
    return () => {
      const made = this.#made.get(row);
      return made === before ? undefined : made;
    };
  }

  /** Findings about objects that were made more than once, see find-twins.ts. */
  findTwins(): Promise<Diagnostic[]> {
    return findTwins(this.#options.client, this.#creates, this.#options.sources);
  }

  /** Does a change; its failure is in the outcome. Throws only for a bug. */
  async write(change: Change): Promise<Done> {
    const madeNow = this.madeSince(change);
    const started = this.#options.now();
    const { client, catalog, sources, now } = this.#options;
    const model = catalog.models[change.model];
    if (model?.kind !== 'resource') throw new InternalError(`${change.model} has no collection`);
    const writes = decodeChange(change, sources);
    const isCreate = change.action === 'create';
    let stage: Stage = 'object';
    const note = this.#journal.open(change, model);
    try {
      const settled = await this.#settledBefore(note, started);
      if (settled) return { outcome: settled, isReached: true };
      this.#journal.begin(note);
      stage = isCreate ? 'object' : 'setters';
      // Of an update, what everybody can see comes last: as long as it is missing, the next plan writes all
      // of it again.
      if (!isCreate) {
        requireAlong(change, this.#made);
        await callSetters(client, model, change, writes, this.#made, note.setters);
      }
      stage = 'object';
      const made = this.#made;
      note.sent = resolveRefs(writes.body, made);
      let written = await writeObject(client, model, change, writes, { made, creates: this.#creates });
      const keys = written && keysIn(model, written);
      if (keys) made.set(change.row, keys);
      this.#journal.wrote(note, written);
      stage = 'rest';
      if (isCreate) await this.#findAlong(change);
      stage = 'setters';
      if (isCreate)
        this.#journal.wrote(note, await callSetters(client, model, change, writes, made, note.setters));
      stage = 'mark';
      if (isCreate && written && change.markedIn !== undefined) {
        written = await takeMarkAway(client, model, change, writes, { written, made });
        this.#journal.wrote(note, written);
      }
      if (written) this.#check(model, change, writes, written);
      if (change.unmarks)
        this.#journal.shows(
          change.unmarks.row,
          await takeOtherMarkAway(this.#options, change.unmarks, this.#made),
        );
      stage = 'rest';
      note.isGranted = true;
      await this.#grants.write(model, change, this.#made, written !== undefined);
      const open = change.applies ? await this.#applyOnServer(change, model) : undefined;
      const outcome: Outcome = open
        ? { ...open, change, made: madeNow() }
        : { state: 'applied', change, made: madeNow(), seconds: (now() - started) / 1000 };
      return { outcome, isReached: true };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      note.error = error;
      const diagnostics = explainFailedChange({ change, writes, sources, stage }, model, error);
      const state = isUnknown(error) ? 'unknown' : 'failed';
      return {
        outcome: { state, change, made: madeNow(), diagnostics },
        isReached: error.kind !== 'unreachable',
      };
    } finally {
      this.#journal.end(note);
    }
  }

  /** Takes back what this run has done, see undo-run.ts. Does not throw. */
  undo(outcomes: readonly Outcome[], whyNot: string | undefined): Promise<Undone> {
    return undoRun({
      ...this.#options,
      all: this.#all,
      journal: this.#journal,
      made: this.#made,
      creates: this.#creates,
      grants: this.#grants,
      outcomes,
      whyNot,
    });
  }

  /** The outcome of a change that needs no write any more, or must not be written, as somebody else was faster. */
  async #settledBefore(note: Note, started: number): Promise<Outcome | undefined> {
    const { change, model } = note;
    const { client, catalog, sources, now, onError } = this.#options;
    const key = this.#made.get(change.row)?.key ?? change.itemKey;
    const isCompared = isReadBefore(model, change);
    const isKept = onError === 'undo' && change.action === 'update';
    if (key === undefined || !(isCompared || isKept)) return undefined;
    const row = await readNow(client, model, key);
    note.before = row;
    if (!isCompared) return undefined;
    const pkMade = (one: string): Value | undefined => this.#made.get(one)?.pk;
    const moved = since(model, change, row, { catalog, all: this.#all, pkMade });
    if (moved.kind === 'same') return undefined;
    if (moved.kind === 'gone' && change.action === 'delete')
      return { state: 'applied', change, made: undefined, seconds: (now() - started) / 1000 };
    return { state: 'stale', change, diagnostics: [explainMoved(change, moved, sources)] };
  }

  /** Adds warnings about values that the server stored differently from what was sent. */
  #check(model: Resource, change: Change, { body }: Writes, written: Written): void {
    const sent = resolveRefs(body, this.#made) ?? body;
    this.warnings.push(...checkResponse(model, change, sent, written, this.#options.sources));
  }

  /** Finds what the server has made along with an object. */
  async #findAlong(change: Change): Promise<void> {
    for (const [row, keys] of await findAlong(this.#options, change, this.#made)) this.#made.set(row, keys);
  }

  /** Has the server apply a blueprint; gives the outcome where it did not, or where nobody waited for its end. */
  async #applyOnServer(
    change: Change,
    model: Resource,
  ): Promise<{ readonly state: 'failed' | 'unknown'; readonly diagnostics: Diagnostic[] } | undefined> {
    const { client, catalog, sources, signal, now, waitSeconds: seconds = WAIT_SECONDS } = this.#options;
    const meta = metaOf(catalog, change.model);
    const key = this.#made.get(change.row)?.key ?? change.itemKey;
    if (!meta || key === undefined)
      throw new InternalError(`the server cannot be told to apply ${change.key}`);
    const outcome = await applyOnServer(client, model, meta.applying, key, { seconds, signal, now });
    if (outcome.kind !== 'applied')
      return {
        state: outcome.kind === 'failed' ? 'failed' : 'unknown',
        diagnostics: [explainNotApplied(change, outcome, sources)],
      };
    for (const [row, keys] of await findMade(this.#options, this.#all, change, this.#made))
      this.#made.set(row, keys);
    for (const one of this.#all) if (one.by === change.row) await this.#findAlong(one);
    return undefined;
  }
}

/** Throws an ApiError where the server did not make an object along with another, as it should have. */
function requireAlong({ row, itemKey, reason }: Change, made: ReadonlyMap<string, MadeKey>): void {
  if (reason?.kind === 'along' && itemKey === undefined && !made.has(row))
    throw new ApiError('unexpected', `the server did not make it along with ${reason.model} ${reason.key}`);
}

/** Whether an error leaves open if the server has done what was asked. */
function isUnknown(error: ApiError): boolean {
  if (error instanceof SetterError || error instanceof GrantError) return error.isUnknown;
  return error instanceof UnconfirmedError;
}
