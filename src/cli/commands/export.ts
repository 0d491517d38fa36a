import { readSnapshot } from '../../actual/read.ts';
import { emptySnapshot, type ReadAnswers, type Snapshot } from '../../actual/snapshot.ts';
import { bundledIn } from '../../catalog/bundled.ts';
import type { Catalog } from '../../catalog/model.ts';
import { resolveModel } from '../../catalog/resolve-model.ts';
import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import { Collector, type Report } from '../../diagnostics/collector.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { buildExport } from '../../export/build-export.ts';
import type { ExportResult } from '../../export/export-result.ts';
import { headNames } from '../../export/head-names.ts';
import { exportQuestions, furtherQuestions } from '../../export/questions.ts';
import type { ExportScope } from '../../export/wish.ts';
import { formatExport } from '../../report/format-export.ts';
import type { PathOptions } from '../bounds.ts';
import { loadBundled } from '../catalogs.ts';
import { printDiagnostics } from '../check.ts';
import { declaredBy } from '../declared-by.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { chooseFormat, EXPORT_FORMATS } from '../formats.ts';
import { type Io, screenOf } from '../io.ts';
import { show } from '../masked-io.ts';
import { type OpenSnapshot, openSnapshot } from '../open-snapshot.ts';
import { withOfferedLists } from '../offered-lists.ts';
import { connect, type Connection, ended, type ServerOptions, usingConnection } from '../server.ts';
import { reportOtherRelease } from '../server-findings.ts';
import { serverCatalog } from '../target.ts';
import { writeExport } from '../write-export.ts';

/** Options of `ak-blueprint export`. */
export interface ExportOptions extends ServerOptions, PathOptions {
  readonly all?: boolean;
  readonly application?: string;
  readonly flow?: string;
  readonly model?: string;
  /** A snapshot in a file, in place of a server. */
  readonly from?: string;
  readonly out?: string;
  readonly against?: readonly string[];
  readonly users?: boolean;
  readonly bundled?: boolean;
  readonly secrets: 'none' | 'env-file';
  readonly force?: boolean;
  readonly format: string;
}

/**
 * `ak-blueprint export`: what a server has, as blueprints. Sends only GET. Exit 1 when something that should be in
 * the files is not.
 */
export async function exportServer(options: ExportOptions, io: Io): Promise<ExitCode> {
  mustSayWhat(options);
  const format = await chooseFormat(EXPORT_FORMATS, options.format);
  const snapshot = options.from === undefined ? undefined : openSnapshot(options.from, options, io);
  const connection = snapshot?.connection ?? (await connect(options, io));
  const started = performance.now();
  const collector = new Collector();
  const { catalog, result } = await usingConnection(connection, () =>
    read(connection, snapshot, options, collector, io),
  );
  await connection.close();
  io.status('');
  const seconds = (performance.now() - started) / 1000;
  const { out } = options;
  const written = out === undefined ? undefined : await writeExport(result, { ...options, out }, io);
  const report = {
    target: catalog.release,
    result,
    folder: out,
    leftBehind: written?.leftBehind ?? [],
    diagnostics: collector.diagnostics,
    requests: connection.client.requests(),
    seconds,
  };
  if (format.write) io.out(format.write(report, screenOf(io)));
  else {
    if (out === undefined) for (const { text } of result.files) io.out(text);
    printDiagnostics(collector.diagnostics, {}, io);
    if (out === undefined) io.err(formatExport(report));
    else show(formatExport(report), io);
  }
  const isMissing = ['unnamed', 'unwritable'].some((reason) => reason in result.leftOut);
  return ended(connection, collector.failed || isMissing ? EXIT.findings : EXIT.fine);
}

/** Throws a UsageError where it is not said what to export, or where to. */
function mustSayWhat({ all, application, flow, model, from, out, secrets }: ExportOptions): void {
  if (from !== undefined && secrets === 'env-file')
    throw new UsageError(
      `the secrets in ${from} are masked, so they cannot be written`,
      'export from the server',
    );
  if (!all && application === undefined && flow === undefined && model === undefined)
    throw new UsageError(
      'it is not said what to export',
      'use --all, --application SLUG, --flow SLUG or --model MODEL',
    );
  if (out !== undefined) return;
  if (all) throw new UsageError('an export of everything is many files', 'name a folder for them with --out');
  if (secrets === 'env-file')
    throw new UsageError('there is no folder to write the secrets to', 'name one with --out');
}

