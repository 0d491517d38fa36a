import type { SourceFile } from '../source/source-file.ts';
import type { Diagnostic, Edit, Fix } from './diagnostic.ts';

/** A text with some fixes made in it. */
export interface FixedText {
  readonly text: string;
  /** The findings that were mended. */
  readonly mended: readonly Diagnostic[];
}

/**
 * The way to mend a finding that leaves nothing to decide; undefined when there is none, or it reaches into
 * another file.
 */
export function mechanicalFix({ fixes, place }: Diagnostic): Fix | undefined {
  return fixes?.find(
    ({ mechanical, edits }) =>
      mechanical === true &&
      edits.length > 0 &&
      edits.every((edit) => edit.place.file.path === place?.file.path),
  );
}

/**
 * Makes the mechanical fixes of the findings about a file in its text. A fix is made whole or not at all: one
 * that overlaps an earlier one is left for another round, when its place is known again. Nothing else of the
 * text changes; lines that a fix adds end as those of the file do.
 */
export function applyFixes(file: SourceFile, diagnostics: readonly Diagnostic[]): FixedText {
  const taken: Edit[] = [];
  const mended: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.place?.file.path === file.path ? mechanicalFix(diagnostic) : undefined;
    if (!fix || fix.edits.some((edit) => taken.some((other) => overlap(edit, other)))) continue;
    taken.push(...fix.edits);
    mended.push(diagnostic);
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
  return { text: text + file.text.slice(done), mended };
}

/** Two edits of one place cannot both be made; two insertions at one offset have no order. */
function overlap({ place: { span: one } }: Edit, { place: { span: other } }: Edit): boolean {
  return (one.start < other.end && other.start < one.end) || one.start === other.start;
}
