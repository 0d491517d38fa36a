import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { messageOf, UsageError } from '../../diagnostics/errors.ts';
import { isPlanCode } from '../../diagnostics/plan-codes.ts';
import { explain } from '../../drift/explained.ts';
import { findDifferences, type Found } from '../../drift/find-differences.ts';
import { readDrift } from '../../drift/read-drift.ts';
import type { Child } from '../../plan/unmanaged/report-children.ts';
import type { DriftReport } from '../../report/drift-report.ts';
import { summaryWords } from '../../report/drift-words.ts';
import { maskDrift } from '../../report/mask-drift.ts';
import { maskHead } from '../../report/mask-plan.ts';
import { clean } from '../../source/clean.ts';
import { printDiagnostics, shownDiagnostics } from '../check.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { DRIFT_FORMATS, loadFormat, type Write } from '../formats.ts';
import { IN_FILE, type Io, screenOf } from '../io.ts';
import { show } from '../masked-io.ts';
import { lastRun } from '../last-run.ts';
import { notPlanned } from '../not-planned.ts';
import type { PlanOptions } from '../plan-options.ts';
import { type Prepared, preparePlan } from '../prepare.ts';
import { openProject } from '../project.ts';
import { ended, usingConnection } from '../server.ts';
import { writeWhole } from '../write-file.ts';

/** Options of `ak-blueprint drift`. */
export interface DriftOptions
  extends Omit<
    PlanOptions,
    'allowProtected' | 'prune' | 'allowCascade' | 'secrets' | 'allowLockout' | 'allowChanges' | 'maxDeletes'
  > {
  /** Of so many objects the events are read. */
  readonly events: number;
  /** The file for the report. */
  readonly out?: string;
}

/** Where the report goes, and how it is written. */
interface Output {
  readonly write: Write<DriftReport>;
  readonly options: DriftOptions;
  readonly io: Io;
}

/** What every report has. */
interface Begun {
  readonly checkedAt: number;
  readonly started: number;
  readonly project: string | undefined;
}

/** A check that did not come to its end, and how the command ends. */
interface NotChecked {
  readonly problem: string;
  readonly code: ExitCode;
}

/**
 * `ak-blueprint drift`: what differs between the files and a server, who did it and when. Sends only GET. Exit 2 where
 * something differs. A check that fails is reported as well, so that whoever reads the report sees that it is no
 * news.
 */
export async function drift(paths: readonly string[], options: DriftOptions, io: Io): Promise<ExitCode> {
  if (options.out !== undefined && options.out.trim() === '')
    throw new UsageError('--out names no file', 'name one, or leave it out');
  const output: Output = { write: await loadFormat(DRIFT_FORMATS, options.format), options, io };
  const begin = { checkedAt: Date.now(), started: performance.now() };
  let project: string | undefined;
  try {
    const opened = openProject(options, io, () => undefined)?.project;
    project = opened?.identity?.name;
    const isOwned =
      paths.length === 0 &&
      (options.only ?? []).length === 0 &&
      opened?.identity !== undefined &&
      opened.inventory !== 'off' &&
      opened.files.length > 0;
    return await check(paths, isOwned, { ...begin, project }, output);
  } catch (error) {
    await failed({ ...begin, project }, messageOf(error), output);
    throw error;
  }
}

