import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { UsageError } from '../diagnostics/errors.ts';
import type { Io } from './io.ts';

/*
 * A checkout may come from a stranger: what its files name (`files:`, `!File`, symbolic links) must not lead
 * out of it. Paths on the command line are trusted, and `--allow-path` names others. Real paths are compared,
 * never the texts, so that no link and no `..` leads around this.
 */

/** Options of every command that reads what files name. */
export interface PathOptions {
  readonly allowPath?: readonly string[] | undefined;
}

/** The folders and files that what a checkout names must be in, as real paths; the project's folder is first. */
export type Bounds = readonly string[];

/** Folders of the kernel: their files show the process and the machine, so no folder around them opens them. */
const KERNEL = ['/proc', '/dev', '/sys'];

/**
 * The bounds of a run: the folder of the project file; without one that of the git repository around the
 * working directory, else the working directory; and what `--allow-path` names. The root of the disk and the
 * home folder hold more than a project and are none. Throws a UsageError where `--allow-path` names nothing.
 */
export function boundsOf(
  project: { readonly absolute: string } | undefined,
  options: PathOptions,
  io: Pick<Io, 'cwd'>,
): Bounds {
  const folder = project ? dirname(project.absolute) : (repositoryAround(io.cwd) ?? ownFolder(io.cwd));
  const allowed = (options.allowPath ?? []).map((path) => {
    const real = realPath(resolve(io.cwd, path));
    if (real === undefined)
      throw new UsageError(
        `--allow-path ${path}: there is no file or folder ${path}`,
        'name one that may be read',
      );
    return real;
  });
  const own = folder === undefined ? undefined : realPath(folder);
  return own === undefined ? allowed : [own, ...allowed];
}

function repositoryAround(folder: string): string | undefined {
  for (let here = folder; ; here = dirname(here)) {
    if (existsSync(join(here, '.git'))) return ownFolder(here);
    if (dirname(here) === here) return undefined;
  }
}

function ownFolder(folder: string): string | undefined {
  const real = realPath(folder);
  return real === undefined || dirname(real) === real || real === realPath(homedir()) ? undefined : folder;
}

/** The real path of a file or folder; undefined where there is none, or it may not be seen. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** Whether a real path is one of the bounds or inside one. */
export function isWithin(real: string, bounds: Bounds): boolean {
  const kernel = KERNEL.find((folder) => isIn(real, folder));
  return bounds.some((bound) => isIn(real, bound) && (kernel === undefined || isIn(bound, kernel)));
}

/** Whether a path is a folder or inside it, as a text. */
export function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** What is said of a path that leads out of the bounds; where they are more than that folder, the hint says so. */
export const LEADS_OUT = "leads out of the project's folder";

/** What to do about a path that leads out of the bounds. */
export const ALLOW_PATH = 'if that is meant, say so on the command line: --allow-path PATH';
