import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { glob } from 'tinyglobby'; // small, no native parts, the walker that vitest and vite use
import { UsageError } from '../diagnostics/errors.ts';
import type { Io } from './io.ts';

/** A file that the command line named, before it is read. */
export interface NamedFile {
  /** As people wrote it, or relative to where they are. */
  readonly path: string;
  readonly bytes: () => Promise<Uint8Array>;
  /** Found by walking a folder, so its label may keep it out. */
  readonly walked: boolean;
}

const YAML = '**/*.{yaml,yml}';

/**
 * The files that the arguments name: files as they are, folders walked for `.yaml` and `.yml`, globs, and `-` for
 * standard input. Each file once, those of a folder in the order of their paths. Throws a UsageError for a path that does not exist.
 */
export async function findFiles(paths: readonly string[], io: Io): Promise<NamedFile[]> {
  if (paths.length === 0) throw new UsageError('no files are named', 'name blueprint files or folders, or - for standard input');
  const found = new Map<string, NamedFile>();
  for (const path of paths) {
    if (path === '-') {
      found.set('-', { path: '<stdin>', bytes: () => io.readStdin(), walked: false });
      continue;
    }
    for (const file of await expand(path, io.cwd)) {
      const known = found.get(file.absolute);
      if (!known || (known.walked && !file.walked)) found.set(file.absolute, { path: file.shown, bytes: () => readFile(file.absolute), walked: file.walked });
    }
  }
  return [...found.values()];
}

interface Found {
  readonly absolute: string;
  readonly shown: string;
  readonly walked: boolean;
}

async function expand(path: string, cwd: string): Promise<Found[]> {
  const absolute = resolve(cwd, path);
  const kind = await stat(absolute).catch(() => undefined);
  if (kind?.isDirectory()) {
    const inside = await glob(YAML, { cwd: absolute, onlyFiles: true, expandDirectories: false });
    if (inside.length === 0) throw new UsageError(`there is no .yaml or .yml file in ${path}`);
    return inside.sort().map((name) => ({ absolute: join(absolute, name), shown: join(path, name), walked: true }));
  }
  if (kind) return [{ absolute, shown: path, walked: false }];
  if (!/[*?[\]{}]/.test(path)) throw new UsageError(`there is no file or folder ${path}`);
  const matches = await glob(path.split(sep).join('/'), { cwd, onlyFiles: true, absolute: true, expandDirectories: false });
  if (matches.length === 0) throw new UsageError(`no file matches ${path}`);
  return matches.sort().map((match) => ({ absolute: match, shown: relative(cwd, match) || match, walked: false }));
}
