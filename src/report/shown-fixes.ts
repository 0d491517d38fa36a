import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import { hiddenSpans } from '../source/shown-line.ts';

/** The fixes of a finding that can be printed: one that edits a secret would reveal it. */
export function shownFixes({ fixes = [] }: Diagnostic): readonly Fix[] {
  return fixes.filter(
    ({ edits }) =>
      !edits.some(({ place: { file, span } }) =>
        hiddenSpans(file).some((secret) => secret.start < span.end && span.start < secret.end),
      ),
  );
}
