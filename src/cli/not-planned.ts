import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/**
 * How a run ends whose plan has errors: because of the blueprints, in the words `ofBlueprints`, or because the
 * server does not show the token's user what a plan must know.
 */
export function notPlanned(
  diagnostics: readonly Diagnostic[],
  ofBlueprints: string,
): { readonly why: string; readonly code: ExitCode } {
  const ofServer = (one: Diagnostic): boolean =>
    one.code === 'model-unreadable' || (one.code === 'server-empty' && one.severity === 'error');
  if (!diagnostics.some(ofServer)) return { why: ofBlueprints, code: EXIT.findings };
  return {
    why: 'The server does not show what must be known to plan; nothing was changed.',
    code: EXIT.server,
  };
}
