import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { Collector } from '../../diagnostics/collector.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { count, formatCounts } from '../../report/format-diagnostics.ts';
import { type Checked, type CheckOptions, chooseFiles, countEntries, loadAndValidate, printDiagnostics, shownDiagnostics } from '../check.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { NamedFile } from '../files.ts';
import { type FixedFile, fixFiles } from '../fix.ts';
import type { Io } from '../io.ts';
import { openProject } from '../project.ts';
import { type TargetOptions, targetCatalog } from '../target.ts';
import { type ReportFormat, reportFormat, validateReport } from '../validate-report.ts';
import { replaceFile } from '../write-file.ts';

export interface ValidateOptions extends CheckOptions, TargetOptions {
  readonly strict?: boolean;
  readonly fix?: boolean;
}

/** `ak-blueprint validate`: checks blueprints without any server, and mends what needs no decision with `--fix`; exit 1 when there is an error. */
export async function validate(paths: readonly string[], options: ValidateOptions, io: Io): Promise<ExitCode> {
  const format = await reportFormat(options.format);
  const collector = new Collector();
  const project = await openProject(options, io, collector.report);
  const catalog = await targetCatalog(options, project?.project.target?.text, collector.report, io);
  const chosen = await chooseFiles(paths, project, collector.report, io);
  const look = async (files: readonly NamedFile[]): Promise<Seen> => {
    const found = new Collector();
    return { ...(await loadAndValidate({ ...chosen, files }, catalog, project, found)), diagnostics: found.diagnostics };
  };
  const seen = options.fix ? await fixAndSave(chosen.files, look, format, io) : await look(chosen.files);
  for (const diagnostic of seen.diagnostics) collector.report(diagnostic);
  const { diagnostics } = collector;
  const isFailure = ({ severity }: Diagnostic): boolean => severity === 'error' || (severity === 'warning' && options.strict === true);
  const entries = countEntries(seen.blueprints);
  if (format.write) {
    const shown = shownDiagnostics(diagnostics, format.isWhole ? { ...options, verbose: true } : options);
    const text = format.write(validateReport({ target: catalog.release, diagnostics: shown, paths: seen.paths, entries, isFailure }, io));
    if (text !== '') io.out(text);
  } else printDiagnostics(diagnostics, options, io);
  io.err(formatCounts(diagnostics, seen.paths.length, entries, catalog.release));
  return diagnostics.some(isFailure) ? EXIT.findings : EXIT.fine;
}

/** What one look at the files gives. */
type Seen = Checked & { readonly diagnostics: readonly Diagnostic[] };

/** Fixes the files, writes those that changed and says so. Of standard input the text goes to standard output, changed or not. */
async function fixAndSave(named: readonly NamedFile[], look: (files: readonly NamedFile[]) => Promise<Seen>, format: ReportFormat, io: Io): Promise<Seen> {
  const hasStdin = named.some(({ absolute }) => absolute === undefined);
  if (hasStdin && format.write) throw new UsageError('--fix prints the mended text of standard input, so there is no room for another --format', 'leave one of the two out');
  const { seen, fixed, files } = await fixFiles(named, look);
  for (const change of fixed) {
    if (change.file.absolute !== undefined) await replaceFile(change.file.absolute, change.before, change.after);
    io.err(formatFixed(change));
  }
  for (const file of files) if (file.absolute === undefined) io.out(Buffer.from(await file.bytes()).toString('utf8'));
  return seen;
}

/** `a.yaml: 3 findings fixed (model-case, ignore-unused)`. */
function formatFixed({ file, mended }: FixedFile): string {
  return `${file.path}: ${count(mended.length, 'finding')} fixed (${[...new Set(mended)].join(', ')})`;
}
