import { modelExamples } from '../validate/model-examples.ts';
import { readBlueprints } from '../blueprint/embedded/read-blueprints.ts';
import type { Refusal } from '../blueprint/refusal.ts';
import { features } from '../blueprint/features.ts';
import type { Catalog } from '../catalog/model.ts';
import { forRelease } from '../catalog/newer-release.ts';
import { Collector, type Finding, toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Project } from '../project/project.ts';
import { parseProject } from '../project/parse-project.ts';
import { outerPlace } from '../source/outer-place.ts';
import type { SourceFile } from '../source/source-file.ts';
import { Ignores } from '../validate/ignores.ts';
import { checkVariables } from '../validate/variables.ts';
import { mergedLists } from '../validate/merged-lists.ts';
import { type Summarised, validateAcross, validateBlueprint } from '../validate/validate.ts';

/** What one file shows by itself. */
export interface CheckedFile {
  readonly file: SourceFile;
  readonly findings: readonly Finding[];
  /**
   * The blueprints in it, with what other files need to know of them: itself, or those inside its values;
   * none while it cannot be read.
   */
  readonly blueprints: readonly Summarised[];
}

/** Checks a file by itself. */
export function checkFile(file: SourceFile, catalog: Catalog): CheckedFile {
  const findings: Finding[] = [];
  const report = (finding: Finding): void => {
    // An editor shows many files; only of blueprints there is something to say.
    if (finding.code !== 'not-a-blueprint') findings.push(finding);
  };
  const blueprints = readBlueprints(file, report, {
    features: features(catalog.release),
    examples: modelExamples(catalog),
  });
  return {
    file,
    findings,
    blueprints: blueprints.map((blueprint) => ({
      file: blueprint.file,
      summary: validateBlueprint(blueprint, catalog, report),
    })),
  };
}

/**
 * Everything that is found in files: by themselves, and together, as `validate` finds it. `lastRead`: the
 * files as they could last be read, which the others go by; of one that cannot be read now nothing else is
 * said. `merged`: see `validateAcross`; `refuse`: which variables the files may not read.
 */
export function findAll(
  files: readonly CheckedFile[],
  lastRead: readonly CheckedFile[],
  catalog: Catalog,
  merged: ReadonlySet<string>,
  refuse: (variable: string) => Refusal | undefined,
): readonly Diagnostic[] {
  const collector = new Collector(forRelease(catalog));
  for (const finding of files.flatMap(({ findings }) => findings)) collector.report(finding);
  const current = new Set(files.map(({ file }) => file));
  validateAcross(
    lastRead.flatMap(({ blueprints }) => blueprints),
    catalog,
    (finding) => {
      if (finding.place && current.has(outerPlace(finding.place).file)) collector.report(finding);
    },
    merged,
  );
  checkVariables(
    files.flatMap(({ blueprints }) => blueprints),
    refuse,
    collector.report,
  );
  const ignores = new Ignores(
    files.flatMap(({ file, blueprints }) =>
      blueprints.length > 0 ? blueprints.map((blueprint) => blueprint.file) : [file],
    ),
  );
  const kept = ignores.keep(collector.diagnostics);
  return [...kept, ...ignores.findings(true).map(toDiagnostic)];
}

/** What is wrong with a project file, what it says, and the lists that it only adds to. */
export function checkProject(
  file: SourceFile,
  catalog: Catalog,
): {
  readonly diagnostics: readonly Diagnostic[];
  readonly merged: ReadonlySet<string>;
  readonly project: Project;
} {
  const collector = new Collector(forRelease(catalog));
  const project = parseProject(file, collector.report);
  const merged = mergedLists(project.lists, file, catalog, collector.report);
  return { diagnostics: collector.diagnostics, merged, project };
}
