import { applyPlan } from '../../apply/apply-plan.ts';
import type { ApplyOutcome, Progress } from '../../apply/outcome.ts';
import { changeFacts } from '../../report/change-facts.ts';
import { formatProgress, formatStopping } from '../../report/format-outcome.ts';
import { execute, type Executor } from '../execute.ts';
import type { ExitCode } from '../exit-code.ts';
import type { InFlight } from '../interrupts.ts';
import type { Io } from '../io.ts';
import { type PlanOptions, type Prepared, preparePlan } from '../prepare.ts';
import type { Since } from '../run-approved.ts';
import type { LockOptions } from '../ownership.ts';
import { ended } from '../server.ts';
import { withInventory } from '../with-inventory.ts';

/** Two runs that are started together are this far apart, by chance, when they create. */
const APART_SECONDS = 0.5;

/** Options of `ak-blueprint apply`. */
export interface ApplyOptions extends PlanOptions, LockOptions {
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
    run: (ready, { moved }) => withInventory(ready, io, () => run(ready, moved, options, io)),
  };
  return ended(prepared.connection, await execute(prepared, executor, options, io));
}

/** Runs the plan with a progress line. After a first Ctrl-C it says which changes are waited for. */
async function run(
  { plan, catalog, sources, ownership, connection: { client, interrupts, mostSeconds, log } }: Prepared,
  moved: Since['moved'],
  options: ApplyOptions,
  io: Io,
): Promise<ApplyOutcome> {
  let running: Progress['running'] = [];
  const words: InFlight['words'] = (by, seconds) => formatStopping(by, running, seconds);
  try {
    return await interrupts.whileWriting({ words, mostSeconds }, () =>
      applyPlan(plan, {
        client,
        catalog,
        sources,
        parallelism: options.parallelism,
        signal: interrupts.stop.soft,
        lost: ownership.lost,
        waitSeconds: options.wait,
        apartSeconds: APART_SECONDS,
        moved,
        now: () => performance.now(),
        onChange: (change, outcome) => log.say('change', changeFacts(change, outcome)),
        onProgress: (progress) => {
          ({ running } = progress);
          io.status(formatProgress(progress, io.columns));
        },
      }),
    );
  } finally {
    io.status('');
  }
}
