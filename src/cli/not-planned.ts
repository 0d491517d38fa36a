import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { leftOutText } from '../report/format-diagnostics.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/**
 * How a run ends whose plan has errors: because of the blueprints, in the words `ofBlueprints`, or because the
 * server does not show the token's user, or a snapshot does not hold, what a plan must know. Files that their label leaves out are counted.
 * `prunes`: with `--prune` all that the project declares must be known, so it is refused as wrong usage.
 */
export function notPlanned(
  diagnostics: readonly Diagnostic[],
  ofBlueprints: string,
  prunes: boolean | undefined,
): { readonly why: string; readonly code: ExitCode } {
  const ofServer = (one: Diagnostic): boolean =>
    one.code === 'model-unreadable' || (one.code === 'server-empty' && one.severity === 'error');
  const isOfServer = diagnostics.some(ofServer);
  const isOfSnapshot = diagnostics.some(({ code }) => code === 'not-in-snapshot');
  let why = ofBlueprints;
  if (isOfServer) why = 'The server does not show what must be known to plan; nothing was changed.';
  if (isOfSnapshot) why = 'The snapshot does not hold what must be known to plan; nothing was asked.';
  const said = why.replace(/\.$/, `${leftOutText(diagnostics)}.`);
  if (isOfServer || isOfSnapshot) return { why: said, code: EXIT.server };
  return prunes
    ? { why: `${said} --prune needs to know all that the project declares.`, code: EXIT.usage }
    : { why: said, code: EXIT.findings };
}
