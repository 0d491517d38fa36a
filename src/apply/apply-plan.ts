import { metaOf } from '../catalog/meta-of.ts';
import type { Catalog, Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Change, isWritten, type Plan } from '../plan/value/plan.ts';
import type { Sources } from '../plan/value/sources.ts';
import { applyOnServer } from './apply-on-server.ts';
import { callSetters } from './call-setters.ts';
import { checkResponse } from './check-response.ts';
import { keysIn } from './confirm.ts';
import { Creates } from './creates.ts';
import { decodeChange, type Writes } from './decode-change.ts';
import { explainBug, explainFailedChange, type Stage } from './failure.ts';
import { findMade } from './find-made.ts';
import { findTwins } from './find-twins.ts';
import { GrantError } from './grant-error.ts';
import { explainNotApplied } from './not-applied.ts';
import type { ApplyOutcome, Outcome, Progress, SkipReason } from './outcome.ts';
import { requestsSince } from './requests-since.ts';
import { type MadeKey, resolveRefs } from './resolve.ts';
import { SetterError } from './setter-error.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';
import { takeMarkAway, writeObject } from './write.ts';
import { GrantWriter } from './write-grants.ts';
import type { Written } from './written.ts';

/** What running a plan needs. */
export interface ApplyOptions {
  readonly client: Client;
  readonly catalog: Catalog;
  /** The secrets that the plan refers to, and the files that its places are in. */
  readonly sources: Sources;
  /** The number of changes to write at a time. */
  readonly parallelism: number;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Once it is aborted, no new change is started; running ones are finished. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds to wait for the server when it applies a blueprint of its own; 300 when not given. */
  readonly waitSeconds?: number | undefined;
  /**
   * At most so many seconds, by chance, before the first create of what the server would make twice; 0 when not
   * given.
   */
  readonly apartSeconds?: number | undefined;
  /** The current time in milliseconds, for the durations in the outcome. */
  readonly now: () => number;
}

const WAIT_SECONDS = 300;

/** After so many changes in a row that could not reach the server, the remaining ones are not tried. */
const GONE_AFTER = 3;

/**
 * Runs a plan in the order of its dependencies, several changes at a time. A failed change stops only those
 * that wait for it; a server that cannot be reached stops all that remain. Failures are in the outcome and do
 * not throw. Nor does a bug: running changes are finished, nothing new is started, and it is in the outcome.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<ApplyOutcome> {
  const started = options.now();
  const before = options.client.requests();
  const run = new Run(plan, options);
  const outcomes = await run.finish();
  const twins = await run.findTwins();
  return {
    bug: run.bug,
    outcomes,
    diagnostics: [
      ...run.warnings,
      ...outcomes.flatMap((outcome) => ('diagnostics' in outcome ? outcome.diagnostics : [])),
      ...twins,
    ],
    interrupted: options.signal?.aborted === true && outcomes.some((outcome) => outcome.state !== 'applied'),
    requests: requestsSince(before, options.client.requests()),
    seconds: (options.now() - started) / 1000,
  };
}

/** One run of a plan. */
class Run {
  readonly #options: ApplyOptions;
  /** All changes of the plan, those included that the server makes. */
  readonly #all: readonly Change[];
  /** The changes that are ours. */
  readonly #changes: readonly Change[];
  readonly #outcomes = new Map<string, Outcome>();
  readonly #waiting = new Map<string, Set<string>>();
  readonly #dependants = new Map<string, Change[]>();
  /** Changes that wait for nothing; the first `#started` of them have been started. */
  readonly #ready: Change[] = [];
  #started = 0;
  readonly #running = new Set<Change>();
  readonly #made = new Map<string, MadeKey>();
  readonly #creates: Creates;
  readonly #grants: GrantWriter;
  /** Findings about values that the server stored differently. */
  readonly warnings: Diagnostic[] = [];
  #unreached = 0;
  #done: () => void = () => undefined;
  /** The first error that is no answer of the server: a bug. */
  bug: Error | undefined;

  constructor(plan: Plan, options: ApplyOptions) {
    this.#options = options;
    this.#grants = new GrantWriter(options.client, options.catalog);
    const { client, apartSeconds = 0 } = options;
    this.#creates = new Creates(this.#made, async () =>
      apartSeconds > 0 ? client.pause(1, Math.random() * apartSeconds) : undefined,
    );
    this.#all = plan.changes;
    this.#changes = plan.changes.filter(isWritten);
    const ids = new Set(this.#changes.map((change) => change.id));
    for (const change of this.#changes) {
      const needs = new Set(change.dependsOn.filter((id) => ids.has(id)));
      this.#waiting.set(change.id, needs);
      for (const id of needs) {
        const dependants = this.#dependants.get(id);
        if (dependants) dependants.push(change);
        else this.#dependants.set(id, [change]);
      }
      if (needs.size === 0) this.#ready.push(change);
    }
  }

