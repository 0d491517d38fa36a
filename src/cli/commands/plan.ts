import { UsageError } from '../../diagnostics/errors.ts';
import { clean } from '../../source/clean.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { notPlanned } from '../not-planned.ts';
import { planOutput } from '../plan-output.ts';
import type { PlanOptions } from '../plan-options.ts';
import { type Prepared, preparePlan } from '../prepare.ts';
import { savePlan } from '../save-plan.ts';
import { ended, usingConnection } from '../server.ts';
import { afterAsking, type VerifyOption, verified } from '../verify-plan.ts';

/** Options of `ak-blueprint plan`. */
export interface PlanCommandOptions extends PlanOptions, VerifyOption {
  readonly detailedExitcode?: boolean;
  /** The file to save the plan to. */
  readonly out?: string;
}

/** `ak-blueprint plan`: shows what apply would do; sends only GET, but to ask the server what it thinks of it. */
export async function plan(paths: readonly string[], options: PlanCommandOptions, io: Io): Promise<ExitCode> {
  if (options.out !== undefined && paths.includes('-'))
    throw new UsageError(
      'a plan of standard input cannot be saved: apply reads the files again',
      'write the blueprint to a file',
    );
  if (options.users && !options.unmanaged)
    throw new UsageError('--users says what --unmanaged lists', 'add --unmanaged');
  const prepared = await verified(await preparePlan(paths, options, io), options, io);
  const { connection } = prepared;
  if (options.against !== undefined)
    io.err(`Planned against the snapshot ${clean(options.against)}; nothing was asked of the server.`);
  const code = report(prepared, options, io);
  if (options.out !== undefined && !prepared.collector.failed) {
    const file = options.out;
    await usingConnection(connection, () => savePlan(file, prepared, { paths, options }, io));
  }
  return ended(connection, code);
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
  const asked = afterAsking(prepared);
  if (asked !== undefined) return asked.code;
  if (collector.braked) return EXIT.brake;
  const { create, update, delete: gone } = prepared.plan.summary;
  return options.detailedExitcode && create + update + gone > 0 ? EXIT.pending : EXIT.fine;
}
