import { cameAlong } from './along.ts';
import { describeRow } from './describe.ts';
import { linksTo, rowsMeant } from './links.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';
import type { Value } from '../../blueprint/value.ts';
import { pkText } from '../../semantics/pk-text.ts';

/** What deleting one object would do to others. */
export interface Cascade {
  /** Every object that is deleted, the first one included. */
  readonly gone: readonly OverlayRow[];
  /** Fields that the server clears: a link set to null, or an item taken out of a list. */
  readonly cleared: readonly {
    readonly row: OverlayRow;
    readonly field: string;
    readonly goes: OverlayRow;
  }[];
}

/**
 * Follows the links to an object, and what came along with it, as the server does when the object is deleted (rest-api-2023.2, point 24:
 * DELETE cascades silently; the catalog says what each link does then). A model that can link to it and has
 * not been read is remembered as a question; the result is complete once that is answered.
 */
export function followDelete(overlay: Overlay, row: OverlayRow): Cascade {
  const gone = new Map<string, OverlayRow>([[row.id, row]]);
  const cleared: Cascade['cleared'][number][] = [];
  const queue = [row];
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const other of cameAlong(overlay, next)) {
      if (gone.has(other.id)) continue;
      gone.set(other.id, other);
      queue.push(other);
    }
    for (const link of linksTo(overlay.catalog, next.model)) {
      if (!overlay.knows({ model: link.model })) continue;
      for (const other of overlay.pointingAt(link.model, link.name, next)) {
        if (
          gone.has(other.id) ||
          !rowsMeant(overlay, link.field, overlay.value(other, link.name)).includes(next)
        )
          continue;
        if (link.field.onDelete === 'cascade' && link.field.type !== 'array') {
          gone.set(other.id, other);
          queue.push(other);
        } else {
          cleared.push({ row: other, field: link.name, goes: next });
        }
      }
    }
  }
  return { gone: [...gone.values()], cleared: cleared.filter(({ row: other }) => !gone.has(other.id)) };
}

/** Deletes an object in the overlay, with all that the server will delete or clear along with it. */
export function deleteRow(overlay: Overlay, cascade: Cascade): void {
  const root = cascade.gone[0];
  for (const { row, field, goes } of cascade.cleared) {
    const value = overlay.value(row, field);
    const key = pkText(overlay.key(goes));
    const left = Array.isArray(value) ? value.filter((item) => pkText(item) !== key) : null;
    const said = row.provenanceOf.get(field);
    // What an entry adds to a list that it merges is written without what goes.
    if (left && said && addsTo(row, field, left)) overlay.set(row, field, left, said);
    else overlay.clear(row, field, left);
  }
  if (root) {
    root.deleteAffectsOthers = cascade.gone.length > 1 || cascade.cleared.length > 0;
    root.clears = cascade.cleared;
  }
  for (const row of cascade.gone) row.goneAs = describeRow(overlay, row);
  for (const row of cascade.gone) row.deletedBy = root?.id;
}

/** Whether entries add to a list of an object that is there, and so it must be written whatever goes from it. */
function addsTo({ added, actual }: OverlayRow, field: string, left: readonly Value[]): boolean {
  const before = actual?.[field];
  const there = new Set((Array.isArray(before) ? before : []).map(pkText));
  return added.has(field) && left.some((item) => !there.has(pkText(item)));
}
