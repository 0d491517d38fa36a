import type { Blueprint } from '../blueprint/blueprint.ts';
import { features } from '../blueprint/features.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Collector } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatDiagnostics } from '../report/format-diagnostics.ts';
import { validateBlueprints } from '../validate/validate.ts';
import { UsageError } from '../diagnostics/errors.ts';
import type { Io } from './io.ts';
import { loadBlueprints, type Loaded } from './load.ts';

/** Options of every command that reads blueprints. */
export interface CheckOptions {
  readonly format: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Reads, parses and validates what the command line names; the findings go into the collector. */
export async function loadAndValidate(paths: readonly string[], catalog: Catalog, collector: Collector, io: Io): Promise<Loaded> {
  const loaded = await loadBlueprints(paths, features(catalog.release), collector.report, io);
  validateBlueprints(loaded.blueprints, catalog, collector.report);
  return loaded;
}

/** The findings that are shown: errors always, warnings unless quiet, notes when verbose; by file and place. */
export function shownDiagnostics(diagnostics: readonly Diagnostic[], options: CheckOptions): Diagnostic[] {
  const shown = diagnostics.filter(({ severity }) => severity === 'error' || (severity === 'warning' ? !options.quiet : options.verbose));
  const files = [...new Set(shown.map((one) => one.place?.file.path ?? ''))];
  return shown.map((one, index) => ({ one, index })).sort((a, b) => files.indexOf(a.one.place?.file.path ?? '') - files.indexOf(b.one.place?.file.path ?? '')
    || (a.one.place?.span.start ?? 0) - (b.one.place?.span.start ?? 0) || a.index - b.index).map(({ one }) => one);
}

/** Prints findings for people, on stderr. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], options: CheckOptions, io: Io): void {
  const shown = shownDiagnostics(diagnostics, options);
  if (shown.length > 0) io.err(`${formatDiagnostics(shown, io.paintErr)}\n`);
}

/** Refuses a format that a command does not have. */
export function checkFormat(options: CheckOptions): 'pretty' | 'json' {
  if (options.format !== 'pretty' && options.format !== 'json') throw new UsageError(`--format must be pretty or json, not ${options.format}`);
  return options.format;
}

/** How many entries there are. */
export function countEntries(blueprints: readonly Blueprint[]): number {
  return blueprints.reduce((sum, blueprint) => sum + blueprint.entries.length, 0);
}
