import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { decodeFile } from '../blueprint/decode.ts';
import type { Report } from '../diagnostics/collector.ts';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { parseProject } from '../project/parse-project.ts';
import { type Project, PROJECT_FILE } from '../project/project.ts';
import { ALLOW_PATH, type Bounds, LEADS_OUT, type PathOptions, realPath } from './bounds.ts';
import { type DiskFile, eachOnce, expandPath, type NamedFile } from './files.ts';
import type { LeftOut } from './walk-folder.ts';
import type { Io } from './io.ts';
import { PathRefused, readNamed, readWithin } from './read-file.ts';

/** Options of every command that follows a project file. */
export interface ProjectOptions extends PathOptions {
  readonly project?: string;
}

/** A project file that was found and read. */
export interface OpenProject {
  readonly project: Project;
  readonly absolute: string;
}

/**
 * The project file that `--project` names, else the nearest one in the working directory or above; undefined
 * when there is none. Throws a UsageError when it cannot be read.
 */
export function openProject(options: ProjectOptions, io: Io, report: Report): OpenProject | undefined {
  const absolute = options.project === undefined ? nearestProject(io.cwd) : resolve(io.cwd, options.project);
  if (absolute === undefined) return undefined;
  const bytes = bytesOf(absolute, options);
  const file = decodeFile(options.project ?? relative(io.cwd, absolute), bytes, report);
  return file && { project: parseProject(file, report), absolute };
}

/** A project file that was found may be a link that came with the checkout: it must not lead out of its folder. */
function bytesOf(absolute: string, { project }: ProjectOptions): Buffer {
  try {
    if (project !== undefined) return readNamed(absolute);
    return readWithin(absolute, [realPath(dirname(absolute)) ?? dirname(absolute)]);
  } catch (error) {
    throw new UsageError(
      `the project file ${project ?? absolute} cannot be read: ${error instanceof PathRefused ? 'it is a link that leads out of its folder' : messageOf(error)}`,
      error instanceof PathRefused ? 'name the one that is meant with --project' : undefined,
    );
  }
}

function nearestProject(folder: string): string | undefined {
  for (let here = folder; ; here = dirname(here)) {
    const path = join(here, PROJECT_FILE);
    if (existsSync(path)) return path;
    if (dirname(here) === here) return undefined;
  }
}

/**
 * The files that a project names, in the order of its patterns, without the project file; a pattern without
 * files is reported.
 */
export function projectFiles(
  { project, absolute }: OpenProject,
  io: Io,
  bounds: Bounds,
  report: Report,
): NamedFile[] {
  const found = new Map<string, DiskFile>();
  const folder = dirname(absolute);
  for (const { text, span } of project.files) {
    const isExclusion = text.startsWith('!');
    const leftOut: LeftOut = (path) =>
      report({
        code: 'path-refused',
        message: `"files": ${relative(io.cwd, path)} ${LEADS_OUT}`,
        hint: ALLOW_PATH,
        place: { file: project.file, span },
      });
    try {
      for (const file of expandPath(isExclusion ? text.slice(1) : text, folder, bounds, leftOut)) {
        if (isExclusion) found.delete(file.absolute);
        else if (file.absolute !== absolute && !found.has(file.absolute))
          found.set(file.absolute, { ...file, path: relative(io.cwd, file.absolute) });
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      report({
        code: 'project-invalid',
        message: `"files": ${error.message}`,
        place: { file: project.file, span },
      });
    }
  }
  return eachOnce([...found.values()]);
}
