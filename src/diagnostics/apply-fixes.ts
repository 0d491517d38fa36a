import type { SourceFile } from '../source/source-file.ts';
import type { Diagnostic, Edit, Fix } from './diagnostic.ts';

/** A text after fixes were applied to it. */
export interface FixedText {
  readonly text: string;
  /** The findings that were fixed. */
  readonly fixed: readonly Diagnostic[];
}

/** The fix of a finding that needs no decision; undefined when there is none, or it edits another file. */
export function mechanicalFix({ fixes, place }: Diagnostic): Fix | undefined {
  return fixes?.find(
    ({ mechanical, edits }) =>
      mechanical === true &&
      edits.length > 0 &&
      edits.every((edit) => edit.place.file.path === place?.file.path),
  );
}

/**
 * Applies the mechanical fixes of the findings about a file to its text. A fix is applied completely or not
 * at all: one that overlaps an earlier one is left for another round, when places are up to date again.
 * Nothing else in the text changes; lines that a fix adds end like those of the file.
 */
export function applyFixes(file: SourceFile, diagnostics: readonly Diagnostic[]): FixedText {
  const taken: Edit[] = [];
  const fixed: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.place?.file.path === file.path ? mechanicalFix(diagnostic) : undefined;
    if (!fix || fix.edits.some((edit) => taken.some((other) => overlap(edit, other)))) continue;
    taken.push(...fix.edits);
    fixed.push(diagnostic);
  }
  const lineEnd = /\r?\n/.exec(file.text)?.[0] ?? '\n';
  let text = '';
  let done = 0;
  for (const { place, text: replacement } of taken.sort(
    (a, b) => a.place.span.start - b.place.span.start || a.place.span.end - b.place.span.end,
  )) {
    text += file.text.slice(done, place.span.start) + replacement.replace(/\r?\n/g, lineEnd);
    done = place.span.end;
  }
  return { text: text + file.text.slice(done), fixed };
}

/**
 * Whether two edits cannot both be made: they overlap, or both insert at one offset, which leaves their order
 * open.
 */
function overlap({ place: { span: one } }: Edit, { place: { span: other } }: Edit): boolean {
  return (one.start < other.end && other.start < one.end) || one.start === other.start;
}
