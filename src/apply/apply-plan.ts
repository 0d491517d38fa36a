import { InternalError, messageOf } from '../diagnostics/errors.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Change, isWritten, type Plan } from '../plan/value/plan.ts';
import type { ApplyOptions } from './apply-options.ts';
import { ChangeWriter } from './change-writer.ts';
import { explainBug } from './failure.ts';
import type { ApplyOutcome, Outcome, SkipReason } from './outcome.ts';
import { requestsSince } from './requests-since.ts';
import { StartOrder } from './start-order.ts';
import type { Undone } from './undo/undo-run.ts';

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
  const done = await run.finish();
  // Before anything is taken back: what is there twice is named by the keys that the run knows.
  const twins = await run.findTwins();
  const { outcomes, diagnostics: left } = await run.undo(done);
  return {
    bug: run.bug,
    outcomes,
    diagnostics: [
      ...run.warnings,
      ...outcomes.flatMap((outcome) => ('diagnostics' in outcome ? outcome.diagnostics : [])),
      ...twins,
      ...left,
    ],
    interrupted: options.signal?.aborted === true && outcomes.some((outcome) => outcome.state !== 'applied'),
    requests: requestsSince(before, options.client.requests()),
    seconds: (options.now() - started) / 1000,
  };
}

/** One run of a plan. */
class Run {
  readonly #options: ApplyOptions;
  readonly #writer: ChangeWriter;
  /** The changes that are ours. */
  readonly #changes: readonly Change[];
  readonly #outcomes = new Map<string, Outcome>();
  readonly #order: StartOrder;
  /** The change whose failure stopped the run. */
  #stoppedBy: Change | undefined;
  readonly #running = new Set<Change>();
  #unreached = 0;
  #done: () => void = () => undefined;
  /** The first error that is no answer of the server: a bug. */
  bug: Error | undefined;

  constructor(plan: Plan, options: ApplyOptions) {
    this.#options = options;
    this.#writer = new ChangeWriter(plan.changes, options);
    this.#changes = plan.changes.filter(isWritten);
    this.#order = new StartOrder(this.#changes);
  }

  /** Runs all changes and gives their outcomes, in the order of the plan. */
  async finish(): Promise<Outcome[]> {
    await new Promise<void>((resolve) => {
      this.#done = resolve;
      for (const change of this.#changes) {
        const diagnostics = this.#options.moved?.get(change.id);
        if (diagnostics) this.#settleAll({ state: 'stale', change, diagnostics });
      }
      this.#startMore();
    });
    return this.#changes.map(
      (change) =>
        this.#outcomes.get(change.id) ?? { state: 'skipped', change, because: this.#whyNot(change) },
    );
  }

  /** Findings about values that the server stored differently. */
  get warnings(): readonly Diagnostic[] {
    return this.#writer.warnings;
  }

  /** Findings about objects that were made more than once, see find-twins.ts. */
  async findTwins(): Promise<Diagnostic[]> {
    try {
      return await this.#writer.findTwins();
    } catch (error) {
      this.bug ??= asError(error);
      return [];
    }
  }

  /** Takes back what the run has done, where it is to be and a change has failed. */
  async undo(outcomes: readonly Outcome[]): Promise<Pick<Undone, 'outcomes' | 'diagnostics'>> {
    const { onError, signal, lost } = this.#options;
    if (onError !== 'undo' || !(this.#stoppedBy ?? this.bug)) return { outcomes, diagnostics: [] };
    let whyNot: string | undefined;
    if (this.bug) whyNot = 'a bug in ak-blueprint ended the run';
    else if (lost?.aborted) whyNot = `the lock was lost (${messageOf(lost.reason)})`;
    else if (signal?.aborted) whyNot = 'the run was interrupted';
    const undone = await this.#writer.undo(outcomes, whyNot);
    this.bug ??= undone.bug;
    return undone;
  }

  /** Why a change was never started. In a plan without circles the last cannot happen. */
  #whyNot(change: Change): SkipReason {
    if (this.bug !== undefined) return { kind: 'bug' };
    if (this.#options.lost?.aborted) return { kind: 'lock-lost', why: messageOf(this.#options.lost.reason) };
    if (this.#options.signal?.aborted) return { kind: 'interrupted' };
    if (this.#unreached >= GONE_AFTER) return { kind: 'unreachable' };
    if (this.#stoppedBy) return { kind: 'stopped', by: this.#stoppedBy.id };
    const first = this.#order.firstNeedOf(change);
    return first === undefined ? { kind: 'interrupted' } : { kind: 'waited', for: first };
  }

  #startMore(): void {
    while (
      this.#running.size < this.#options.parallelism &&
      !this.#options.signal?.aborted &&
      !this.#options.lost?.aborted &&
      this.bug === undefined &&
      this.#stoppedBy === undefined &&
      this.#unreached < GONE_AFTER
    ) {
      const change = this.#order.next();
      if (!change) break;
      if (this.#outcomes.has(change.id)) continue;
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
    const madeNow = this.#writer.madeSince(change);
    try {
      this.#options.onChange?.(change);
      const { outcome, isReached } = await this.#writer.write(change);
      this.#unreached = isReached ? 0 : this.#unreached + 1;
      this.#settle(outcome);
    } catch (error) {
      this.bug ??= asError(error);
      const diagnostics = [explainBug(change, this.#options.sources, error)];
      this.#settle({ state: 'unknown', change, made: madeNow(), diagnostics });
    }
  }

  #settle(outcome: Outcome): void {
    this.#running.delete(outcome.change);
    this.#settleAll(outcome);
    this.#startMore();
  }

  /** Records an outcome, and those that follow from it. */
  #settleAll(outcome: Outcome): void {
    // A loop and no recursion: a chain of changes can be longer than the stack.
    for (let open = [outcome]; open.length > 0; ) open = open.flatMap((one) => this.#record(one));
  }

  #tell(outcome: Outcome): void {
    try {
      this.#options.onChange?.(outcome.change, outcome);
    } catch (error) {
      this.bug ??= asError(error);
    }
  }

  /** Records an outcome, and gives the outcomes of changes that cannot be started because of it. */
  #record(outcome: Outcome): Outcome[] {
    if (this.#outcomes.has(outcome.change.id)) return [];
    this.#outcomes.set(outcome.change.id, outcome);
    this.#tell(outcome);
    const { change, state } = outcome;
    const isApplied = state === 'applied';
    this.#order.settle(change, isApplied);
    if (isApplied) return [];
    if (state !== 'skipped' && (this.#options.onError ?? 'continue') !== 'continue')
      this.#stoppedBy ??= change;
    return this.#order
      .dependantsOf(change)
      .filter((later) => !this.#outcomes.has(later.id))
      .map((later) => ({
        state: 'skipped',
        change: later,
        because: { kind: 'waited', for: change.id },
      }));
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new InternalError(String(error));
}
