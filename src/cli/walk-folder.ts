import { isUtf8 } from 'node:buffer';
import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { messageOf, UsageError } from '../diagnostics/errors.ts';
import { type Bounds, isWithin, realPath } from './bounds.ts';

/** Folders of packages: what is in them is not ours, and there is much of it. */
const NOT_OURS: ReadonlySet<string> = new Set(['node_modules']);

/** Takes a path that was left out as it leads out of the bounds. */
export type LeftOut = (path: string) => void;

/** An entry of a folder after links have been followed; `isLink`: whether one was. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  /** Whether the name is no UTF-8, so that nothing is found under it. */
  readonly isOdd: boolean;
}

/** How many names are listed that are no UTF-8. */
const MOST_NAMES = 3;

/**
 * Lists the folders of one walk. Links are followed as long as they stay in the bounds, and to no folder that
 * was listed already, so that links between folders cannot make a walk endless. Opens no file.
 */
export class Walk {
  readonly #bounds: Bounds;
  readonly #leftOut: LeftOut;
  readonly #unreadable: 'refuse' | 'leave out';
  readonly #seen = new Set<string>();
  /** Files and folders whose names are no UTF-8, as they may be shown. */
  readonly #odd: string[] = [];

  /** `unreadable`: what is done about a folder that cannot be read. */
  constructor(bounds: Bounds, leftOut: LeftOut, unreadable: 'refuse' | 'leave out') {
    this.#bounds = bounds;
    this.#leftOut = leftOut;
    this.#unreadable = unreadable;
  }

  /**
   * The entries of a folder, of linked folders only those that were not listed yet; none of a folder that leads
   * out. Throws a UsageError where it cannot be read, unless such folders are left out.
   */
  list(folder: string): FolderEntry[] {
    const real = realPath(folder);
    if (real !== undefined && !isWithin(real, this.#bounds)) {
      this.#leftOut(folder);
      return [];
    }
    let entries: Dirent<Buffer>[];
    try {
      this.#seen.add(identityOf(folder));
      // Names are bytes to the operating system: as text, those that are no UTF-8 would be other names.
      entries = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      if (this.#unreadable === 'leave out') return [];
      throw new UsageError(`the folder ${folder} cannot be read: ${messageOf(error)}`);
    }
    return entries.flatMap((entry) => this.#entry(folder, entry) ?? []);
  }

  /**
   * Throws a UsageError where the name of a file or folder below `folder` was no UTF-8: it could be neither
   * shown nor opened by its text, and leaving it out silently would plan less than was asked for. `path`: the
   * folder for people.
   */
  checkNames(folder: string, path: string): void {
    if (this.#odd.length === 0) return;
    const names = this.#odd.map((name) => relative(folder, name)).sort();
    const more = this.#odd.length - MOST_NAMES;
    throw new UsageError(
      `the names of files in ${path} are no UTF-8: ${names.slice(0, MOST_NAMES).join(', ')}` +
        (more > 0 ? `, and ${more} more` : ''),
      'rename the file or folder',
    );
  }

  #entry(folder: string, entry: Dirent<Buffer>): FolderEntry | undefined {
    if (!isUtf8(entry.name)) {
      const isHidden = entry.name[0] === 0x2e;
      if (!isHidden && (entry.isDirectory() || isYaml(entry.name.toString('latin1'))))
        this.#odd.push(join(folder, shown(entry.name)));
      return { name: entry.name.toString(), isFolder: entry.isDirectory(), isLink: false, isOdd: true };
    }
    const name = entry.name.toString();
    const path = join(folder, name);
    if (!entry.isSymbolicLink()) return { name, isFolder: entry.isDirectory(), isLink: false, isOdd: false };
    const target = targetOf(path);
    if (!target?.isDirectory()) return target && { name, isFolder: false, isLink: true, isOdd: false };
    return this.#seen.has(identityOf(path))
      ? undefined
      : { name, isFolder: true, isLink: true, isOdd: false };
  }
}

/** Whether a name is that of a YAML file. */
function isYaml(name: string): boolean {
  return /\.ya?ml$/.test(name);
}

/**
 * The `.yaml` and `.yml` files in the folder of a walk and its subfolders, as sorted relative paths with `/`.
 * Hidden files and folders are left out, and folders of packages below it.
 */
export function walkFolder(folder: string, walk: Walk): string[] {
  return [...yamlFiles(walk, folder, '')].sort();
}

function* yamlFiles(walk: Walk, folder: string, prefix: string): Generator<string> {
  // Links come last: a folder is found by its own path rather than through a link.
  const entries = walk.list(folder).sort((one, other) => Number(one.isLink) - Number(other.isLink));
  for (const { name, isFolder, isOdd } of entries) {
    if (isOdd || name.startsWith('.') || (isFolder && NOT_OURS.has(name))) continue;
    if (isFolder) yield* yamlFiles(walk, join(folder, name), `${prefix}${name}/`);
    else if (isYaml(name)) yield `${prefix}${name}`;
  }
}

/** What a symbolic link leads to; undefined where that is nothing that can be read. */
function targetOf(link: string): Stats | undefined {
  try {
    return statSync(link, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function identityOf(folder: string): string {
  const { dev, ino } = statSync(folder);
  return `${dev} ${ino}`;
}

/** A name for people; bytes that are no UTF-8 as in a shell: `gr\xfcn.yaml`. */
function shown(name: Buffer): string {
  return name
    .toString('latin1')
    .replaceAll(/[^\x20-\x7e]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
