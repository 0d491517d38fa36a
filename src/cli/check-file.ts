import { modelExamples } from '../validate/model-examples.ts';
import { basename } from 'node:path';
import type { Blueprint } from '../blueprint/blueprint.ts';
import { readBlueprints } from '../blueprint/embedded/read-blueprints.ts';
import { INSTANTIATE, isOnRequest } from '../blueprint/labels.ts';
import { features } from '../blueprint/features.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Finding, Report } from '../diagnostics/collector.ts';
import { parseProject } from '../project/parse-project.ts';
import { PROJECT_FILE } from '../project/project.ts';
import { type Summarised, validateBlueprint } from '../validate/validate.ts';
import type { Run } from '../validate/facts.ts';
import type { NamedFile } from './files.ts';
import { readSource } from './read-source.ts';

/** What files are checked against: the release, and the run. */
export interface CheckAgainst {
  readonly catalog: Catalog;
  readonly run: Run;
}

/** The result of checking one file by itself. Plain values, so that it can come from another thread. */
export interface CheckedFile {
  readonly findings: readonly Finding[];
  /** The summaries of its blueprints, which other files are checked against. */
  readonly parts: readonly Summarised[];
  /** The number of their entries. */
  readonly entries: number;
}

/** A checked file with its blueprints. */
export interface LoadedFile extends CheckedFile {
  readonly blueprints: readonly Blueprint[];
}

/**
 * Reads, parses and validates one file. A blueprint whose label says that it is not applied automatically is
 * told when its file was found by walking a folder, and not when the file was named. A project file is
 * checked as such. Where the blueprints will be sent to a server, templates in them must have been filled in,
 * and those that their label keeps out are left out.
 */
export async function checkFile(file: NamedFile, { catalog, run }: CheckAgainst): Promise<LoadedFile> {
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  const blueprints = await loadFile(file, catalog, report, run.isSent);
  const parts = blueprints.map((blueprint) => ({
    file: blueprint.file,
    summary: validateBlueprint(blueprint, catalog, report, run),
  }));
  return {
    findings,
    parts,
    blueprints,
    entries: blueprints.reduce((sum, blueprint) => sum + blueprint.entries.length, 0),
  };
}

/**
 * Reads the blueprints of files that have been checked already, perhaps in another thread; reports nothing.
 */
export async function loadAgain(
  files: readonly NamedFile[],
  catalog: Catalog,
): Promise<readonly Blueprint[]> {
  const blueprints: Blueprint[] = [];
  for (const file of files) blueprints.push(...(await loadFile(file, catalog, () => undefined, false)));
  return blueprints;
}

async function loadFile(
  file: NamedFile,
  catalog: Catalog,
  report: Report,
  isSent: boolean,
): Promise<Blueprint[]> {
  const source = (await readSource(file, report))?.source;
  if (!source) return [];
  if (basename(file.path) === PROJECT_FILE) {
    parseProject(source, report);
    return [];
  }
  return readBlueprints(source, report, {
    features: features(catalog.release),
    examples: modelExamples(catalog),
    walked: file.walked,
    filledIn: isSent,
  }).filter((blueprint) => {
    if (!file.walked || !isOnRequest(blueprint.labels[INSTANTIATE])) return true;
    report({
      code: 'label-skipped',
      message: `plan and apply leave ${blueprint.file.path} out: its label ${INSTANTIATE} is "false"`,
      hint: 'name the file itself to take it in',
      place: { file: blueprint.file, span: { start: 0, end: 0 } },
    });
    return !isSent;
  });
}
