import type { Change, Plan } from '../plan/value/plan.ts';
import type { DifferenceKind } from './drift.ts';

/** An object that differs, before anybody was asked who changed it. */
export interface Found {
  readonly kind: DifferenceKind;
  readonly change: Change;
}

/**
 * The objects that differ, in the order of the plan, each once; also protected ones, which no run changes. What the
 * server would do by itself is no difference.
 */
export function findDifferences({ changes }: Plan): Found[] {
  const found = new Map<string, Found>();
  for (const change of changes) {
    if (change.action === 'noop' || change.by !== undefined || change.reason?.kind === 'along') continue;
    const first = found.get(change.row);
    if (!first) found.set(change.row, { kind: kindOf(change), change });
    // The second write of an object that others refer to and that refers to them.
    else if (first.kind === 'changed')
      found.set(change.row, {
        ...first,
        change: { ...first.change, fields: [...first.change.fields, ...change.fields] },
      });
  }
  return [...found.values()];
}

function kindOf({ action, reason }: Change): DifferenceKind {
  if (action === 'create') return 'missing';
  if (action !== 'delete') return 'changed';
  return reason?.kind === 'orphan' ? 'undeclared' : 'unwanted';
}
