import { encodeLike } from '../blueprint/encode.ts';
import { applyFixes, mechanicalFix } from '../diagnostics/apply-fixes.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isFixed } from '../diagnostics/fixed-codes.ts';
import type { NamedFile } from './files.ts';

/** A file whose text the fixes changed. */
export interface FixedFile {
  readonly file: NamedFile;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** The codes of the findings that were fixed, in their order. */
  readonly codes: readonly Code[];
}

/**
 * The most rounds: a fix can lead to another finding, which is then fixed as well; real files need two
 * rounds. More where fixes are applied one by one.
 */
const ROUNDS = 10;
const CAREFUL_ROUNDS = 50;

/** Checks the files and gives the result. */
export type Look<Seen> = (files: readonly NamedFile[]) => Promise<Seen>;

/**
 * Applies the mechanical fixes of findings, in memory, and checks again until none is left. A round after
 * which a file has more errors, or is unreadable, is undone; then that file's fixes are applied one by one,
 * without those that do harm. Returns the last result, the changed files, and all files as they are now.
 */
export async function fixFiles<Seen extends { readonly diagnostics: readonly Diagnostic[] }>(
  named: readonly NamedFile[],
  look: Look<Seen>,
): Promise<{
  readonly seen: Seen;
  readonly fixed: readonly FixedFile[];
  readonly files: readonly NamedFile[];
}> {
  const files = named.map(once);
  const fixed = new Map<string, FixedFile>();
  const careful = new Set<string>();
  const refused = new Set<string>();
  let seen = await look(files);
  const fixable = (path: string): readonly Diagnostic[] => {
    const all = seen.diagnostics.filter(
      (one) => one.place?.file.path === path && mechanicalFix(one) && !refused.has(keyOf(one)),
    );
    return careful.has(path) ? all.slice(0, 1) : all;
  };
  for (let round = 0; round < (careful.size === 0 ? ROUNDS : CAREFUL_ROUNDS); round++) {
    const next = new Map(fixed);
    for (const file of files) {
      const change = await fixOne(file, fixable(file.path), fixed.get(file.path));
      if (change) next.set(file.path, change);
    }
    const changed = [...next].filter(([path, change]) => fixed.get(path) !== change);
    if (changed.length === 0) break;
    const after = await look(files.map((file) => withBytes(file, next.get(file.path))));
    const worse = changed.filter(([path]) => isWorse(seen.diagnostics, after.diagnostics, path));
    for (const [path] of worse) {
      if (careful.has(path)) for (const one of fixable(path)) refused.add(keyOf(one));
      careful.add(path);
    }
    if (worse.length > 0) continue;
    seen = after;
    for (const [path, change] of changed) fixed.set(path, change);
  }
  return {
    seen,
    fixed: [...fixed.values()],
    files: files.map((file) => withBytes(file, fixed.get(file.path))),
  };
}

function keyOf({ place, code, message }: Diagnostic): string {
  return `${code} ${message} ${place?.file.path ?? ''}`;
}

async function fixOne(
  file: NamedFile,
  fixable: readonly Diagnostic[],
  already: FixedFile | undefined,
): Promise<FixedFile | undefined> {
  const source = fixable[0]?.place?.file;
  if (!source) return undefined;
  const { text, fixed } = applyFixes(source, fixable);
  if (text === source.text) return undefined;
  const before = already?.before ?? (await file.bytes());
  return {
    file,
    before,
    after: encodeLike(before, text),
    codes: [...(already?.codes ?? []), ...fixed.map(({ code }) => code)],
  };
}

/** Whether a file has more errors than before, or more errors that make it unreadable. */
function isWorse(before: readonly Diagnostic[], after: readonly Diagnostic[], path: string): boolean {
  const errors = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
    diagnostics.filter(({ severity, place }) => severity === 'error' && place?.file.path === path);
  const unread = (diagnostics: readonly Diagnostic[]): number =>
    errors(diagnostics).filter(({ code }) => isFixed(code)).length;
  return errors(after).length > errors(before).length || unread(after) > unread(before);
}

/**
 * A file that is read only once however often its bytes are asked for, as standard input cannot be read
 * again.
 */
export function once(file: NamedFile): NamedFile {
  let bytes: Promise<Uint8Array> | undefined;
  return { ...file, bytes: () => (bytes ??= file.bytes()) };
}

function withBytes(file: NamedFile, change: FixedFile | undefined): NamedFile {
  return change ? { ...file, bytes: () => Promise.resolve(change.after), isOnDisk: false } : file;
}
