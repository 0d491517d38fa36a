import { features } from '../blueprint/features.ts';
import { parseBlueprint } from '../blueprint/parse.ts';
import type { Catalog } from '../catalog/model.ts';
import { Collector } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { InternalError } from '../diagnostics/errors.ts';
import { parseProject } from '../project/parse-project.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { FileSummary } from '../validate/across/summary.ts';
import { validateAcross, validateBlueprint } from '../validate/validate.ts';

/** What is found in one file by itself. */
export interface CheckedFile {
  readonly file: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
  /** What other files need to know of it; undefined while it is no blueprint that can be read. */
  readonly summary: FileSummary | undefined;
}

/** Checks what one file is enough for. */
export function checkFile(file: SourceFile, catalog: Catalog): CheckedFile {
  const collector = new Collector();
  const blueprint = parseBlueprint(file, collector.report, { features: features(catalog.release) });
  const summary = blueprint && validateBlueprint(blueprint, catalog, collector.report);
  return { file, diagnostics: collector.diagnostics, summary };
}

/** Checks what all files are needed for. */
export function checkAcross(files: readonly CheckedFile[], catalog: Catalog): readonly Diagnostic[] {
  const collector = new Collector();
  const sources = new Map(files.map(({ file }) => [file.path, file]));
  validateAcross(files.flatMap(({ summary }) => summary ?? []), catalog, (path) => {
    const file = sources.get(path);
    if (!file) throw new InternalError(`${path} is not among the files`);
    return file;
  }, collector.report);
  return collector.diagnostics;
}

/** Checks a project file. */
export function checkProject(file: SourceFile): CheckedFile {
  const collector = new Collector();
  parseProject(file, collector.report);
  return { file, diagnostics: collector.diagnostics, summary: undefined };
}
