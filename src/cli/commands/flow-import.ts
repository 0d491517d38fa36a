import { basename } from 'node:path';
import type { ApplyOutcome } from '../../apply/outcome.ts';
import { secretTexts } from '../../apply/decode-change.ts';
import { withoutSecrets } from '../../apply/failure.ts';
import { requestsSince } from '../../apply/requests-since.ts';
import type { Json } from '../../catalog/model.ts';
import { ApiError } from '../../client/api-error.ts';
import { type LogLine, logLines } from '../../client/log-lines.ts';
import { toDiagnostic } from '../../diagnostics/collector.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import type { Code } from '../../diagnostics/codes.ts';
import type { Diagnostic, EntryRef } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import { placeOf, type Sources } from '../../plan/sources.ts';
import type { Place } from '../../source/source-file.ts';
import { formatOutcome, formatOutcomeSummary } from '../../report/format-outcome.ts';
import { formatPlan, formatPlanSummary } from '../../report/format-plan.ts';
import { formatPlanJson } from '../../report/plan-json.ts';
import { printDiagnostics, shownDiagnostics } from '../check.ts';
import { emptyPlan } from '../empty-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findFiles } from '../files.ts';
import type { Io } from '../io.ts';
import { type PlanOptions, type Prepared, preparePlan } from '../prepare.ts';
import type { Planned } from '../run-plan.ts';
import { exportedModel } from './flow-export.ts';

export interface FlowImportOptions extends PlanOptions {
  readonly yes?: boolean;
}

/**
 * What is said of literal primary keys is about our own apply: the server's importer gives new objects the
 * keys of the file.
 */
const OF_OUR_APPLY: ReadonlySet<Code> = new Set<Code>(['pk-literal', 'reference-literal']);

/**
 * `ak-blueprint flow import`: shows our own plan of a file, asks, and has the server's importer take the
 * file, in one transaction. Exit 1 when it did not, 6 when a protected object would change, which the
 * importer does not leave alone.
 */
export async function flowImport(path: string, options: FlowImportOptions, io: Io): Promise<ExitCode> {
  if ((options.context ?? []).length > 0 || options.contextFile !== undefined)
    throw new UsageError("the server's importer takes no context", 'write it into the file, or use apply');
  const text = await readOnce(path, io);
  const used: Io = { ...io, readStdin: () => Promise.resolve(Buffer.from(text)) };
  const prepared = await preparePlan([path], options, used);
  const {
    collector,
    connection: { client },
  } = prepared;
  const findings = collector.diagnostics.filter(({ code }) => !OF_OUR_APPLY.has(code));
  const plan = prepared.plan ?? emptyPlan(prepared.catalog.release);
  if (collector.failed)
    return refuse(
      prepared,
      plan,
      findings,
      options,
      io,
      'The file has errors; nothing was imported.',
      EXIT.findings,
    );
  if (prepared.format === 'pretty') show(plan, prepared, options, io);
  if (plan.summary.leftAlone > 0)
    return refuse(
      prepared,
      plan,
      findings,
      options,
      io,
      "The server's importer would change what is protected; nothing was imported.",
      EXIT.brake,
    );
  if (prepared.format === 'pretty') printDiagnostics(findings, options, io);
  const pending = plan.changes.filter((change) => change.action !== 'noop');
  if (pending.length > 0 && !options.yes) {
    if (!io.isInteractive)
      throw new UsageError('there is no terminal to ask on', 'use --yes to import without a question');
    if (!(await io.confirm(`Have the importer of ${client.url} do this, all of it or nothing? (y/N) `))) {
      io.err('Nothing was imported.');
      return EXIT.fine;
    }
  }
  const before = client.requests();
  const started = performance.now();
  const problems =
    pending.length === 0
      ? []
      : await upload(prepared, exportedModel(prepared.catalog).files.import, path, text, plan);
  const left = problems.length === 0 && pending.length > 0 ? leftOver(await prepared.planAgain()) : [];
  await prepared.connection.close();
  const after = client.requests();
  const outcome: ApplyOutcome = {
    outcomes: pending.map((change) =>
      problems.length > 0
        ? { state: 'failed', change, made: undefined, diagnostics: [] }
        : { state: 'applied', change, made: undefined, seconds: 0 },
    ),
    diagnostics: [...problems, ...left],
    interrupted: false,
    requests: requestsSince(before, after),
    seconds: (performance.now() - started) / 1000,
  };
  if (prepared.format === 'json')
    io.out(
      formatPlanJson(
        plan,
        shownDiagnostics([...findings, ...outcome.diagnostics], { ...options, verbose: true }),
        after,
        prepared.seconds + outcome.seconds,
        outcome,
      ),
    );
  else if (problems.length > 0) {
    printDiagnostics(problems, options, io);
    io.err('Nothing was imported.');
  } else if (pending.length > 0) {
    io.out(formatOutcome(outcome, io.paintOut));
    printDiagnostics(left, options, io);
    io.out(formatOutcomeSummary(outcome, io.paintOut));
  }
  return problems.length > 0 ? EXIT.findings : EXIT.fine;
}

