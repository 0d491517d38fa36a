import { formatPlan, formatPlanSummary } from '../../report/format-plan.ts';
import { formatPlanJson } from '../../report/plan-json.ts';
import { printDiagnostics, shownDiagnostics } from '../check.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { type PlanOptions, preparePlan } from '../prepare.ts';
import { emptyPlan } from '../empty-plan.ts';

export interface PlanCommandOptions extends PlanOptions {
  readonly detailedExitcode?: boolean;
}

/** `ak-blueprint plan`: shows what apply would do; sends only GET. */
export async function plan(paths: readonly string[], options: PlanCommandOptions, io: Io): Promise<ExitCode> {
  const prepared = await preparePlan(paths, options, io);
  const {
    collector,
    seconds,
    connection: { client },
  } = prepared;
  const planned = prepared.plan ?? emptyPlan(prepared.catalog.release);
  if (prepared.format === 'json')
    io.out(
      formatPlanJson(
        planned,
        shownDiagnostics(collector.diagnostics, { ...options, verbose: true }),
        client.requests(),
        seconds,
      ),
    );
  else {
    const shown = collector.failed ? '' : formatPlan(planned, io.paintOut, options.verbose);
    if (shown !== '') io.out(shown);
    printDiagnostics(collector.diagnostics, options, io);
    if (collector.failed) io.err('The blueprints have errors; nothing can be planned until they are gone.');
    else io.out(formatPlanSummary(planned, client.requests(), seconds, io.paintOut));
  }
  if (collector.failed) return EXIT.findings;
  const pending = planned.summary.create + planned.summary.update + planned.summary.delete > 0;
  return pending && options.detailedExitcode ? EXIT.pending : EXIT.fine;
}
