import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { RuleSeverities } from './project.ts';

/** Findings with the severities that the project gives to their codes, without those that it turns off. */
export function withSeverities(
  diagnostics: readonly Diagnostic[],
  rules: RuleSeverities,
): readonly Diagnostic[] {
  if (rules.size === 0) return diagnostics;
  return diagnostics.flatMap((diagnostic): readonly Diagnostic[] => {
    const severity = rules.get(diagnostic.code);
    if (severity === undefined || severity === diagnostic.severity) return [diagnostic];
    return severity === 'off' ? [] : [{ ...diagnostic, severity }];
  });
}
