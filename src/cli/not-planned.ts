import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { leftOutText } from '../report/format-diagnostics.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/**
 * How a run ends whose plan has errors: because of the blueprints, in the words `ofBlueprints`, or because the
 * server does not show the token's user what a plan must know. Files that their label leaves out are counted.
 */
export function notPlanned(
  diagnostics: readonly Diagnostic[],
  ofBlueprints: string,
  prunes: boolean | undefined,
): { readonly why: string; readonly code: ExitCode } {
  const ofServer = (one: Diagnostic): boolean =>
    one.code === 'model-unreadable' || (one.code === 'server-empty' && one.severity === 'error');
  const isOfServer = diagnostics.some(ofServer);
  const why = isOfServer
    ? 'The server does not show what must be known to plan; nothing was changed.'
    : ofBlueprints;
  return {
    why: why.replace(/\.$/, `${leftOutText(diagnostics)}.`),
    code: isOfServer ? EXIT.server : EXIT.findings,
  };
}
