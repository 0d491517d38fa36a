import { relative } from 'node:path';
import type { Report } from '../diagnostics/collector.ts';
import { UsageError } from '../diagnostics/errors.ts';
import { ALLOW_PATH, type Bounds, LEADS_OUT } from './bounds.ts';
import { findFiles, type NamedFile } from './files.ts';
import type { Io } from './io.ts';
import { type OpenProject, projectFiles } from './project.ts';
import type { LeftOut } from './walk-folder.ts';

/**
 * The files of a run. `isWhole`: whether these are all files of the project, and not files that were named.
 */
export interface ChosenFiles {
  readonly files: readonly NamedFile[];
  readonly isWhole: boolean;
  /**
   * The paths of named files that belong to a project of which others were not named: what they lack may be
   * in those.
   */
  readonly partial?: ReadonlySet<string> | undefined;
}

/**
 * The files that the command line names, else those of the project. Wrong paths of the project are reported.
 * The project file in use is left out, as it has been read already. Throws a UsageError where no files are
 * named.
 */
export function chooseFiles(
  paths: readonly string[],
  project: OpenProject | undefined,
  bounds: Bounds,
  report: Report,
  io: Io,
): ChosenFiles {
  if (paths.length > 0) {
    const files = findFiles(paths, io, bounds, reportLeftOut(report, io)).filter(
      ({ absolute }) => absolute === undefined || absolute !== project?.absolute,
    );
    return { files, isWhole: false, partial: project && partialOf(files, project, bounds, io) };
  }
  if (project && project.project.files.length > 0)
    return { files: projectFiles(project, io, bounds, report), isWhole: true };
  throw new UsageError(
    'no files are named',
    `name blueprint files or folders, or - for standard input${project ? `, or "files" in ${project.project.file.path}` : ''}`,
  );
}

/** Reports what leads out of the bounds, each at its own path. */
function reportLeftOut(report: Report, io: Io): LeftOut {
  return (absolute) => {
    const path = relative(io.cwd, absolute) || '.';
    report({
      code: 'path-refused',
      message: `${path} ${LEADS_OUT}`,
      hint: ALLOW_PATH,
      place: { file: { path, text: '' }, span: { start: 0, end: 0 } },
    });
  };
}

/** The paths of the named files that belong to the project, if they are not all of its files. */
function partialOf(
  files: readonly NamedFile[],
  project: OpenProject,
  bounds: Bounds,
  io: Io,
): ReadonlySet<string> {
  // Wrong paths of the project are reported only where they are used.
  const inProject = projectFiles(project, io, bounds, () => undefined);
  const whole = new Set(inProject.map(({ absolute }) => absolute));
  const named = files.filter(({ absolute }) => whole.has(absolute));
  return new Set(named.length < whole.size ? named.map(({ path }) => path) : []);
}