  /** Runs all changes and gives their outcomes, in the order of the plan. */
  async finish(): Promise<Outcome[]> {
    await new Promise<void>((resolve) => {
      this.#done = resolve;
      this.#startMore();
    });
    return this.#changes.map(
      (change) =>
        this.#outcomes.get(change.id) ?? { state: 'skipped', change, because: this.#whyNot(change) },
    );
  }

  /** Findings about objects that were made more than once, see find-twins.ts. */
  async findTwins(): Promise<Diagnostic[]> {
    try {
      return await findTwins(this.#options.client, this.#creates, this.#options.sources);
    } catch (error) {
      this.bug ??= asError(error);
      return [];
    }
  }

  /** Why a change was never started. In a plan without circles the last cannot happen. */
  #whyNot(change: Change): SkipReason {
    if (this.bug !== undefined) return { kind: 'bug' };
    if (this.#options.signal?.aborted) return { kind: 'interrupted' };
    if (this.#unreached >= GONE_AFTER) return { kind: 'unreachable' };
    const [first] = this.#waiting.get(change.id) ?? [];
    return first === undefined ? { kind: 'interrupted' } : { kind: 'waited', for: first };
  }

  #startMore(): void {
    while (
      this.#running.size < this.#options.parallelism &&
      !this.#options.signal?.aborted &&
      this.bug === undefined &&
      this.#unreached < GONE_AFTER
    ) {
      const change = this.#ready[this.#started];
      if (!change) break;
      this.#started += 1;
      this.#running.add(change);
      void this.#do(change);
    }
    try {
      this.#options.onProgress?.({
        running: [...this.#running],
        done: this.#outcomes.size,
        left: this.#changes.length - this.#outcomes.size,
      });
    } catch (error) {
      this.bug ??= asError(error);
    }
    if (this.#running.size === 0) this.#done();
  }

  async #do(change: Change): Promise<void> {
    const before = this.#made.get(change.row);
    const madeNow = (): MadeKey | undefined => {
      const made = this.#made.get(change.row);
      return made === before ? undefined : made;
    };
    try {
      this.#settle(await this.#write(change, madeNow));
    } catch (error) {
      this.bug ??= asError(error);
      const diagnostics = [explainBug(change, this.#options.sources, error)];
      this.#settle({ state: 'unknown', change, made: madeNow(), diagnostics });
    }
  }

  async #write(change: Change, madeNow: () => MadeKey | undefined): Promise<Outcome> {
    const started = this.#options.now();
    const { client, catalog, sources, now } = this.#options;
    const model = catalog.models[change.model];
    if (model?.kind !== 'resource') throw new InternalError(`${change.model} has no collection`);
    const writes = decodeChange(change, sources);
    const isCreate = change.action === 'create';
    let stage: Stage = isCreate ? 'object' : 'setters';
    try {
      // Of an update, what everybody can see comes last: as long as it is missing, the next plan writes all
      // of it again.
      if (!isCreate) await callSetters(client, model, change, writes, this.#made);
      stage = 'object';
      const made = this.#made;
      let written = await writeObject(client, model, change, writes, { made, creates: this.#creates });
      const keys = written && keysIn(model, written);
      if (keys) made.set(change.row, keys);
      stage = 'setters';
      if (isCreate) await callSetters(client, model, change, writes, made);
      stage = 'mark';
      if (isCreate && written) written = await takeMarkAway(client, model, change, writes, { written, made });
      if (written) this.#check(model, change, writes, written);
      stage = 'rest';
      await this.#grants.write(model, change, this.#made, written !== undefined);
      const open = change.applies ? await this.#applyOnServer(change, model) : undefined;
      this.#unreached = 0;
      if (open) return { ...open, change, made: madeNow() };
      return { state: 'applied', change, made: madeNow(), seconds: (now() - started) / 1000 };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#unreached = error.kind === 'unreachable' ? this.#unreached + 1 : 0;
      const diagnostics = explainFailedChange({ change, writes, sources, stage }, model, error);
      return { state: isUnknown(error) ? 'unknown' : 'failed', change, made: madeNow(), diagnostics };
    }
  }

  /** Adds warnings about values that the server stored differently from what was sent. */
  #check(model: Resource, change: Change, { body }: Writes, written: Written): void {
    const sent = resolveRefs(body, this.#made) ?? body;
    this.warnings.push(...checkResponse(model, change, sent, written, this.#options.sources));
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
    return undefined;
  }

  #settle(outcome: Outcome): void {
    this.#running.delete(outcome.change);
    // A loop and no recursion: a chain of changes can be longer than the stack.
    for (let open = [outcome]; open.length > 0; ) open = open.flatMap((one) => this.#record(one));
    this.#startMore();
  }

  /** Records an outcome, and gives the outcomes of changes that cannot be started because of it. */
  #record(outcome: Outcome): Outcome[] {
    if (this.#outcomes.has(outcome.change.id)) return [];
    this.#outcomes.set(outcome.change.id, outcome);
    const skipped: Outcome[] = [];
    for (const later of this.#dependants.get(outcome.change.id) ?? []) {
      if (outcome.state !== 'applied') {
        if (!this.#outcomes.has(later.id))
          skipped.push({
            state: 'skipped',
            change: later,
            because: { kind: 'waited', for: outcome.change.id },
          });
        continue;
      }
      const needs = this.#waiting.get(later.id);
      needs?.delete(outcome.change.id);
      if (needs?.size === 0) this.#ready.push(later);
    }
    return skipped;
  }
}

/** Whether an error leaves open if the server has done what was asked. */
function isUnknown(error: ApiError): boolean {
  if (error instanceof SetterError || error instanceof GrantError) return error.isUnknown;
  return error instanceof UnconfirmedError;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new InternalError(String(error));
}
