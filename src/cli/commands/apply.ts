import type { ApplyOptions as RunOptions, OnError } from '../../apply/apply-options.ts';
import { applyPlan } from '../../apply/apply-plan.ts';
import type { ApplyOutcome, Progress } from '../../apply/outcome.ts';
import { applyTogether } from '../../apply/transaction/transaction.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import type { Division } from '../../plan/transaction/division.ts';
import type { Plan } from '../../plan/value/plan.ts';
import { changeFacts } from '../../report/change-facts.ts';
import { count } from '../../report/format-diagnostics.ts';
import { formatProgress, formatStopping } from '../../report/format-outcome.ts';
import { type AtomicOptions, arrange, dividedOtherwise, isSameDivision, mentionAtomic } from '../atomic.ts';
import { blueprintKey } from '../blueprint-key.ts';
import { execute, type Executor } from '../execute.ts';
import type { ExitCode } from '../exit-code.ts';
import type { InFlight } from '../interrupts.ts';
import type { Io } from '../io.ts';
import { type OpenSavedPlan, openSavedPlan, refuseMissing, refuseOther } from '../open-saved-plan.ts';
import type { PlanOptions } from '../plan-options.ts';
import { type Prepared, preparePlan } from '../prepare.ts';
import type { LockOptions } from '../ownership.ts';
import { type Approved, approvedBefore, approvedHere } from '../run-approved.ts';
import { asTyped, isOfThePlan, optionsOfThePlan } from '../saved-options.ts';
import { ended } from '../server.ts';
import { type VerifyOption, verified } from '../verify-plan.ts';
import { withInventory } from '../with-inventory.ts';

/** Two runs that are started together are this far apart, by chance, when they create. */
const APART_SECONDS = 0.5;

/** Options of `ak-blueprint apply`. */
export interface ApplyOptions extends PlanOptions, LockOptions, VerifyOption, AtomicOptions {
  readonly yes?: boolean;
  /** The digest of the only plan that may be done. */
  readonly expect?: string;
  /** What the run does once a change has failed. */
  readonly onError: OnError;
  /** Seconds to wait for the server to apply a blueprint of its own. */
  readonly wait: number;
}

/**
 * `ak-blueprint apply`: plans, asks, and applies the plan; or applies a saved plan, or only the plan with a certain
 * digest, which was approved before, so nobody is asked. `given`: the options that the command line names.
 */
export async function apply(
  paths: readonly string[],
  options: ApplyOptions,
  given: readonly string[],
  io: Io,
): Promise<ExitCode> {
  if (options.atomic && options.onError === 'undo')
    throw new UsageError(
      '--on-error undo does not go with --atomic: what a transaction has made is not taken back one by one',
      'use --on-error stop, which begins nothing more once something fails that comes after the transaction',
    );
  const open = openSavedPlan(paths, blueprintKey(io), io);
  if (!open) return applyFiles(paths, options, io);
  const own = given.find(isOfThePlan);
  if (own !== undefined)
    throw new UsageError(
      `${asTyped(own)} does not go with a saved plan, which was made with options of its own`,
      `plan again with ${asTyped(own)}`,
    );
  refuseMissing(open, io);
  return applyFiles(open.saved.paths, { ...options, ...optionsOfThePlan(open.saved.options) }, io, open);
}

async function applyFiles(
  paths: readonly string[],
  options: ApplyOptions,
  io: Io,
  open?: OpenSavedPlan,
): Promise<ExitCode> {
  const planned = await preparePlan(paths, options, io, {
    check: open && ((head, keys) => refuseOther(open, head, keys)),
    // A transaction has no middle, and what is taken back does not stay in it.
    judgesBetween: !options.atomic && options.onError !== 'undo',
  });
  const prepared = await verified(planned, options, io);
  const way = options.atomic ? allOrNothing(options, io) : oneByOne(options, io);
  const executor: Executor = {
    words: {
      mention: mentionAtomic(prepared, options),
      question: questionWords(prepared),
      withoutQuestion: 'apply without a question',
      nothingDone: 'Nothing was changed.',
      hasErrors: 'The blueprints have errors; nothing was changed.',
    },
    concerns: () => true,
    // Protected objects are left alone, and the rest is applied.
    stoppedBy: () => undefined,
    ...way,
  };
  const approved = open ? approvedBefore(open.saved.plan) : expected(prepared, options);
  reportOtherDigest(prepared, open?.saved.plan ?? prepared.plan, options);
  return ended(prepared.connection, await execute(prepared, executor, options, io, approved));
}

