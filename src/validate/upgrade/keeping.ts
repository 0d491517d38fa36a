import { isSince } from '../../catalog/release.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';

/**
 * The findings about files that come from the release `from`: a fix that writes what that release did without a
 * word leaves nothing to decide.
 */
export function keepingFrom(from: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    const fixes = diagnostic.fixes?.map((fix) =>
      fix.keepsFromBefore !== undefined && !isSince(from, fix.keepsFromBefore)
        ? { ...fix, mechanical: true as const }
        : fix,
    );
    return fixes ? { ...diagnostic, fixes } : diagnostic;
  });
}
