import { basename } from 'node:path';
import { importFile } from '../../apply/import-file.ts';
import type { Code } from '../../diagnostics/codes.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { ALLOW_PATH, boundsOf, LEADS_OUT } from '../bounds.ts';
import { whyStopping } from '../../report/format-outcome.ts';
import { execute, type Executor } from '../execute.ts';
import type { ExitCode } from '../exit-code.ts';
import { findFiles } from '../files.ts';
import type { Interruption, Io } from '../io.ts';
import type { LockOptions } from '../ownership.ts';
import type { PlanOptions } from '../plan-options.ts';
import { preparePlan } from '../prepare.ts';
import { openProject } from '../project.ts';
import { ended } from '../server.ts';
import { exportedModel } from './flow-export.ts';

/** Options of `ak-blueprint flow import`. */
export interface FlowImportOptions extends PlanOptions, LockOptions {
  readonly yes?: boolean;
}

/**
 * Findings about literal primary keys concern only our own apply: the server's importer gives new objects the
 * keys of the file.
 */
const OF_OUR_APPLY: ReadonlySet<Code> = new Set<Code>(['pk-literal', 'reference-literal']);

/**
 * `ak-blueprint flow import`: shows our plan of a file, asks, and has the server's importer apply the file in
 * one transaction. It does nothing when a protected object would change, since the importer would change it.
 */
export async function flowImport(path: string, options: FlowImportOptions, io: Io): Promise<ExitCode> {
  if (options.context.length > 0 || options.contextFile !== undefined)
    throw new UsageError('an import is sent without a context', 'write it into the file, or use apply');
  const text = await readOnce(path, options, io);
  const used: Io = { ...io, readStdin: () => Promise.resolve(Buffer.from(text)) };
  const prepared = await preparePlan([path], options, used);
  const { client, interrupts, mostSeconds } = prepared.connection;
  const executor: Executor = {
    words: {
      mention: '',
      question: `Have the importer of ${client.url} do this, all of it or nothing?`,
      withoutQuestion: 'import without a question',
      nothingDone: 'Nothing was imported.',
      hasErrors: 'The file has errors; nothing was imported.',
    },
    concerns: ({ code }) => !OF_OUR_APPLY.has(code),
    stoppedBy: ({ summary }) =>
      summary.leftAlone > 0
        ? "The server's importer would change what is protected; nothing was imported."
        : undefined,
    run: ({ plan, sources, catalog, ownership, planAgain }, since) =>
      interrupts.whileWriting({ words: stoppingImport, mostSeconds }, async () => {
        await ownership.write(undefined);
        ownership.sayWhatIsOff();
        return importFile(plan, {
          client,
          sources,
          path: exportedModel(catalog).files.import,
          file: { name: path === '-' ? 'flow.yaml' : basename(path), text },
          planAgain,
          moved: since.moved,
          isApproved: since.moved.size + since.unapproved.length === 0,
          now: () => performance.now(),
        });
      }),
  };
  return ended(prepared.connection, await execute(prepared, executor, options, io));
}

function stoppingImport(by: Interruption, seconds: number): string {
  return `${whyStopping(by)}: waiting for the server's importer, for at most ${seconds} s. Interrupt again to stop at once.`;
}

/** The text of one file, which may be readable only once (standard input). */
async function readOnce(path: string, options: FlowImportOptions, io: Io): Promise<string> {
  const bounds = boundsOf(
    openProject(options, io, () => undefined),
    options,
    io,
  );
  const refuse = (): never => {
    throw new UsageError(`${path} ${LEADS_OUT}`, ALLOW_PATH);
  };
  const [file, ...others] = findFiles([path], io, bounds, refuse);
  if (!file || others.length > 0 || file.walked) throw new UsageError(`${path} is not one file`);
  return new TextDecoder().decode(await file.bytes());
}
