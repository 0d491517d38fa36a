import { existsSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { isSystemError } from '../diagnostics/system-error.ts';
import { PROJECT_FILE } from '../project/project.ts';
import type { Io } from './io.ts';
import { walkFolder } from './walk-folder.ts';

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
}

/**
 * The files that the arguments name: files, folders, which are walked for `.yaml` and `.yml`, globs, and `-`
 * for standard input. Each file once, those of a folder in the order of their paths. Throws a UsageError for
 * a path that does not exist.
 */
export async function findFiles(paths: readonly string[], io: Io): Promise<NamedFile[]> {
  const found = new Map<string, NamedFile>();
  for (const path of paths) {
    if (path === '-') {
      found.set('-', {
        path: '<stdin>',
        absolute: undefined,
        bytes: () => io.readStdin(),
        isOnDisk: false,
        walked: false,
      });
      continue;
    }
    for (const file of await expandPath(path, io.cwd)) {
      const known = found.get(file.absolute);
      if (!known || (known.walked && !file.walked)) found.set(file.absolute, file);
    }
  }
  return [...found.values()];
}

/**
 * The files of one path, relative to `cwd`: the file itself, those in the folder without project files, or
 * those that match the glob. Throws a UsageError when there are none.
 */
export async function expandPath(
  path: string,
  cwd: string,
): Promise<(NamedFile & { readonly absolute: string })[]> {
  const absolute = resolve(cwd, path);
  const kind = kindOf(absolute, path);
  if (kind?.isDirectory()) {
    const inside = walkFolder(absolute).filter((name) => basename(name) !== PROJECT_FILE);
    if (inside.length === 0) throw new UsageError(`there is no .yaml or .yml file in ${path}`);
    return inside.map((name) => fileAt(join(absolute, name), join(path, name), true));
  }
  if (kind) return [fileAt(absolute, path, false)];
  if (!/[*?[\]{}]/.test(path)) throw new UsageError(`there is no file or folder ${path}`);
  const { glob } = await import('tinyglobby'); // small, no native parts, the walker that vitest and vite use
  const matches = await glob(path.split(sep).join('/'), {
    cwd,
    onlyFiles: true,
    absolute: true,
    expandDirectories: false,
  });
  if (matches.length === 0) throw new UsageError(`no file matches ${path}`);
  const odd = matches.find((match) => match.includes(REPLACED) && !existsSync(match));
  if (odd !== undefined)
    throw new UsageError(`the name of ${relative(cwd, odd)} is no UTF-8`, 'rename the file or folder');
  return matches.sort().map((match) => fileAt(match, relative(cwd, match) || match, false));
}

/** What bytes of a name become that are no UTF-8; the file is then not found under its name. */
const REPLACED = '\uFFFD';

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
): NamedFile & { readonly absolute: string } {
  return {
    path,
    absolute,
    // Read synchronously: the asynchronous functions pass a small file through a thread pool five times.
    bytes: () => new Promise((done) => done(readFileSync(absolute))),
    isOnDisk: true,
    walked,
  };
}
