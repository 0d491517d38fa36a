import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { decodeFile } from '../blueprint/decode.ts';
import type { Report } from '../diagnostics/collector.ts';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { parseProject } from '../project/parse-project.ts';
import { type Project, PROJECT_FILE } from '../project/project.ts';
import { expandPath, type NamedFile } from './files.ts';
import type { Io } from './io.ts';

/** Options of every command that follows a project file. */
export interface ProjectOptions {
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
export async function openProject(
  options: ProjectOptions,
  io: Io,
  report: Report,
): Promise<OpenProject | undefined> {
  const absolute = options.project === undefined ? nearestProject(io.cwd) : resolve(io.cwd, options.project);
  if (absolute === undefined) return undefined;
  const bytes = await readFile(absolute).catch((error: unknown) => {
    throw new UsageError(
      `the project file ${options.project ?? absolute} cannot be read: ${messageOf(error)}`,
    );
  });
  const file = decodeFile(options.project ?? relative(io.cwd, absolute), bytes, report);
  return file && { project: parseProject(file, report), absolute };
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
export async function projectFiles(
  { project, absolute }: OpenProject,
  io: Io,
  report: Report,
): Promise<NamedFile[]> {
  const found = new Map<string, NamedFile>();
  const folder = dirname(absolute);
  for (const { text, span } of project.files) {
    const isExclusion = text.startsWith('!');
    try {
      for (const file of await expandPath(isExclusion ? text.slice(1) : text, folder)) {
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
  return [...found.values()];
}