async function check(
  paths: readonly string[],
  isOwned: boolean,
  begun: Begun,
  output: Output,
): Promise<ExitCode> {
  const { options, io } = output;
  const prepared = await preparePlan(
    paths,
    {
      ...options,
      format: 'pretty',
      prune: isOwned,
      allowProtected: [],
      allowCascade: [],
      secrets: 'on-change',
      // Nothing is done, so nobody need look at what doing it would break.
      allowLockout: true,
    },
    io,
  );
  const { connection, plan } = prepared;
  const found = findDifferences(plan);
  const { findings, renamed, children } = explain(
    prepared.collector.diagnostics,
    found,
    prepared.children ?? [],
  );
  const bad = findings.some(({ severity }) => severity === 'error') ? notChecked(findings) : undefined;
  const saw = { found, findings, renamed, children, isOwned, problem: bad?.problem };
  // With errors in the files nothing was planned; with others, it is known of what was.
  const report =
    bad && plan.changes.length === 0
      ? undefined
      : await usingConnection(connection, () => look(prepared, saw, begun, output));
  connection.interrupts.end();
  io.status('');
  // What the files show by themselves is for `validate`: a schedule would tell it every time.
  const told = findings.filter(({ code, severity }) => severity === 'error' || isPlanCode(code));
  printDiagnostics(options.verbose ? findings : told, options, io);
  if (report) await put(report, output);
  else if (bad) await failed(begun, bad.problem, output);
  if (bad) io.err(bad.problem);
  return ended(connection, bad?.code ?? (found.length > 0 ? EXIT.pending : EXIT.fine));
}

/** What a plan says of what differs. */
interface Saw {
  readonly found: readonly Found[];
  readonly findings: readonly Diagnostic[];
  readonly renamed: ReadonlySet<string>;
  readonly children: readonly Child[];
  readonly isOwned: boolean;
  readonly problem: string | undefined;
}

function notChecked(found: readonly Diagnostic[]): NotChecked {
  const { why, code } = notPlanned(
    found,
    'The blueprints have errors; what differs is not known until they are gone.',
    false,
  );
  return { problem: why, code };
}

async function look(
  { connection, catalog, head, plan, ownership }: Prepared,
  { found, findings, renamed, children, isOwned, problem }: Saw,
  { checkedAt, started, project }: Begun,
  { options, io }: Output,
): Promise<DriftReport> {
  const { client } = connection;
  const { against } = options;
  if (against === undefined) io.status('asking the server who changed what');
  const { inventory: owned } = ownership;
  const isAsked = against === undefined && found.length + children.length > 0;
  const drift = await readDrift(client, {
    plan,
    found,
    renamed,
    children,
    catalog,
    owned,
    isOwned: isOwned && owned !== undefined,
    user: head.user.username,
    lastRun: isAsked ? await lastRun(client, catalog, project) : undefined,
    most: against === undefined ? options.events : 'offline',
  });
  const seconds = (performance.now() - started) / 1000;
  const serverTime = client.serverTime();
  return {
    // By the clock of the server, as events are.
    checkedAt: serverTime === undefined ? checkedAt : serverTime - seconds * 1000,
    seconds,
    project: project === undefined ? undefined : io.secrets.mask(project),
    drift: maskDrift(drift, io.secrets),
    problem,
    head: maskHead(head, io.secrets),
    against,
    diagnostics: shownDiagnostics(findings, { verbose: true }, io.secrets),
    requests: client.requests(),
  };
}

/** Reports a check that failed, to whoever waits for a report: programs, and readers of a file. */
async function failed(begun: Begun, problem: string, output: Output): Promise<void> {
  const { options, io } = output;
  if (options.format === 'pretty' && options.out === undefined) return;
  await put(
    {
      drift: undefined,
      checkedAt: begun.checkedAt,
      seconds: (performance.now() - begun.started) / 1000,
      project: begun.project === undefined ? undefined : io.secrets.mask(begun.project),
      problem: io.secrets.mask(problem),
    },
    output,
  );
}

/** Writes a report to its file, or to standard output. */
async function put(report: DriftReport, { write, options, io }: Output): Promise<void> {
  const { out, format } = options;
  const text = write(report, out === undefined ? screenOf(io) : IN_FILE);
  if (out === undefined) {
    if (format === 'pretty') show(text, io);
    else io.out(text);
    return;
  }
  await writeWhole(resolve(io.cwd, out), `${text}\n`, undefined);
  if (report.drift && !options.quiet) io.err(`Wrote ${clean(out)}. ${summaryWords(report.drift)}`);
}
