import type { Blueprint } from '../blueprint/blueprint.ts';
import { features } from '../blueprint/features.ts';
import type { Catalog } from '../catalog/model.ts';
import { Collector, type Report } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { withSeverities } from '../project/severities.ts';
import { formatDiagnostics } from '../report/format-diagnostics.ts';
import { validateBlueprints } from '../validate/validate.ts';
import { UsageError } from '../diagnostics/errors.ts';
import type { Io } from './io.ts';
import { findFiles, type NamedFile } from './files.ts';
import { loadBlueprints, type Loaded } from './load.ts';
import { type OpenProject, projectFiles, type ProjectOptions } from './project.ts';

/** Options of every command that reads blueprints. */
export interface CheckOptions extends ProjectOptions {
  readonly format: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/**
 * The files that the command line names, else those of the project; what is wrong with the project's paths is reported. The project
 * file in use is read by then. Throws a UsageError where nothing is named.
 */
export async function chooseFiles(paths: readonly string[], project: OpenProject | undefined, report: Report, io: Io): Promise<NamedFile[]> {
  if (paths.length > 0) return (await findFiles(paths, io)).filter(({ absolute }) => absolute === undefined || absolute !== project?.absolute);
  if (project && project.project.files.length > 0) return projectFiles(project, io, report);
  throw new UsageError('no files are named', `name blueprint files or folders, or - for standard input${project ? `, or "files" in ${project.project.file.path}` : ''}`);
}

/** Reads, parses and validates files; the findings go into the collector with the severities of the project. */
export async function loadAndValidate(named: readonly NamedFile[], catalog: Catalog, project: OpenProject | undefined, collector: Collector): Promise<Loaded> {
  const found = new Collector();
  const loaded = await loadBlueprints(named, features(catalog.release), found.report);
  validateBlueprints(loaded.blueprints, catalog, found.report);
  for (const diagnostic of withSeverities(found.diagnostics, project?.project.rules ?? new Map())) collector.report(diagnostic);
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
