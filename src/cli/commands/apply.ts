import { applyPlan } from '../../apply/apply-plan.ts';
import type { ApplyOutcome } from '../../apply/outcome.ts';
import { formatProgress } from '../../report/format-outcome.ts';
import { execute, type Executor } from '../execute.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { type PlanOptions, type Prepared, preparePlan } from '../prepare.ts';

/** Options of `ak-blueprint apply`. */
export interface ApplyOptions extends PlanOptions {
  readonly yes?: boolean;
  /** Seconds to wait for the server to apply a blueprint of its own. */
  readonly wait: number;
}

/** `ak-blueprint apply`: plans, asks, and applies the plan. */
export async function apply(paths: readonly string[], options: ApplyOptions, io: Io): Promise<ExitCode> {
  const prepared = await preparePlan(paths, options, io);
  const executor: Executor = {
    words: {
      question: `Do this on ${prepared.connection.client.url}?`,
      withoutQuestion: 'apply without a question',
      nothingDone: 'Nothing was changed.',
      hasErrors: 'The blueprints have errors; nothing was changed.',
    },
    concerns: () => true,
    // Protected objects are left alone, and the rest is applied.
    stoppedBy: () => undefined,
    run: (ready) => run(ready, options, io),
  };
  return execute(prepared, executor, options, io);
}

/** Runs the plan with a progress line; after Ctrl-C, running changes are finished and no new ones started. */
async function run(
  { plan, catalog, sources, connection: { client } }: Prepared,
  options: ApplyOptions,
  io: Io,
): Promise<ApplyOutcome> {
  const stop = new AbortController();
  const release = io.onInterrupt((by) => {
    if (!stop.signal.aborted)
      io.err(
        `\n${by === 'output' ? 'The output can no longer be written' : 'Stopping'}: what is in flight is finished, nothing new is started.`,
      );
    stop.abort();
  });
  try {
    return await applyPlan(plan, {
      client,
      catalog,
      sources,
      parallelism: options.parallelism,
      signal: stop.signal,
      waitSeconds: options.wait,
      now: () => performance.now(),
      onProgress: (progress) => io.status(formatProgress(progress, io.columns)),
    });
  } finally {
    release();
    io.status('');
  }
}
