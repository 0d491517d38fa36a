import type { Resource } from '../../catalog/model.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { marksOfAlong } from '../overlay/unfinished-along.ts';
import { unfinishedFields } from '../overlay/unfinished.ts';
import { acceptDesired } from './accept-desired.ts';
import { desiredValuesOf } from './desired-values.ts';
import type { EntryScope } from './entry-scope.ts';
import { setDesired } from './set-desired.ts';

/**
 * Plans what is left to do for the object of an entry that only creates it (`state: created`): values that a run
 * had not written yet when it was cut off, and the field that held the mark, also of what came along with it. Gives false when one of them cannot
 * be written, which has been reported.
 */
export function finishCreated(scope: EntryScope, model: Resource, row: OverlayRow): boolean {
  const { entry, context } = scope;
  const left = context.importer
    ? []
    : [
        ...unfinishedFields(model, row.actual),
        ...(context.overlay.owned(row)?.pending ?? []),
        ...marksOfAlong(context.overlay, row),
      ];
  if (left.length === 0 || !entry.attrs) return true;
  const names = new Set(left.flatMap((name) => [name, model.fields[name]?.setter?.mark]));
  const pairs = entry.attrs.pairs.filter(({ key }) => names.has(key));
  const values = scope.map({ ...entry.attrs, pairs }, 'value', model);
  const desired =
    values && acceptDesired(context, row, model.name, desiredValuesOf(scope, values, model.name));
  if (!desired) return false;
  setDesired(context, row, desired);
  return true;
}
