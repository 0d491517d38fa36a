import { basename } from 'node:path';
import type { Blueprint } from '../blueprint/blueprint.ts';
import type { Features } from '../blueprint/features.ts';
import { readBlueprints } from '../blueprint/embedded/read-blueprints.ts';
import type { Report } from '../diagnostics/collector.ts';
import { parseProject } from '../project/parse-project.ts';
import { PROJECT_FILE } from '../project/project.ts';
import type { NamedFile } from './files.ts';
import { readSource } from './read-source.ts';

const INSTANTIATE = 'blueprints.goauthentik.io/instantiate';

/** The blueprints that the command line names, read and parsed; what is wrong with them is reported. */
export interface Loaded {
  readonly blueprints: readonly Blueprint[];
  /** The paths of all files that were read, those with findings included. */
  readonly paths: readonly string[];
}

/**
 * Reads and parses the named files. A file that its label keeps from being applied automatically is left out when it was
 * found by walking a folder, and taken when it was named. A project file among them is checked as one.
 * `filledIn`: the blueprints will be sent to a server, so templates in them must have been filled in.
 */
export async function loadBlueprints(named: readonly NamedFile[], features: Features, report: Report, filledIn: boolean): Promise<Loaded> {
  const blueprints: Blueprint[] = [];
  for (const file of named) {
    const source = (await readSource(file, report))?.source;
    if (source && basename(file.path) === PROJECT_FILE) {
      parseProject(source, report);
      continue;
    }
    for (const blueprint of source ? readBlueprints(source, report, { features, walked: file.walked, filledIn }) : []) {
      if (file.walked && blueprint.labels[INSTANTIATE] === 'false') {
        report({
          code: 'label-skipped', message: `${blueprint.file.path} is left out: its label ${INSTANTIATE} is "false"`, hint: 'name the file itself to take it in',
          place: { file: blueprint.file, span: { start: 0, end: 0 } },
        });
      } else blueprints.push(blueprint);
    }
  }
  return { blueprints, paths: named.map(({ path }) => path) };
}
