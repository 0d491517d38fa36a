import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Change } from '../plan/value/plan.ts';
import { placeOf, type Sources } from '../plan/value/sources.ts';
import type { ServerOutcome } from './apply-on-server.ts';
import { serverSays } from './server-says.ts';

/** The finding about a blueprint that the server did not apply. */
export function explainNotApplied(
  change: Change,
  outcome: Exclude<ServerOutcome, { readonly kind: 'applied' }>,
  sources: Sources,
): Diagnostic {
  return toDiagnostic({
    code: 'blueprint-failed',
    ...wordsOf(change.key, outcome),
    notes: serverSays(sources, saidBy(outcome)),
    place: placeOf(sources, change.place),
    entry: change.entry,
  });
}

function wordsOf(
  name: string,
  outcome: Exclude<ServerOutcome, { readonly kind: 'applied' }>,
): { readonly message: string; readonly hint: string } {
  switch (outcome.kind) {
    case 'failed':
      return {
        message: `the server could not apply ${name}: its status is "${outcome.status}"`,
        hint:
          outcome.said.length > 0
            ? 'correct what the server says; nothing of the blueprint was kept'
            : 'nothing of the blueprint was kept; the log of the server may say why',
      };
    case 'interrupted':
      return {
        message: `interrupted while the server applied ${name}`,
        hint: 'the server goes on with it; plan again to see what came of it',
      };
    case 'too-slow':
      return {
        message: `the server had not applied ${name} after ${Math.round(outcome.seconds)} s`,
        hint: 'is its worker running? give it longer with --wait, or plan again later',
      };
  }
}

function saidBy(outcome: ServerOutcome): readonly string[] {
  return outcome.kind === 'failed' || outcome.kind === 'too-slow' ? outcome.said : [];
}
