import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { KnownSecrets } from '../source/known-secrets.ts';

/**
 * A finding without secrets in its texts. A fix that would write one is left out: with `(secret)` in its place
 * it would be wrong.
 */
export function maskDiagnostic(diagnostic: Diagnostic, { mask }: KnownSecrets): Diagnostic {
  const { message, hint, notes, entry, fixes } = diagnostic;
  return {
    ...diagnostic,
    message: mask(message),
    hint: hint === undefined ? undefined : mask(hint),
    notes: notes?.map((note) => ({ ...note, message: mask(note.message) })),
    entry: entry && { ...entry, model: mask(entry.model) },
    fixes: fixes
      ?.filter(({ edits }) => edits.every(({ text }) => mask(text) === text))
      .map((fix) => ({ ...fix, title: mask(fix.title) })),
  };
}
