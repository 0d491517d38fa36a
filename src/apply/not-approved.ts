import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isWritten, type Plan } from '../plan/value/plan.ts';
import type { ApplyOutcome } from './outcome.ts';

/**
 * The outcome of a plan that is done as a whole or not at all, and is not what was approved any more: nothing was
 * sent. `moved`: the changes that would do something else now, by their ids, and why.
 */
export function notApproved(
  { changes }: Plan,
  moved: ReadonlyMap<string, readonly Diagnostic[]>,
): Omit<ApplyOutcome, 'requests'> {
  return {
    outcomes: changes
      .filter(isWritten)
      .map((change) => ({ state: 'stale', change, diagnostics: moved.get(change.id) ?? [] })),
    diagnostics: [...moved.values()].flat(),
    interrupted: false,
    refused: true,
    seconds: 0,
  };
}
