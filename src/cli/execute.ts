import type { ApplyOutcome } from '../apply/outcome.ts';
import { isLeftOut } from '../catalog/newer-release.ts';
import { UsageError } from '../diagnostics/errors.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../plan/value/plan.ts';
import type { Arranged } from './atomic.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Answer, Io } from './io.ts';
import { notPlanned } from './not-planned.ts';
import { type PlanOutput, planOutput, type Shown } from './plan-output.ts';
import type { Prepared } from './prepare.ts';
import {
  type Approved,
  approvedHere,
  type Since,
  type StillApproved,
  stillApproved,
} from './run-approved.ts';
import { runUnderLock } from './run-under-lock.ts';
import { usingConnection } from './server.ts';
import { afterAsking } from './verify-plan.ts';

const NOTHING_MOVED: Since = { moved: new Map(), unapproved: [] };

/** A way to run a plan: by our own writes, or by the server's importer. */
export interface Executor {
  readonly words: {
    /** What else could be done, said before anything is; empty where there is nothing. */
    readonly mention: string;
    /** The question before anything is done. */
    readonly question: string;
    /** What `--yes` does, for the hint where nobody can be asked. */
    readonly withoutQuestion: string;
    readonly nothingDone: string;
    readonly hasErrors: string;
  };
  /**
   * Arranges a plan for this way of running it, where that is not one change after the other; with what forbids it.
   * Sends only GET. Throws an ApiError when the server cannot be reached.
   */
  readonly arrange?:
    | ((prepared: Prepared, plan: Plan) => Promise<Pick<Arranged, 'steps' | 'findings'>>)
    | undefined;
  /** Whether a finding of the plan concerns this way of running it. */
  readonly concerns: (finding: Diagnostic) => boolean;
  /** Why it must not start, since it would not do exactly what the plan says; undefined when it may. */
  readonly stoppedBy: (plan: Plan) => string | undefined;
  /**
   * Runs the plan without the changes that have moved, and what depends on them. Throws an ApiError when the server cannot
   * be reached at all.
   */
  readonly run: (prepared: Prepared, since: Since) => Promise<ApplyOutcome>;
}

/** Options of every way to run a plan. */
export interface ExecuteOptions extends Shown {
  readonly yes?: boolean;
  readonly prune?: boolean;
}

/**
 * Shows a plan, asks, runs it and shows the outcome. Exit 1 when the blueprints have errors, the question was
 * declined, a change failed or may have, something was made twice, or something was left out because the release
 * is not known, 130 when it was interrupted, 4 when the server could not be reached any more
 * or does not show what a plan needs, 5 when the server is not as it was when the plan was approved, 6 when a
 * change of a protected object was prevented, or a brake stopped the run. `approved`: a plan that was approved
 * before; without one, whoever answers the question approves of what is shown, and with `--yes` nobody of a certain
 * plan.
 */
export async function execute(
  prepared: Prepared,
  executor: Executor,
  options: ExecuteOptions,
  io: Io,
  approved?: Approved,
): Promise<ExitCode> {
  const { connection } = prepared;
  const { words } = executor;
  const look = async (one: Prepared): Promise<Look> => {
    const arranged = await executor.arrange?.(one, (approved ?? one).plan);
    return lookAt(
      { ...one, steps: arranged?.steps },
      arranged?.findings ?? [],
      executor,
      options,
      io,
      approved,
    );
  };
  const first = await look(prepared);
  if (first.stop !== undefined) return first.stop;
  const { create, update, delete: gone, leftAlone } = first.plan.summary;
  const hasWork = create + update + gone > 0;
  const isAsked = !options.yes && !approved;
  const answer = hasWork ? await askOrMention(prepared, words, io, isAsked, options) : undefined;
  if (answer !== undefined && answer !== 'yes') {
    io.err(words.nothingDone);
    return answer === 'no' ? EXIT.findings : EXIT.interrupted;
  }
  if (hasWork && (await isOutputGone(io))) {
    io.orElsewhere.err(words.nothingDone);
    return EXIT.interrupted;
  }
  const shown = { last: first };
  const sure = approved ?? (answer && approvedHere(prepared));
  const writes = async (isOld: boolean): Promise<ApplyOutcome | undefined> => {
    const now = isOld || answer !== undefined ? await readAgain(prepared, io) : prepared;
    const isOther = !sure && now.plan.digest !== prepared.plan.digest;
    if (now !== prepared && (isOther || now.collector.braked)) {
      shown.last = await look(now);
      if (shown.last.stop !== undefined) return undefined;
    }
    return sure ? runApproved(stillApproved(sure, now), executor) : executor.run(now, NOTHING_MOVED);
  };
  const outcome = await usingConnection(connection, () =>
    hasWork ? runUnderLock(prepared, writes) : writes(false),
  );
  if (!outcome) return shown.last.stop ?? EXIT.findings;
  // The report is owed, whatever becomes of the connection.
  try {
    await connection.close();
  } finally {
    shown.last.output.end(outcome, words.nothingDone);
  }
  if (outcome.bug !== undefined) throw outcome.bug;
  const code = exitCodeOf(outcome, leftAlone);
  if (code !== EXIT.fine || !prepared.collector.diagnostics.some(isLeftOut)) return code;
  io.err(
    'Not all was done: what this version does not know of the release was left out. Let the token read the API document of the server (api/v3/schema/), or update ak-blueprint.',
  );
  return EXIT.findings;
}

