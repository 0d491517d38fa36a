import type { Outcome } from '../apply/outcome.ts';
import type { Change } from '../plan/value/plan.ts';
import type { Facts } from './log-line.ts';

/** What a log says of a change: that it is begun, or what came of it. It names fields and holds no values. */
export function changeFacts(change: Change, outcome?: Outcome): Facts {
  const { id, action, model, key, itemKey, place, fields } = change;
  const undo = outcome && 'undo' in outcome ? outcome.undo : undefined;
  return {
    state: outcome?.state ?? 'begun',
    id,
    action,
    model,
    key,
    itemKey,
    fields: fields.map(({ path }) => path),
    file: place?.path,
    line: place?.line,
    made: outcome && 'made' in outcome ? outcome.made?.key : undefined,
    waitedFor:
      outcome?.state === 'skipped' && outcome.because.kind === 'waited' ? outcome.because.for : undefined,
    undone: undo && undo.isDone,
    notUndone: undo?.why,
    lost: undo && undo.lostFields.length > 0 ? [...undo.lostFields] : undefined,
    because: outcome?.state === 'skipped' ? outcome.because.kind : undefined,
  };
}
