import { markedWith } from './along.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';
import { namesIn, unfinishedFields } from './unfinished.ts';

/** How a mark in one object names a field of another that came along with it. */
export function fieldAlong({ model }: Pick<OverlayRow, 'model'>, field: string): string {
  return `${model}.${field}`;
}

/**
 * Whether a run was cut off before it had written a field of an object whose value nobody can read: the inventory
 * says so, or a mark in the object, or in the one that it came along with.
 */
export function isUnfinished(overlay: Overlay, row: OverlayRow, field: string): boolean {
  if (overlay.owned(row)?.pending?.includes(field)) return true;
  if (unfinishedFields(overlay.resource(row.model), row.actual).includes(field)) return true;
  const other = row.actual && markedWith(overlay, row);
  return other !== undefined && namesIn(other.row.actual?.[other.mark]).includes(fieldAlong(row, field));
}

/** The fields of an object in which a run that was cut off has named what came along with it. */
export function marksOfAlong(overlay: Overlay, { model, actual }: OverlayRow): readonly string[] {
  const marks = (overlay.resource(model).brings ?? []).flatMap(({ mark }) => mark ?? []);
  return [...new Set(marks)].filter((mark) => namesIn(actual?.[mark]).length > 0);
}