/** The text of one file, whose bytes may come but once. */
async function readOnce(path: string, io: Io): Promise<string> {
  const [file, ...others] = await findFiles([path], io);
  if (!file || others.length > 0 || file.walked) throw new UsageError(`${path} is not one file`);
  return new TextDecoder().decode(await file.bytes());
}

function show(
  plan: Plan,
  { seconds, connection: { client } }: Prepared,
  options: FlowImportOptions,
  io: Io,
): void {
  const shown = formatPlan(plan, io.paintOut, options.verbose);
  if (shown !== '') io.out(shown);
  io.out(formatPlanSummary(plan, client.requests(), seconds, io.paintOut));
}

function refuse(
  { format, seconds, connection: { client } }: Prepared,
  plan: Plan,
  findings: readonly Diagnostic[],
  options: FlowImportOptions,
  io: Io,
  why: string,
  code: ExitCode,
): ExitCode {
  if (format === 'json')
    io.out(
      formatPlanJson(
        plan,
        shownDiagnostics(findings, { ...options, verbose: true }),
        client.requests(),
        seconds,
      ),
    );
  else {
    printDiagnostics(findings, options, io);
    io.err(why);
  }
  return code;
}

/**
 * Sends the file; gives what the importer has against it. `success` in the answer decides, whatever its
 * status (rest-api-2023-vs-2025, point 39).
 */
async function upload(
  { sources, connection: { client } }: Prepared,
  to: string,
  path: string,
  text: string,
  plan: Plan,
): Promise<Diagnostic[]> {
  const place = placeOf(sources, plan.changes.find((change) => change.place)?.place);
  const at = place ? { place: { file: place.file, span: { start: 0, end: 0 } } } : {};
  try {
    const { success, logs } = asRow(
      await client.upload(to, { name: path === '-' ? 'flow.yaml' : basename(path), text }),
    );
    if (success === true) return [];
    const said = logLines(logs);
    const about = said.flatMap((line) => entryMeant(line, plan, sources))[0] ?? at;
    return [
      toDiagnostic({
        code: 'import-failed',
        message: "the server's importer did not take the file",
        ...about,
        notes: said.map(({ text: line }) => ({
          message: `the server says: ${withoutSecrets(secretTexts(plan.changes, sources), line)}`,
        })),
        hint:
          said.length > 0
            ? 'mend what the server names; it kept nothing of the file'
            : 'the server kept nothing of the file; its log says why',
      }),
    ];
  } catch (error) {
    if (!(error instanceof ApiError) || !['crashed', 'invalid'].includes(error.kind)) throw error;
    return [
      toDiagnostic({
        code: 'import-failed',
        message: `the server's importer did not take the file: ${error.message}`,
        ...at,
        hint: 'the server kept nothing of the file, and gives no reason; apply does, since it writes one object after the other',
      }),
    ];
  }
}

/**
 * Where the entry stands that the importer has something against: the one of this model whose fields have
 * these values.
 */
function entryMeant(
  { entry }: LogLine,
  plan: Plan,
  sources: Sources,
): { readonly place: Place; readonly entry: EntryRef | undefined }[] {
  if (!entry) return [];
  const asked = Object.entries(asRow(entry.identifiers)).filter(
    ([name, value]) => name !== 'pk' && typeof value !== 'object',
  );
  const meant = plan.changes.filter(
    (change) =>
      change.model === entry.model &&
      asked.length > 0 &&
      asked.every(([name, value]) => (change.body[name] ?? change.before?.[name]) === value),
  );
  const [only] = meant;
  const place = placeOf(sources, only?.place);
  return place && meant.length === 1 ? [{ place, entry: only?.entry }] : [];
}

/** What a plan of the file would still change now that the importer is through. */
function leftOver({ plan, sources }: Planned): Diagnostic[] {
  return plan.changes
    .filter((change) => change.action !== 'noop' && !change.leftAlone)
    .map((change) =>
      toDiagnostic({
        code: 'answer-differs',
        message: `the importer did not make ${change.model} ${change.key} as the file says: ${change.fields.map((field) => field.path).join(', ') || change.action}`,
        hint: 'a plan of the file shows what is different',
        place: placeOf(sources, change.place),
        entry: change.entry,
      }),
    );
}

function asRow(value: Json): { readonly [field: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
