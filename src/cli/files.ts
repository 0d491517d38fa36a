import { type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { isSystemError } from '../diagnostics/system-error.ts';
import { PROJECT_FILE } from '../project/project.ts';
import { type Bounds, isIn, isWithin, realPath } from './bounds.ts';
import { filesOf, folderOfGlob, isGlob } from './glob.ts';
import type { Io } from './io.ts';
import { readNamed, readWithin } from './read-file.ts';
import { type LeftOut, Walk, walkFolder } from './walk-folder.ts';

/** A file that the command line or the project names, before it is read. */
export interface NamedFile {
  /** The path for people: as written, or relative to the working directory. */
  readonly path: string;
  /** The absolute path; undefined for standard input. */
  readonly absolute: string | undefined;
  readonly bytes: () => Promise<Uint8Array>;
  /** Whether `bytes` gives the content of the file on the disk, so that a worker may read it there. */
  readonly isOnDisk: boolean;
  /** Whether it was found by walking a folder, so that a label may exclude it. */
  readonly walked: boolean;
  /** Where its real path must be, to be read or written; undefined: the command line names a file elsewhere. */
  readonly bounds: Bounds | undefined;
}

/** A file on the disk. */
export type DiskFile = NamedFile & { readonly absolute: string };

/**
 * The files that the arguments name: files, folders, which are walked for `.yaml` and `.yml`, globs, and `-`
 * for standard input. Each file once, those of a folder in the order of their paths. Throws a UsageError for
 * a path that does not exist, or that is inside the project's folder and leads out of it.
 */
export function findFiles(paths: readonly string[], io: Io, bounds: Bounds, leftOut: LeftOut): NamedFile[] {
  const found: NamedFile[] = [];
  for (const path of paths) {
    if (path === '-')
      found.push({
        path: '<stdin>',
        absolute: undefined,
        bytes: () => io.readStdin(),
        isOnDisk: false,
        walked: false,
        bounds: undefined,
      });
    else found.push(...expandPath(path, io.cwd, argumentBounds(resolve(io.cwd, path), bounds), leftOut));
  }
  return eachOnce(found);
}

/**
 * The bounds of a path that the command line names. A path outside the project's folder is trusted: a file,
 * or all that is in a folder. One inside may be a link that came with the checkout, and stays in the bounds.
 */
export function argumentBounds(absolute: string, bounds: Bounds): Bounds | undefined {
  const [own] = bounds;
  const inFolder = join(realPath(dirname(absolute)) ?? dirname(absolute), basename(absolute));
  if (own !== undefined && (isIn(absolute, own) || isIn(inFolder, own))) return bounds;
  const kind = kindOf(absolute, absolute);
  if (kind ? !kind.isDirectory() : !isGlob(absolute)) return undefined;
  const real = realPath(kind ? absolute : folderOfGlob(absolute));
  return real === undefined ? bounds : [...bounds, real];
}

/** Without those that have the same real path; one that was named itself counts before one that was found. */
export function eachOnce<File extends NamedFile>(files: readonly File[]): File[] {
  const found = new Map<string, File>();
  for (const file of files) {
    const key = file.absolute === undefined ? '-' : (realPath(file.absolute) ?? file.absolute);
    const known = found.get(key);
    const isBetter = known?.walked && (!file.walked || (file.absolute === key && known.absolute !== key));
    if (!known || isBetter) found.set(key, file);
  }
  return [...found.values()];
}

/**
 * The files of one path, relative to `cwd`: the file itself, those in the folder without project files, or
 * those that match the glob. `bounds`: undefined where the path itself is trusted. What leads out of them, or
 * cannot be read, is told to `leftOut`. Throws a UsageError when there is nothing else either.
 */
export function expandPath(
  path: string,
  cwd: string,
  bounds: Bounds | undefined,
  leftOut: LeftOut,
): DiskFile[] {
  const absolute = resolve(cwd, path);
  // Whether it is there is not told either. What looks like a pattern may be the name of a file.
  const leadsOut = bounds !== undefined && !isWithin(realPath(absolute) ?? absolute, bounds);
  if (leadsOut && (!isGlob(path) || kindOf(absolute, path))) {
    leftOut(absolute);
    return [];
  }
  const kind = kindOf(absolute, path);
  const told: string[] = [];
  const tell: LeftOut = (one) => {
    told.push(one);
    leftOut(one);
  };
  if (kind?.isDirectory()) {
    const walk = new Walk(bounds ?? [], tell, 'refuse');
    const inside = walkFolder(absolute, walk);
    walk.checkNames(absolute, path);
    if (inside.length === 0 && told.length === 0)
      throw new UsageError(`there is no .yaml or .yml file in ${path}`);
    return inside
      .filter((name) => basename(name) !== PROJECT_FILE)
      .map((name) => fileAt(join(absolute, name), join(path, name), true, bounds));
  }
  if (kind) return [fileAt(absolute, path, false, bounds)];
  if (!isGlob(path)) throw new UsageError(`there is no file or folder ${path}`);
  const matches = filesOf(path, cwd, new Walk(bounds ?? [], tell, 'leave out'));
  if (matches.length === 0 && told.length === 0) throw new UsageError(`no file matches ${path}`);
  return matches.map((match) => fileAt(match, relative(cwd, match) || match, false, bounds));
}

/** What is at a path; undefined for nothing. `path`: as written. Throws a UsageError where it cannot be told. */
function kindOf(absolute: string, path: string): Stats | undefined {
  try {
    return statSync(absolute, { throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOTDIR') return undefined;
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}`);
  }
}

/** A file on the disk. */
export function fileAt(
  absolute: string,
  path: string,
  walked: boolean,
  bounds: Bounds | undefined,
): DiskFile {
  return {
    path,
    absolute,
    // Read synchronously: the asynchronous functions pass a small file through a thread pool five times.
    bytes: () => new Promise((done) => done(bounds ? readWithin(absolute, bounds) : readNamed(absolute))),
    isOnDisk: true,
    walked,
    bounds,
  };
}
