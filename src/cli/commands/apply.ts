import { applyPlan } from '../../apply/apply-plan.ts';
import type { ApplyOutcome } from '../../apply/outcome.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import type { Plan } from '../../plan/plan.ts';
import { formatOutcome, formatOutcomeSummary, formatProgress } from '../../report/format-outcome.ts';
import { formatPlan, formatPlanSummary } from '../../report/format-plan.ts';
import { formatPlanJson } from '../../report/plan-json.ts';
import { printDiagnostics, shownDiagnostics } from '../check.ts';
import { emptyPlan } from '../empty-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { type PlanOptions, type Prepared, preparePlan } from '../prepare.ts';
import { wholeNumber } from '../server.ts';

export interface ApplyOptions extends PlanOptions {
  readonly yes?: boolean;
  readonly wait?: string;
}

/**
 * `ak-blueprint apply`: plans, asks, and does it. Exit 1 when a change failed, 4 when the server went away, 6
 * when a protected object was left alone.
 */
export async function apply(paths: readonly string[], options: ApplyOptions, io: Io): Promise<ExitCode> {
  const waitSeconds = wholeNumber('--wait', options.wait ?? '300', 1, 86_400);
  const prepared = await preparePlan(paths, options, io);
  const { collector, plan, format, seconds, connection } = prepared;
  if (!plan || collector.failed) return refuse(prepared, plan, options, io);
  const pending = plan.summary.create + plan.summary.update + plan.summary.delete;
  if (format === 'pretty') {
    const shown = formatPlan(plan, io.paintOut, options.verbose);
    if (shown !== '') io.out(shown);
    printDiagnostics(collector.diagnostics, options, io);
    io.out(formatPlanSummary(plan, connection.client.requests(), seconds, io.paintOut));
  }
  if (pending > 0 && !options.yes) {
    if (!io.isInteractive)
      throw new UsageError('there is no terminal to ask on', 'use --yes to apply without a question');
    if (!(await io.confirm(`Do this on ${connection.client.url}? (y/N) `))) {
      io.err('Nothing was changed.');
      return EXIT.fine;
    }
  }
  const outcome = await run(plan, prepared, { ...options, waitSeconds }, io);
  await connection.close();
  if (format === 'json')
    io.out(
      formatPlanJson(
        plan,
        shownDiagnostics([...collector.diagnostics, ...outcome.diagnostics], { ...options, verbose: true }),
        connection.client.requests(),
        seconds + outcome.seconds,
        outcome,
      ),
    );
  else if (pending > 0) {
    io.out(formatOutcome(outcome, io.paintOut));
    printDiagnostics(outcome.diagnostics, options, io);
    io.out(formatOutcomeSummary(outcome, io.paintOut));
  }
  if (outcome.interrupted) return EXIT.interrupted;
  if (outcome.outcomes.some((one) => one.state === 'skipped' && one.because.kind === 'unreachable'))
    return EXIT.server;
  if (outcome.outcomes.some((one) => one.state === 'failed')) return EXIT.findings;
  return plan.summary.leftAlone > 0 ? EXIT.brake : EXIT.fine;
}

/** Runs the plan with a progress line; Ctrl-C lets what is in flight finish. */
async function run(
  plan: Plan,
  { catalog, sources, connection: { client } }: Prepared,
  options: ApplyOptions & { readonly waitSeconds: number },
  io: Io,
): Promise<ApplyOutcome> {
  const stop = new AbortController();
  const release = io.onInterrupt(() => {
    if (!stop.signal.aborted) io.err('\nStopping: what is in flight is finished, nothing new is started.');
    stop.abort();
  });
  try {
    return await applyPlan(plan, {
      client,
      catalog,
      sources,
      parallelism: Number(options.parallelism ?? '4'),
      signal: stop.signal,
      waitSeconds: options.waitSeconds,
      now: () => performance.now(),
      onProgress: (progress) => io.status(formatProgress(progress, io.columns)),
    });
  } finally {
    release();
    io.status('');
  }
}

function refuse(
  { collector, catalog, format, seconds, connection: { client } }: Prepared,
  plan: Plan | undefined,
  options: ApplyOptions,
  io: Io,
): ExitCode {
  if (format === 'json')
    io.out(
      formatPlanJson(
        plan ?? emptyPlan(catalog.release),
        shownDiagnostics(collector.diagnostics, { ...options, verbose: true }),
        client.requests(),
        seconds,
      ),
    );
  else {
    printDiagnostics(collector.diagnostics, options, io);
    io.err('The blueprints have errors; nothing was changed.');
  }
  return EXIT.findings;
}
