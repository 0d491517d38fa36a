import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UsageError } from '../diagnostics/errors.ts';

/**
 * The `.yaml` and `.yml` files in a folder and its subfolders, as sorted relative paths with `/`. Hidden
 * files and folders are left out; symbolic links are followed, except back into a folder that contains them.
 * Throws a UsageError for a folder that cannot be read.
 */
export function walkFolder(folder: string): string[] {
  return [...yamlFiles(folder, '', [])].sort();
}

function* yamlFiles(folder: string, prefix: string, above: readonly string[]): Generator<string> {
  const here = identityOf(folder);
  if (above.includes(here)) return;
  for (const entry of read(folder)) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
    if (kind?.isDirectory()) yield* yamlFiles(path, `${prefix}${entry.name}/`, [...above, here]);
    else if (kind?.isFile() && /\.ya?ml$/.test(entry.name)) yield `${prefix}${entry.name}`;
  }
}

function identityOf(folder: string): string {
  const { dev, ino } = statSync(folder);
  return `${dev} ${ino}`;
}

function read(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new UsageError(`the folder ${folder} cannot be read: ${messageOf(error)}`);
  }
}