async function read(
  { client, credentials }: Connection,
  saved: OpenSnapshot | undefined,
  options: ExportOptions,
  collector: Collector,
  io: Io,
): Promise<{ readonly catalog: Catalog; readonly result: ExportResult }> {
  if (!saved) io.status('asking the server who we are');
  const [release, me] = await Promise.all([client.release(), client.me()]);
  const catalog = await serverCatalog(client, release, collector.report, io);
  reportOtherRelease(release, options.target, undefined, collector.report);
  const scope = scopeOf(options, catalog);
  if (!saved) io.status('reading what the server has');
  const empty: Snapshot = { ...emptySnapshot(catalog.release), me };
  const answers = saved?.answers(catalog);
  const users = options.users === true;
  const snapshot = answers
    ? await answered(answers, catalog, empty, users, collector)
    : await readAll(client, catalog, empty, users, collector);
  const known = { client, catalog, me, credentials, answers };
  const declared = await declaredBy(options.against ?? [], known, options, collector.report, io);
  const result = buildExport({
    catalog,
    snapshot,
    bundled: bundledIn(loadBundled(), catalog.release),
    wish: {
      scope,
      users: options.users === true,
      bundled: options.bundled === true,
      declared,
    },
  });
  if (!result) throw notThere(scope, catalog, snapshot);
  return {
    catalog,
    result: options.secrets === 'env-file' ? { ...result, variables: await viewed(client, result) } : result,
  };
}

/** The secrets of an export, with those that the server shows when it is asked for one. */
async function viewed(client: Client, { variables }: ExportResult): Promise<ExportResult['variables']> {
  return Promise.all(
    variables.map(async (variable) => {
      if (variable.value !== undefined || variable.view === undefined) return variable;
      const answer = await client.read(variable.view).catch(notShown);
      const data =
        typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? answer['data'] : null;
      return typeof data === 'string' && data !== '' ? { ...variable, value: data } : variable;
    }),
  );
}

/** Without the right to see one, its value is left to people. */
function notShown(error: unknown): null {
  if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return null;
  throw error;
}

/** The same from a snapshot; what it does not hold is not exported, which is said. */
async function answered(
  answers: ReadAnswers,
  catalog: Catalog,
  empty: Snapshot,
  users: boolean,
  collector: Collector,
): Promise<Snapshot> {
  const report: Report = (finding) => collector.report({ ...finding, severity: 'warning' });
  const objects = await answers(exportQuestions(catalog), empty, report);
  return answers(furtherQuestions(catalog, objects, users), objects, report);
}

/** Reads all objects, and then who holds permissions, and what else they link to. */
async function readAll(
  client: Client,
  catalog: Catalog,
  empty: Snapshot,
  users: boolean,
  { report }: Collector,
): Promise<Snapshot> {
  const offered = withOfferedLists(client);
  const objects = await readSnapshot(offered, catalog, exportQuestions(catalog), empty, report);
  return readSnapshot(offered, catalog, furtherQuestions(catalog, objects, users), objects, report);
}

function scopeOf({ application, flow, model }: ExportOptions, catalog: Catalog): ExportScope {
  if (application !== undefined) return { kind: 'head', folder: 'applications', name: application };
  if (flow !== undefined) return { kind: 'head', folder: 'flows', name: flow };
  if (model === undefined) return { kind: 'all' };
  const resolved = resolveModel(catalog, model);
  if (resolved.ok && resolved.model.kind === 'resource') return { kind: 'model', model: resolved.model.name };
  throw new UsageError(
    `${model} is no model of authentik ${catalog.release} that entries can write`,
    !resolved.ok && resolved.nearest !== undefined ? `did you mean ${resolved.nearest}?` : undefined,
  );
}

function notThere(scope: ExportScope, catalog: Catalog, snapshot: Snapshot): UsageError {
  if (scope.kind !== 'head') return new UsageError('there is nothing to export');
  const names = headNames(catalog, snapshot, scope.folder);
  const near = nearest(scope.name, names);
  return new UsageError(
    `the server has no ${scope.folder.replace(/s$/, '')} ${scope.name}`,
    near === undefined ? `it has ${names.join(', ') || 'none'}` : `did you mean ${near}?`,
  );
}
