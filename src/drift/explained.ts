import { isBrake } from '../diagnostics/brakes.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic, EntryRef } from '../diagnostics/diagnostic.ts';
import type { FilePlace } from '../source/file-place.ts';
import type { Found } from './find-differences.ts';

/** Findings that say what a difference says. */
const SHOWN: ReadonlySet<Code> = new Set<Code>(['orphan', 'protected-left-alone']);

/** What a plan finds, as somebody should be told it who only looks. */
export interface Explained {
  readonly findings: readonly Diagnostic[];
  /** The changes whose object is there under another name, by row: another has what is to be unique in it. */
  readonly renamed: ReadonlySet<string>;
}

/**
 * Leaves out what is about doing something (brakes), and what differences say. That another object has a value that a
 * missing one needs is how a rename looks: it tells what became of that one.
 */
export function explain(diagnostics: readonly Diagnostic[], found: readonly Found[]): Explained {
  const missing = new Map(
    found.flatMap(({ kind, change }) =>
      kind === 'missing' && change.place && change.entry
        ? [[entryKey(change.place.path, change.entry), change.row]]
        : [],
    ),
  );
  const renamed = new Set<string>();
  const findings = diagnostics.flatMap((one): Diagnostic[] => {
    if (isBrake(one.code) || (found.length > 0 && SHOWN.has(one.code))) return [];
    const row =
      one.code === 'value-taken' && one.place && one.entry
        ? missing.get(entryKey(one.place.file.path, one.entry))
        : undefined;
    if (row === undefined) return [one];
    renamed.add(row);
    return [];
  });
  return { findings, renamed };
}

function entryKey(path: FilePlace['path'], { index }: EntryRef): string {
  return `${path}#${index}`;
}
