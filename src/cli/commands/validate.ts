import { Collector } from '../../diagnostics/collector.ts';
import { formatCounts } from '../../report/format-diagnostics.ts';
import { formatValidateJson } from '../../report/validate-json.ts';
import { DEFAULT_RELEASE } from '../catalogs.ts';
import { checkFormat, type CheckOptions, chooseFiles, countEntries, loadAndValidate, printDiagnostics, shownDiagnostics } from '../check.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { openProject } from '../project.ts';
import { type TargetOptions, targetCatalog } from '../target.ts';

export interface ValidateOptions extends CheckOptions, TargetOptions {
  readonly strict?: boolean;
}

/** `ak-blueprint validate`: checks blueprints without any server; exit 1 when there is an error. */
export async function validate(paths: readonly string[], options: ValidateOptions, io: Io): Promise<ExitCode> {
  const format = checkFormat(options);
  const collector = new Collector();
  const project = await openProject(options, io, collector.report);
  const catalog = await targetCatalog(options, project?.project.target?.text ?? DEFAULT_RELEASE, collector.report, io);
  const loaded = await loadAndValidate(await chooseFiles(paths, project, collector.report, io), catalog, project, collector);
  const files = loaded.paths.length;
  const entries = countEntries(loaded.blueprints);
  if (format === 'json') io.out(formatValidateJson(catalog.release, shownDiagnostics(collector.diagnostics, { ...options, verbose: true }), files, entries));
  else {
    printDiagnostics(collector.diagnostics, options, io);
    io.err(formatCounts(collector.diagnostics, files, entries));
  }
  const bad = collector.failed || (options.strict === true && collector.diagnostics.some((one) => one.severity === 'warning'));
  return bad ? EXIT.findings : EXIT.fine;
}
