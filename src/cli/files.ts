import { readFileSync, type Stats, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../diagnostics/errors.ts';
import { PROJECT_FILE } from '../project/project.ts';
import type { Io } from './io.ts';
import { walkFolder } from './walk-folder.ts';

/** A file that the command line or the project named, before it is read. */
export interface NamedFile {
  /** As people wrote it, or relative to where they are. */
  readonly path: string;
  /** Where it is; undefined for standard input. */
  readonly absolute: string | undefined;
  readonly bytes: () => Promise<Uint8Array>;
  /** `bytes` gives what is on the disk, so that anybody may read it there instead. */
  readonly isOnDisk: boolean;
  /** Found by walking a folder, so its label may keep it out. */
  readonly walked: boolean;
}

/**
 * The files that the arguments name: files as they are, folders walked for `.yaml` and `.yml`, globs, and `-`
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
 * The files of one path, which counts from `cwd`: itself, those in it, or those that match. A project file is
 * no blueprint and is not walked.
 */
export async function expandPath(
  path: string,
  cwd: string,
): Promise<(NamedFile & { readonly absolute: string })[]> {
  const absolute = resolve(cwd, path);
  const kind = kindOf(absolute);
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
  return matches.sort().map((match) => fileAt(match, relative(cwd, match) || match, false));
}

/** What is at a path; undefined for nothing that we could read. */
function kindOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
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
    // Not by promises, which take a small file through a queue of threads five times.
    bytes: () => new Promise((done) => done(readFileSync(absolute))),
    isOnDisk: true,
    walked,
  };
}