/** A plan that was shown. `stop`: how the run ends where the plan must not be run, which has been said. */
interface Look {
  readonly plan: Plan;
  readonly output: PlanOutput;
  readonly stop: ExitCode | undefined;
}

/** Shows a plan and what was found, and says why it must not be run. */
function lookAt(
  prepared: Prepared,
  arranged: readonly Diagnostic[],
  executor: Executor,
  options: ExecuteOptions,
  io: Io,
  approved: Approved | undefined,
): Look {
  const { collector } = prepared;
  const { words } = executor;
  const { plan } = approved ?? prepared;
  const output = planOutput(
    { ...prepared, plan },
    [...collector.diagnostics.filter(executor.concerns), ...arranged],
    options,
    io,
  );
  const stopWith = (stop: ExitCode, why: string): Look => {
    output.refuse(why);
    return { plan, output, stop };
  };
  if (collector.diagnostics.some(({ code }) => code === 'digest-differs')) {
    output.show();
    return stopWith(EXIT.stale, words.nothingDone);
  }
  if (collector.failed) {
    const { why, code } = notPlanned(collector.diagnostics, words.hasErrors, options.prune);
    // An error may be in the way of some changes of a plan that was approved: the others are made.
    if (!approved || code === EXIT.server) return stopWith(code, why);
  }
  output.show();
  if (arranged.some(({ severity }) => severity === 'error'))
    return stopWith(EXIT.findings, words.nothingDone);
  const asked = afterAsking(prepared);
  if (asked) return stopWith(asked.code, `${asked.why} ${words.nothingDone}`);
  const brake = executor.stoppedBy(plan);
  if (brake !== undefined) return stopWith(EXIT.brake, brake);
  if (collector.braked)
    return stopWith(EXIT.brake, `${words.nothingDone} Each error above names the option that lets it pass.`);
  return { plan, output, stop: undefined };
}

async function readAgain(prepared: Prepared, io: Io): Promise<Prepared> {
  io.status('reading once more what the server has');
  const now = await prepared.prepareAgain();
  io.status('');
  return now;
}

/** Runs what of an approved plan may still be run, and says what not. */
async function runApproved({ ready, ...since }: StillApproved, executor: Executor): Promise<ApplyOutcome> {
  const outcome = await executor.run(ready, since);
  return { ...outcome, diagnostics: [...outcome.diagnostics, ...since.unapproved] };
}

/** Asks whether the plan is to be run, or only says what else could be done, where nobody is asked. */
async function askOrMention(
  prepared: Prepared,
  words: Executor['words'],
  io: Io,
  isAsked: boolean,
  { quiet }: Shown,
): Promise<Answer | undefined> {
  if (isAsked) return ask(prepared, words, io);
  // For people: with --format json, nobody would know what the line is.
  if (words.mention !== '' && !quiet && !prepared.format.write) io.out(words.mention);
  return undefined;
}

/** Asks whether the plan is to be run. Throws a UsageError where there is nobody to ask. */
async function ask({ connection }: Prepared, words: Executor['words'], io: Io): Promise<Answer> {
  if (!io.isInteractive)
    throw new UsageError('there is no terminal to ask on', `use --yes to ${words.withoutQuestion}`);
  const mention = words.mention === '' ? '' : `${words.mention} `;
  const answer = await io.confirm(`${mention}${words.question} (y/N) `);
  connection.log.say('question', { answer });
  return answer;
}

/** Whether the plan could not be shown: then nobody knows what would be done. */
async function isOutputGone(io: Io): Promise<boolean> {
  await io.flush();
  let isGone = false;
  io.onInterrupt((by) => (isGone ||= by === 'output'))();
  return isGone;
}

function exitCodeOf({ interrupted, outcomes, diagnostics }: ApplyOutcome, leftAlone: number): ExitCode {
  if (interrupted) return EXIT.interrupted;
  if (outcomes.some((one) => one.state === 'skipped' && one.because.kind === 'unreachable'))
    return EXIT.server;
  if (diagnostics.some(({ code }) => code === 'change-stale')) return EXIT.stale;
  if (outcomes.some((one) => one.state === 'skipped' && one.because.kind === 'lock-lost')) return EXIT.stale;
  if (outcomes.some((one) => one.state === 'failed' || one.state === 'unknown')) return EXIT.findings;
  // What was made twice is a finding about changes that were made.
  if (diagnostics.some((one) => one.severity === 'error')) return EXIT.findings;
  return leftAlone > 0 ? EXIT.brake : EXIT.fine;
}
