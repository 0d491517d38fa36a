import type { FileSummary } from '../../semantics/summary.ts';
import type { Span } from '../../source/source-file.ts';
import type { AcrossFacts } from './facts.ts';

/**
 * Code `was-invalid`: two entries, in one file or in two, of which comments say that their object is the same one of
 * before.
 */
export function checkWasTwice(facts: AcrossFacts): void {
  const known = new Map<string, { readonly file: FileSummary; readonly span: Span }>();
  // Files that are applied on request only are mostly alternatives.
  for (const file of facts.files.filter(({ onRequest }) => !onRequest))
    for (const { ref, identity, span } of file.former) {
      const other = known.get(identity);
      if (!other) {
        known.set(identity, { file, span });
        continue;
      }
      facts.report({
        code: 'was-invalid',
        message: 'another entry is said to have been the same object',
        hint: 'take one of the two comments out: only one of the entries can have it',
        place: facts.place(file, span),
        entry: ref,
        notes: [{ message: 'the other comment', place: facts.place(other.file, other.span) }],
      });
    }
}
