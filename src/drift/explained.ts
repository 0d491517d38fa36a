import { isBrake } from '../diagnostics/brakes.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic, EntryRef } from '../diagnostics/diagnostic.ts';
import type { FilePlace } from '../source/file-place.ts';
import type { Child } from '../plan/unmanaged/report-children.ts';
import type { Found } from './find-differences.ts';

/** Findings that say what a difference says. */
const SHOWN: ReadonlySet<Code> = new Set<Code>(['orphan', 'protected-left-alone', 'child-not-declared']);

/** What a plan finds, as somebody should be told it who only looks. */
export interface Explained {
  readonly findings: readonly Diagnostic[];
  /** The changes whose object is there under another name, by row: another has what is to be unique in it. */
  readonly renamed: ReadonlySet<string>;
  /** What no file names, where no comment ignores that. */
  readonly children: readonly Child[];
}

/**
 * Leaves out what is about doing something (brakes), and what differences say. That another object has a value that a
 * missing one needs is how a rename looks: it tells what became of that one.
 */
export function explain(
  diagnostics: readonly Diagnostic[],
  found: readonly Found[],
  children: readonly Child[],
): Explained {
  const missing = new Map(
    found.flatMap(({ kind, change }) =>
      kind === 'missing' && change.place && change.entry
        ? [[entryKey(change.place.path, change.entry), change.row]]
        : [],
    ),
  );
  const renamed = new Set<string>();
  const noted = new Set<string>();
  const findings = diagnostics.flatMap((one): Diagnostic[] => {
    if (one.code === 'child-not-declared' && one.place && one.entry)
      noted.add(entryKey(one.place.file.path, one.entry));
    if (isBrake(one.code) || SHOWN.has(one.code)) return [];
    const row =
      one.code === 'value-taken' && one.place && one.entry
        ? missing.get(entryKey(one.place.file.path, one.entry))
        : undefined;
    if (row === undefined) return [one];
    renamed.add(row);
    return [];
  });
  const isNoted = ({ place, entry }: Child): boolean =>
    entry !== undefined && noted.has(entryKey(place.path, entry));
  return { findings, renamed, children: children.filter(isNoted) };
}

function entryKey(path: FilePlace['path'], { index }: EntryRef): string {
  return `${path}#${index}`;
}
