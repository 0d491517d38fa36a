import { join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../diagnostics/errors.ts';
import type { Walk } from './walk-folder.ts';

/*
 * Files by a pattern: `*` and `?` in a name, `[a-z]` and `[!a-z]` for a character, `**` for any folders,
 * `{a,b}` for either, and a backslash before what stands for itself. As in a shell, a wildcard matches no
 * hidden name. A pattern may come from a stranger's project file, so its time grows with its length only:
 * libraries make regular expressions of patterns, and `*a*a*a*a*b` then takes minutes for one name.
 */

const WILDCARD = /[*?[\]{}]/;

/** The most patterns that the braces of one make. */
const MOST_ALTERNATIVES = 100;

/** Whether a path is a pattern. */
export function isGlob(path: string): boolean {
  return WILDCARD.test(path);
}

/** What tells whether a path, or a name, is as a pattern says; its parts are between slashes. */
export function isPathOf(pattern: string): (path: string) => boolean {
  const all = alternatives(pattern).map((one) => one.split('/').map(parsePart));
  return (path) =>
    all.some((parts) =>
      path
        .split('/')
        .reduce<readonly number[]>((open, name) => step(parts, open, name), start(parts))
        .includes(parts.length),
    );
}

/** The folder that a pattern, as an absolute path, starts in: what stands before the first part with a wildcard. */
export function folderOfGlob(absolute: string): string {
  const parts = absolute.split(sep);
  const wild = parts.findIndex(isGlob);
  return (wild < 0 ? parts.slice(0, -1) : parts.slice(0, wild)).join(sep) || sep;
}

/**
 * The files that match a pattern, as sorted absolute paths. Throws a UsageError for a pattern with too many
 * alternatives, and for a file that matches and has a name that is no UTF-8.
 */
export function filesOf(pattern: string, cwd: string, walk: Walk): string[] {
  const found = new Set<string>();
  for (const alternative of alternatives(pattern)) {
    const absolute = resolve(cwd, alternative);
    const folder = folderOfGlob(absolute);
    const parts = absolute.slice(join(folder, sep).length).split(sep).map(parsePart);
    for (const { path, isOdd } of matches(folder, parts, start(parts), walk)) {
      if (isOdd)
        throw new UsageError(`the name of ${relative(cwd, path)} is no UTF-8`, 'rename the file or folder');
      found.add(path);
    }
  }
  return [...found].sort();
}

/** A part of a pattern between slashes: any folders, or what a name must look like. */
type Part = '**' | { readonly pieces: readonly Piece[]; readonly isHidden: boolean };
/** What stands for any characters, or for one of which it says whether it is right. */
type Piece = '*' | ((character: string) => boolean);

function* matches(
  folder: string,
  parts: readonly Part[],
  open: readonly number[],
  walk: Walk,
): Generator<{ readonly path: string; readonly isOdd: boolean }> {
  for (const { name, isFolder, isOdd } of walk.list(folder)) {
    const next = step(parts, open, name);
    const path = join(folder, name);
    if (isFolder) {
      if (!isOdd && next.some((at) => at < parts.length)) yield* matches(path, parts, next, walk);
    } else if (next.includes(parts.length)) yield { path, isOdd };
  }
}

/** The parts that the first name may belong to. */
function start(parts: readonly Part[]): number[] {
  return withFollowing(parts, [0]);
}

/** The parts that the next name may belong to after one that may belong to `open`; the length at the end. */
function step(parts: readonly Part[], open: readonly number[], name: string): number[] {
  const isHidden = name.startsWith('.');
  return withFollowing(
    parts,
    open.flatMap((at) => {
      const part = parts[at];
      if (part === undefined) return [];
      if (part === '**') return isHidden ? [] : [at];
      return part.isHidden === isHidden && isMatch(part.pieces, name) ? [at + 1] : [];
    }),
  );
}

/** `**` may also stand for no folder. */
function withFollowing(parts: readonly Part[], open: readonly number[]): number[] {
  const all = new Set<number>();
  for (let at of open) {
    all.add(at);
    while (parts[at] === '**') all.add((at += 1));
  }
  return [...all];
}

/** A `*` takes as little as it can, and more where the rest does not match; only the last one has to. */
function isMatch(pieces: readonly Piece[], name: string): boolean {
  const characters = [...name];
  let [at, piece, retryAt, retryPiece] = [0, 0, 0, -1];
  while (at < characters.length) {
    const wanted = pieces[piece];
    if (wanted === '*') [retryAt, retryPiece, piece] = [at, piece, piece + 1];
    else if (wanted?.(characters[at] ?? '')) [at, piece] = [at + 1, piece + 1];
    else if (retryPiece >= 0) [at, retryAt, piece] = [retryAt + 1, retryAt + 1, retryPiece + 1];
    else return false;
  }
  return pieces.slice(piece).every((one) => one === '*');
}

function parsePart(text: string): Part {
  if (text === '**') return '**';
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; ) {
    const set = /^\[(?<not>[!^]?)(?<members>\]?[^\]]*)\]/u.exec(text.slice(at));
    const [character = ''] = text.slice(at);
    if (character === '*') pieces.push('*');
    else if (character === '?') pieces.push(() => true);
    else if (set) pieces.push(oneOf(set.groups?.['members'] ?? '', set.groups?.['not'] !== ''));
    else {
      const literal = character === '\\' ? (text[at + 1] ?? character) : character;
      pieces.push((one) => one === literal);
    }
    if (set) at += set[0].length;
    else at += character === '\\' && at + 1 < text.length ? 2 : character.length;
  }
  return { pieces, isHidden: /^\\?\./.test(text) };
}

function oneOf(members: string, negated: boolean): (character: string) => boolean {
  const ranges = [...members.matchAll(/(.)-(.)|(.)/gsu)].map(([all, low, high]) => [low ?? all, high ?? all]);
  return (one) => ranges.some(([low = '', high = '']) => low <= one && one <= high) !== negated;
}

/** The patterns that the braces of one stand for. */
function alternatives(pattern: string): string[] {
  const done: string[] = [];
  const waiting = [pattern];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (done.length + waiting.length >= MOST_ALTERNATIVES)
      throw new UsageError(
        `${pattern} has more than ${MOST_ALTERNATIVES} alternatives`,
        'use several patterns, or a wildcard',
      );
    // The innermost first, so that those in others are gone when these are looked at.
    const braces = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (!braces) done.push(next);
    else {
      const [before, after] = [next.slice(0, braces.index), next.slice(braces.index + braces[0].length)];
      waiting.push(...(braces[1] ?? '').split(',').map((one) => `${before}${one}${after}`));
    }
  }
  return done;
}
