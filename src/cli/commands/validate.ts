import { Collector } from '../../diagnostics/collector.ts';
import { formatCounts } from '../../report/format-diagnostics.ts';
import { formatValidateJson } from '../../report/validate-json.ts';
import { DEFAULT_RELEASE, loadCatalog } from '../catalogs.ts';
import { checkFormat, type CheckOptions, countEntries, loadAndValidate, printDiagnostics, shownDiagnostics } from '../check.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';

export interface ValidateOptions extends CheckOptions {
  readonly target?: string;
  readonly strict?: boolean;
}

/** `ak-blueprint validate`: checks blueprints without any server; exit 1 when there is an error. */
export async function validate(paths: readonly string[], options: ValidateOptions, io: Io): Promise<ExitCode> {
  const format = checkFormat(options);
  const collector = new Collector();
  const catalog = loadCatalog(options.target ?? DEFAULT_RELEASE, collector.report);
  const { blueprints, files } = await loadAndValidate(paths, catalog, collector, io);
  const entries = countEntries(blueprints);
  if (format === 'json') io.out(formatValidateJson(catalog.release, shownDiagnostics(collector.diagnostics, { ...options, verbose: true }), files, entries));
  else {
    printDiagnostics(collector.diagnostics, options, io);
    io.err(formatCounts(collector.diagnostics, files, entries));
  }
  const bad = collector.failed || (options.strict === true && collector.diagnostics.some((one) => one.severity === 'warning'));
  return bad ? EXIT.findings : EXIT.fine;
}
