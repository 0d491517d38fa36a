import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { Collector } from '../../diagnostics/collector.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { clean } from '../../source/clean.ts';
import { count, formatCounts } from '../../report/format-diagnostics.ts';
import { keepingFrom } from '../../validate/upgrade/keeping.ts';
import { type CheckOptions, printDiagnostics, shownDiagnostics, validateFiles } from '../check.ts';
import { chooseFiles } from '../choose-files.ts';
import { loadAgain } from '../check-file.ts';
import { boundsOf } from '../bounds.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { NamedFile } from '../files.ts';
import { chooseFormat, VALIDATE_FORMATS } from '../formats.ts';
import { type FixedFile, fixFiles, once } from '../fix.ts';
import { type Io, screenOf } from '../io.ts';
import { allowOwnWords } from '../own-words.ts';
import { openProject } from '../project.ts';
import { type ContextOptions, readContext } from '../settings.ts';
import { type TargetOptions, targetCatalog } from '../target.ts';
import { refuseVariables } from '../variables.ts';
import { validateReport } from '../validate-report.ts';
import { olderCatalog, type Seen, upgradeFindings } from '../upgrade.ts';
import { replaceFile } from '../write-file.ts';

/** Options of `ak-blueprint validate`. */
export interface ValidateOptions extends CheckOptions, TargetOptions, ContextOptions {
  readonly strict?: boolean;
  readonly fix?: boolean;
  /** The release that the blueprints were written for. */
  readonly from?: string;
}

/**
 * `ak-blueprint validate`: checks blueprints without any server, and with `--fix` applies the fixes that need
 * no decision; exit 1 when there is an error.
 */
export async function validate(
  paths: readonly string[],
  options: ValidateOptions,
  io: Io,
): Promise<ExitCode> {
  const format = await chooseFormat(VALIDATE_FORMATS, options.format);
  const collector = new Collector();
  const project = openProject(options, io, collector.report);
  const bounds = boundsOf(project, options, io);
  const catalog = await targetCatalog(options, project?.project.target?.text, collector.report, io);
  const chosen = chooseFiles(paths, project, bounds, collector.report, io);
  const refuse = refuseVariables(project, options);
  const given = new Set(Object.keys(readContext(options, () => false, io)));
  const before =
    options.from === undefined ? undefined : olderCatalog(options.from, catalog, collector.report);
  const look = async (files: readonly NamedFile[], release = catalog): Promise<Seen> => {
    const found = new Collector();
    return {
      ...(await validateFiles({ ...chosen, files }, release, project, refuse, found, given)),
      diagnostics: before ? keepingFrom(before.release, found.diagnostics) : found.diagnostics,
    };
  };
  const { seen, files } = options.fix
    ? await fixAndSave(chosen.files, look, format.write !== undefined, io)
    : await lookOnce(chosen.files, look);
  const found = before
    ? await upgradeFindings(seen, await loadAgain(files, catalog), before, catalog, (release) =>
        look(files, release),
      )
    : seen.diagnostics;
  for (const diagnostic of found) collector.report(diagnostic);
  const { diagnostics } = collector;
  const isFailure = ({ severity }: Diagnostic): boolean =>
    severity === 'error' || (severity === 'warning' && options.strict === true);
  const { entries } = seen;
  for (const secret of seen.secrets) io.secrets.add(secret);
  allowOwnWords(io.secrets, catalog, seen.paths);
  if (format.write) {
    const shown = shownDiagnostics(
      diagnostics,
      format.isWhole ? { ...options, verbose: true } : options,
      io.secrets,
    );
    const seenIn = { target: catalog.release, diagnostics: shown, paths: seen.paths, entries, isFailure };
    const text = format.write(validateReport(seenIn, io), screenOf(io));
    if (text !== '') io.out(text);
  } else printDiagnostics(diagnostics, options, io);
  const counts = { files: seen.paths.length, others: seen.others, entries };
  io.err(formatCounts(diagnostics, counts, catalog.release));
  return diagnostics.some(isFailure) ? EXIT.findings : EXIT.fine;
}

interface Looked {
  readonly seen: Seen;
  /** The files as they are now, to be checked again. */
  readonly files: readonly NamedFile[];
}

async function lookOnce(
  named: readonly NamedFile[],
  look: (files: readonly NamedFile[]) => Promise<Seen>,
): Promise<Looked> {
  const files = named.map(once);
  return { seen: await look(files), files };
}

/**
 * Fixes the files, writes those that changed and says so. The text of standard input is written to standard
 * output, changed or not. `isReported`: a report is written there, so that standard input cannot be fixed.
 */
async function fixAndSave(
  named: readonly NamedFile[],
  look: (files: readonly NamedFile[]) => Promise<Seen>,
  isReported: boolean,
  io: Io,
): Promise<Looked> {
  const hasStdin = named.some(({ absolute }) => absolute === undefined);
  if (hasStdin && isReported)
    throw new UsageError(
      '--fix prints the mended text of standard input, so there is no room for another --format',
      'leave one of the two out',
    );
  const { seen, fixed, files } = await fixFiles(named, look);
  for (const change of fixed) {
    if (change.file.absolute !== undefined)
      await replaceFile(change.file.absolute, change.before, change.after, change.file.bounds);
    io.err(formatFixed(change));
  }
  for (const file of files)
    if (file.absolute === undefined) io.out(Buffer.from(await file.bytes()).toString('utf8'));
  return { seen, files };
}

/** `a.yaml: 3 findings fixed (model-case, ignore-unused)`. */
function formatFixed({ file, codes }: FixedFile): string {
  return `${clean(file.path)}: ${count(codes.length, 'finding')} fixed (${[...new Set(codes)].join(', ')})`;
}
