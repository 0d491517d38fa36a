import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, UsageError } from '../diagnostics/errors.ts';

/**
 * Replaces the content of a file that was read before, completely or not at all. Its mode is kept, and a
 * symbolic link is followed. Throws a UsageError when the file has changed since, or cannot be written.
 */
export async function replaceFile(path: string, before: Uint8Array, after: Uint8Array): Promise<void> {
  const target = await realpath(path);
  const made = join(dirname(target), `.${basename(target)}.${process.pid}.new`);
  try {
    if (!(await readFile(target)).equals(before))
      throw new UsageError(
        `${path} was changed by somebody else meanwhile; it is left as it is`,
        'run again',
      );
    await writeFile(made, after, { mode: (await stat(target)).mode, flag: 'wx' });
    await rename(made, target);
  } catch (error) {
    await rm(made, { force: true });
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be written: ${messageOf(error)}`);
  }
}
