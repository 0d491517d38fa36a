import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { ALLOW_PATH, type Bounds, isWithin, LEADS_OUT, realPath } from './bounds.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Replaces the content of a file that was read before, completely or not at all. Its mode is kept. A symbolic
 * link is followed where it leads to a file in the bounds; without bounds, to one in its own folder. Throws a
 * UsageError where it leads elsewhere, and when the file has changed since, or cannot be written.
 */
export async function replaceFile(
  path: string,
  before: Uint8Array,
  after: Uint8Array,
  bounds?: Bounds,
): Promise<void> {
  const target = targetOf(path, bounds);
  try {
    if (!(await readFile(target)).equals(before))
      throw new UsageError(
        `${path} was changed by somebody else meanwhile; it is left as it is`,
        'run again',
      );
    await putInPlace(target, after, (await stat(target)).mode & 0o7777);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be written: ${messageOf(error)}`);
  }
}

/**
 * Writes a file that may or may not be there, completely or not at all, and the folders that it is in; not
 * through a link that leads out of the bounds. Without bounds it may be anywhere. `hint`: what to do where a
 * link leads out; `mode`: 0600 for what nobody else may read, else that of the file that is there. Throws a UsageError when it cannot be written.
 */
export async function writeWhole(
  path: string,
  content: string,
  bounds: Bounds | undefined,
  hint = ALLOW_PATH,
  mode?: number,
): Promise<void> {
  // A folder that is not there yet is made in one that is, so it is in the bounds where that one is.
  const known = firstThere(path);
  if (bounds && !isWithin(known, bounds)) throw leadsOut(path, hint);
  try {
    await makeFolder(dirname(path));
    const target = realPath(path) ?? join(realPath(dirname(path)) ?? dirname(path), basename(path));
    if (bounds && !isWithin(target, bounds)) throw leadsOut(path, hint);
    const there = await stat(target).catch(() => undefined);
    // A pipe or /dev/stdout is written to, not replaced.
    if (there && !there.isFile()) await write(await open(target, 'w'), content);
    else await putInPlace(target, content, mode ?? (there ? there.mode & 0o7777 : undefined));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be written: ${messageOf(error)}`);
  }
}

/**
 * Puts a new file in the place of another, or of nothing: a crash leaves the old one or the new one, and both
 * on the disk. `mode`: 0600 for what nobody else may read; undefined: the usual one.
 */
export async function putInPlace(
  target: string,
  content: Uint8Array | string,
  mode: number | undefined,
): Promise<void> {
  const made = join(dirname(target), `.ak-blueprint.${randomBytes(8).toString('hex')}.new`);
  try {
    // `wx`: a file or link of this name that somebody else made is not written to.
    await write(await open(made, 'wx', mode), content, mode);
    await rename(made, target);
  } catch (error) {
    await rm(made, { force: true });
    throw error;
  }
}

async function write(file: FileHandle, content: Uint8Array | string, mode?: number): Promise<void> {
  try {
    // Not only at opening, where the umask takes away from it.
    if (mode !== undefined) await file.chmod(mode);
    await file.writeFile(content);
    if ((await file.stat()).isFile()) await file.sync();
  } finally {
    await file.close();
  }
}

function targetOf(path: string, bounds: Bounds | undefined): string {
  const target = realPath(path);
  const own = realPath(dirname(path));
  if (target === undefined || own === undefined)
    throw new UsageError(`${path} cannot be written: it is not there any more`, 'run again');
  if (!isWithin(target, bounds ?? [own])) throw leadsOut(path, ALLOW_PATH);
  return target;
}

/** The real path of the deepest part of a path that is there. */
export function firstThere(path: string): string {
  for (let here = path; ; here = dirname(here)) {
    const real = realPath(here);
    if (real !== undefined || dirname(here) === here) return real ?? here;
  }
}

export function leadsOut(path: string, hint: string): UsageError {
  return new UsageError(`${path} is not written: it is a link that ${LEADS_OUT}`, hint);
}
