import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { notPlanned } from '../not-planned.ts';
import { planOutput } from '../plan-output.ts';
import { type PlanOptions, type Prepared, preparePlan } from '../prepare.ts';
import { ended } from '../server.ts';

/** Options of `ak-blueprint plan`. */
export interface PlanCommandOptions extends PlanOptions {
  readonly detailedExitcode?: boolean;
}

/** `ak-blueprint plan`: shows what apply would do; sends only GET. */
export async function plan(paths: readonly string[], options: PlanCommandOptions, io: Io): Promise<ExitCode> {
  const prepared = await preparePlan(paths, options, io);
  return ended(prepared.connection, report(prepared, options, io));
}

function report(prepared: Prepared, options: PlanCommandOptions, io: Io): ExitCode {
  const { collector, connection } = prepared;
  connection.interrupts.end();
  const output = planOutput(prepared, collector.diagnostics, options, io);
  if (collector.failed) {
    const { why, code } = notPlanned(
      collector.diagnostics,
      'The blueprints have errors; nothing can be planned until they are gone.',
      options.prune,
    );
    output.refuse(why);
    return code;
  }
  output.show();
  output.end();
  if (collector.braked) return EXIT.brake;
  const { create, update, delete: gone } = prepared.plan.summary;
  return options.detailedExitcode && create + update + gone > 0 ? EXIT.pending : EXIT.fine;
}
