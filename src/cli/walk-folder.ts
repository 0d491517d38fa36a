import { isUtf8 } from 'node:buffer';
import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { messageOf, UsageError } from '../diagnostics/errors.ts';

/** How many names are listed that are no UTF-8. */
const MOST_NAMES = 3;
const SLASH = Buffer.from('/');

/**
 * The `.yaml` and `.yml` files in a folder and its subfolders, as sorted relative paths with `/`. Hidden
 * files and folders are left out; symbolic links are followed, except back into a folder that contains them.
 * Throws a UsageError for a folder that cannot be read, and for a file whose path is no UTF-8: it could be
 * neither shown nor opened by its text, and leaving it out silently would plan less than was asked for.
 */
export function walkFolder(folder: string): string[] {
  // Names are bytes to the operating system: as text, those that are no UTF-8 would be other names.
  const found = [...yamlFiles(Buffer.from(folder), Buffer.alloc(0), [])];
  const odd = found.filter((path) => !isUtf8(path));
  if (odd.length > 0)
    throw new UsageError(
      `the names of files in ${folder} are no UTF-8: ${odd.slice(0, MOST_NAMES).map(shown).join(', ')}` +
        (odd.length > MOST_NAMES ? `, and ${odd.length - MOST_NAMES} more` : ''),
      'rename the file or folder',
    );
  return found.map((path) => path.toString()).sort();
}

function* yamlFiles(folder: Buffer, prefix: Buffer, above: readonly string[]): Generator<Buffer> {
  const here = identityOf(folder);
  if (above.includes(here)) return;
  for (const entry of read(folder)) {
    const name = entry.name.toString('latin1');
    if (name.startsWith('.')) continue;
    const path = Buffer.concat([folder, SLASH, entry.name]);
    const relative = Buffer.concat([prefix, entry.name]);
    const kind = entry.isSymbolicLink() ? targetOf(path) : entry;
    if (kind?.isDirectory()) yield* yamlFiles(path, Buffer.concat([relative, SLASH]), [...above, here]);
    else if (kind?.isFile() && /\.ya?ml$/.test(name)) yield relative;
  }
}

/** What a symbolic link leads to; undefined where that is nothing that can be read. */
function targetOf(link: Buffer): Stats | undefined {
  try {
    return statSync(link, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function identityOf(folder: Buffer): string {
  const { dev, ino } = statSync(folder);
  return `${dev} ${ino}`;
}

function read(folder: Buffer): Dirent<Buffer>[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    throw new UsageError(`the folder ${shown(folder)} cannot be read: ${messageOf(error)}`);
  }
}

/** A path for people; bytes that are no UTF-8 as in a shell: `gr\xfcn.yaml`. */
function shown(path: Buffer): string {
  if (isUtf8(path)) return path.toString();
  return path
    .toString('latin1')
    .replaceAll(/[^\x20-\x7e]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
