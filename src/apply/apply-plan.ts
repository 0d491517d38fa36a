import type { Catalog, Json } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Change, Plan } from '../plan/plan.ts';
import { checkAnswer } from './check-answer.ts';
import { explainFailedChange } from './failure.ts';
import type { ApplyOutcome, Outcome, Progress } from './outcome.ts';
import { writeChange } from './write.ts';

export interface ApplyOptions {
  readonly client: Client;
  readonly catalog: Catalog;
  /** Changes at a time. */
  readonly parallelism: number;
  readonly onProgress?: (progress: Progress) => void;
  /** No new change is started once it is aborted; what is in flight is finished. */
  readonly signal?: AbortSignal;
  /** Milliseconds, for the durations in the outcome. */
  readonly now: () => number;
}

/**
 * Runs a plan along its dependencies, as many changes at a time as allowed. A failed change stops what waits for it and
 * nothing else. Never throws for a change: what was done and what was not is in the outcome.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<ApplyOutcome> {
  const started = options.now();
  const before = options.client.requests();
  const run = new Run(plan, options);
  const outcomes = await run.finish();
  const after = options.client.requests();
  const byMethod: Record<string, number> = {};
  for (const [method, count] of Object.entries(after.byMethod)) {
    const own = count - (before.byMethod[method] ?? 0);
    if (own > 0) byMethod[method] = own;
  }
  return {
    outcomes, diagnostics: [...run.warnings, ...outcomes.flatMap((outcome) => (outcome.state === 'failed' ? outcome.diagnostics : []))],
    interrupted: outcomes.some((outcome) => outcome.state === 'skipped' && outcome.because === 'interrupted'),
    requests: { total: after.total - before.total, byMethod, bytes: after.bytes - before.bytes }, seconds: (options.now() - started) / 1000,
  };
}

class Run {
  readonly #options: ApplyOptions;
  readonly #changes: readonly Change[];
  readonly #outcomes = new Map<string, Outcome>();
  readonly #waiting = new Map<string, Set<string>>();
  readonly #dependants = new Map<string, Change[]>();
  readonly #ready: Change[] = [];
  readonly #running = new Set<Change>();
  readonly #made = new Map<string, { readonly pk: Json; readonly key: string | number }>();
  readonly warnings: Diagnostic[] = [];
  #done: () => void = () => undefined;
  #crash: (error: unknown) => void = () => undefined;

  constructor(plan: Plan, options: ApplyOptions) {
    this.#options = options;
    this.#changes = plan.changes.filter((change) => change.action !== 'noop' && !change.leftAlone);
    const ids = new Set(this.#changes.map((change) => change.id));
    for (const change of this.#changes) {
      const needs = new Set(change.dependsOn.filter((id) => ids.has(id)));
      this.#waiting.set(change.id, needs);
      for (const id of needs) this.#dependants.set(id, [...(this.#dependants.get(id) ?? []), change]);
      if (needs.size === 0) this.#ready.push(change);
    }
  }

  async finish(): Promise<Outcome[]> {
    await new Promise<void>((resolve, reject) => {
      this.#done = resolve;
      this.#crash = reject;
      this.#startMore();
    });
    return this.#changes.map((change) => this.#outcomes.get(change.id) ?? { state: 'skipped', change, because: 'interrupted' });
  }

  #startMore(): void {
    while (this.#running.size < this.#options.parallelism && !this.#options.signal?.aborted) {
      const change = this.#ready.shift();
      if (!change) break;
      this.#running.add(change);
      void this.#do(change);
    }
    this.#options.onProgress?.({ running: [...this.#running], done: this.#outcomes.size, left: this.#changes.length - this.#outcomes.size });
    if (this.#running.size === 0) this.#done();
  }

  async #do(change: Change): Promise<void> {
    const started = this.#options.now();
    const model = this.#options.catalog.models[change.model];
    try {
      if (model?.kind !== 'resource') throw new InternalError(`${change.model} has no collection`);
      const written = await writeChange(this.#options.client, model, change, this.#made);
      if (written) {
        const pk = written[model.collection.pk];
        const key = written[model.collection.key];
        if (pk !== undefined && (typeof key === 'string' || typeof key === 'number')) this.#made.set(change.row, { pk, key });
        this.warnings.push(...checkAnswer(model, change, written));
      }
      this.#settle({ state: 'applied', change, seconds: (this.#options.now() - started) / 1000 });
    } catch (error) {
      if (error instanceof ApiError) this.#settle({ state: 'failed', change, diagnostics: explainFailedChange(change, error) });
      else this.#crash(error);
    }
  }

  #settle(outcome: Outcome): void {
    this.#running.delete(outcome.change);
    this.#record(outcome);
    this.#startMore();
  }

  #record(outcome: Outcome): void {
    this.#outcomes.set(outcome.change.id, outcome);
    for (const later of this.#dependants.get(outcome.change.id) ?? []) {
      if (this.#outcomes.has(later.id)) continue;
      if (outcome.state !== 'applied') {
        this.#record({ state: 'skipped', change: later, because: outcome.change.id });
        continue;
      }
      const needs = this.#waiting.get(later.id);
      needs?.delete(outcome.change.id);
      if (needs?.size === 0) this.#ready.push(later);
    }
  }
}