/** The question: how many changes, and where; the last that is read before something is done. */
function questionWords({ plan: { summary }, connection: { client } }: Prepared): string {
  const { create, update, delete: gone } = summary;
  const counts = `${create} to create, ${update} to update, ${gone} to delete`;
  return `Make ${count(create + update + gone, 'change')} (${counts}) on ${client.url}?`;
}

/** The plan, where it is the one whose digest was approved. */
function expected(prepared: Prepared, { expect }: ApplyOptions): Approved | undefined {
  const isIt = expect === prepared.plan.digest && !prepared.collector.failed;
  return isIt ? approvedHere(prepared) : undefined;
}

function reportOtherDigest({ collector }: Prepared, { digest }: Plan, { expect }: ApplyOptions): void {
  if (expect === undefined || expect === digest || collector.failed) return;
  collector.report({
    code: 'digest-differs',
    message: `the plan has the digest ${digest}, and not ${expect}, which --expect says`,
    hint: 'look at the plan above: approve of it by its digest, or plan again',
  });
}

/** Each change is made by itself, and the inventory is kept around them. */
function oneByOne(options: ApplyOptions, io: Io): Pick<Executor, 'run'> {
  return {
    run: (ready, { moved }) =>
      withInventory(ready, io, () =>
        running(ready, options, io, (how) => applyPlan(ready.plan, { ...how, moved })),
      ),
  };
}

/** The changes are made in one transaction, as far as they can be. Where any of them has moved, none is made. */
function allOrNothing(options: ApplyOptions, io: Io): Pick<Executor, 'arrange' | 'run'> {
  let shown: Division | undefined;
  return {
    arrange: async (prepared, plan) => {
      const arranged = await arrange(prepared, plan, options.atomicLimit);
      shown = arranged.division;
      return arranged;
    },
    run: async (ready, since) => {
      const { division } = await arrange(ready, ready.plan, options.atomicLimit);
      const moved =
        shown && isSameDivision(shown, division) ? since.moved : dividedOtherwise(ready, division);
      const isApproved = moved.size + since.unapproved.length === 0;
      const { plan, planAgain } = ready;
      const run = (): Promise<ApplyOutcome> =>
        running(ready, options, io, (how) =>
          applyTogether(plan, { ...how, moved, division, planAgain, isApproved }),
        );
      return isApproved ? withInventory(ready, io, run) : run();
    },
  };
}

/** Runs a plan with a progress line. After a first Ctrl-C it says which changes are waited for. */
async function running(
  { catalog, sources, ownership, connection: { client, interrupts, mostSeconds, log } }: Prepared,
  options: ApplyOptions,
  io: Io,
  run: (how: RunOptions) => Promise<ApplyOutcome>,
): Promise<ApplyOutcome> {
  let last: Progress = { running: [], done: 0, left: 0 };
  const words: InFlight['words'] = (by, seconds) => formatStopping(by, last, seconds);
  try {
    return await interrupts.whileWriting({ words, mostSeconds }, () =>
      run({
        client,
        catalog,
        sources,
        parallelism: options.parallelism,
        onError: options.onError,
        signal: interrupts.stop.soft,
        lost: ownership.lost,
        waitSeconds: options.wait,
        apartSeconds: APART_SECONDS,
        now: () => performance.now(),
        onChange: (change, outcome) => log.say('change', changeFacts(change, outcome)),
        onProgress: (progress) => {
          last = progress;
          io.status(formatProgress(progress, io.errColumns));
        },
      }),
    );
  } finally {
    io.status('');
  }
}
