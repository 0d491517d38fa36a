import type { ApplyOutcome } from '../apply/outcome.ts';
import { isLeftOut } from '../catalog/newer-release.ts';
import { UsageError } from '../diagnostics/errors.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../plan/value/plan.ts';
import type { Verbosity } from './check.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { notPlanned } from './not-planned.ts';
import { planOutput } from './plan-output.ts';
import type { Prepared } from './prepare.ts';
import { usingConnection } from './server.ts';

/** A way to run a plan: by our own writes, or by the server's importer. */
export interface Executor {
  readonly words: {
    /** The question before anything is done. */
    readonly question: string;
    /** What `--yes` does, for the hint where nobody can be asked. */
    readonly withoutQuestion: string;
    readonly nothingDone: string;
    readonly hasErrors: string;
  };
  /** Whether a finding of the plan concerns this way of running it. */
  readonly concerns: (finding: Diagnostic) => boolean;
  /** Why it must not start, since it would not do exactly what the plan says; undefined when it may. */
  readonly stoppedBy: (plan: Plan) => string | undefined;
  /** Runs the plan. Throws an ApiError when the server cannot be reached at all. */
  readonly run: (prepared: Prepared) => Promise<ApplyOutcome>;
}

/**
 * Shows a plan, asks, runs it and shows the outcome. Exit 1 when the blueprints have errors, the question was
 * declined, a change failed or may have, something was made twice, or something was left out because the release
 * is not known, 130 when it was interrupted, 4 when the server could not be reached any more
 * or does not show what a plan needs, 6 when a change of a
 * protected object was prevented.
 */
export async function execute(
  prepared: Prepared,
  executor: Executor,
  options: Verbosity & { readonly yes?: boolean },
  io: Io,
): Promise<ExitCode> {
  const { collector, plan, connection } = prepared;
  const { words } = executor;
  const output = planOutput(prepared, collector.diagnostics.filter(executor.concerns), options, io);
  if (collector.failed) {
    const { why, code } = notPlanned(collector.diagnostics, words.hasErrors);
    output.refuse(why);
    return code;
  }
  output.show();
  const brake = executor.stoppedBy(plan);
  if (brake !== undefined) {
    output.refuse(brake);
    return EXIT.brake;
  }
  if (collector.braked) {
    output.refuse(`${words.nothingDone} Each error above names the option that lets it pass.`);
    return EXIT.brake;
  }
  const { create, update, delete: gone, leftAlone } = plan.summary;
  const hasWork = create + update + gone > 0;
  if (hasWork && !options.yes) {
    if (!io.isInteractive)
      throw new UsageError('there is no terminal to ask on', `use --yes to ${words.withoutQuestion}`);
    const answer = await io.confirm(`${words.question} (y/N) `);
    connection.log.say('question', { answer });
    if (answer !== 'yes') {
      io.err(words.nothingDone);
      return answer === 'no' ? EXIT.findings : EXIT.interrupted;
    }
  }
  if (hasWork && (await isOutputGone(io))) {
    io.orElsewhere.err(words.nothingDone);
    return EXIT.interrupted;
  }
  const outcome = await usingConnection(connection, () => executor.run(prepared));
  // The report is owed, whatever becomes of the connection.
  try {
    await connection.close();
  } finally {
    output.end(outcome, words.nothingDone);
  }
  if (outcome.bug !== undefined) throw outcome.bug;
  const code = exitCodeOf(outcome, leftAlone);
  if (code !== EXIT.fine || !collector.diagnostics.some(isLeftOut)) return code;
  io.err(
    'Not all was done: what this version does not know of the release was left out. Let the token read the API document of the server (api/v3/schema/), or update ak-blueprint.',
  );
  return EXIT.findings;
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
  if (outcomes.some((one) => one.state === 'stale')) return EXIT.stale;
  if (outcomes.some((one) => one.state === 'failed' || one.state === 'unknown')) return EXIT.findings;
  // What was made twice is a finding about changes that were made.
  if (diagnostics.some((one) => one.severity === 'error')) return EXIT.findings;
  return leftAlone > 0 ? EXIT.brake : EXIT.fine;
}
