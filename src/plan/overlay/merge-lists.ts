import type { Value } from '../../blueprint/value.ts';
import type { Field } from '../../catalog/model.ts';
import { itemOf } from '../../catalog/item-of.ts';
import { normal } from '../../forms/normal.ts';
import { rowsMeant } from './links.ts';
import { type OtherEnd, otherEnds } from './other-ends.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/*
 * Merged lists. An entry that merges a list declares items that must be in it and leaves the others alone:
 * the desired value is what the list has, followed by these items. Several entries that merge one list add
 * up, and their items are also added to the value of an entry that owns the list, whichever comes first.
 */

/**
 * The value to write for a desired list. The items that other entries add are part of it, and where the entry
 * only adds (`merge`), what the list has stays in it. Any other value is given back unchanged.
 */
export function withMerged(
  overlay: Overlay,
  row: OverlayRow,
  field: Field,
  desired: { readonly name: string; readonly value: Value; readonly merge: boolean },
): Value {
  const { name, value, merge } = desired;
  if (field.type !== 'array' || !Array.isArray(value)) return value;
  const added = row.added.get(name) ?? [];
  if (!merge) return joined(overlay, field, value, added);
  row.added.set(name, joined(overlay, field, added, value));
  const there = row.actual || row.set.has(name) ? overlay.value(row, name) : [];
  return joined(overlay, field, Array.isArray(there) ? there : [], value);
}

/** A list followed by the items of another that it does not have, each of these once. */
function joined(overlay: Overlay, field: Field, list: readonly Value[], more: readonly Value[]): Value[] {
  const there = new Set(list.map((item) => itemText(overlay, field, item)));
  const all = [...list];
  for (const item of more) {
    const text = itemText(overlay, field, item);
    // A value that only the server will know equals no other.
    if (text !== undefined && there.has(text)) continue;
    there.add(text);
    all.push(item);
  }
  return all;
}

/**
 * The items that a change adds to a merged list; undefined where the change also takes items away, or where
 * the list is not merged.
 */
export function itemsAdded(
  overlay: Overlay,
  row: OverlayRow,
  name: string,
  field: Field,
  after: Value,
): Value[] | undefined {
  const before = row.actual?.[name];
  if (!row.added.has(name) || !Array.isArray(before) || !Array.isArray(after)) return undefined;
  const [old, now] = [before, after].map(
    (list) => new Set(list.map((item: Value) => itemText(overlay, field, item))),
  ) as [Set<string | undefined>, Set<string | undefined>];
  if ([...old].some((text) => !now.has(text))) return undefined;
  return after.filter((item) => !old.has(itemText(overlay, field, item)));
}

/** An item of a list as a text that equal items share; undefined while it is not known. */
function itemText(overlay: Overlay, field: Field, item: Value): string | undefined {
  return normal(itemOf(field), item, overlay.keyOf);
}

/**
 * Makes the two ends of a relation agree: the users of a group are the groups of its users, and either list
 * can be written. The value of a merged list must include what entries do at the other end, or one write
 * would undo the other; and an item added at one end must be in the list at the other end, which an entry may
 * own.
 */
export function followOtherEnds(overlay: Overlay): void {
  for (const row of overlay.allRows()) {
    for (const [name, added] of row.added) {
      const field = overlay.resource(row.model).fields[name];
      const provenance = row.provenanceOf.get(name);
      const list = row.set.get(name);
      if (!field || !provenance || !Array.isArray(list)) continue;
      const ends = otherEnds(overlay.catalog, row.model, name, field);
      overlay.set(
        row,
        name,
        ends.reduce((items, end) => fromOtherEnd(overlay, row, { field, added, items }, end), list),
        provenance,
      );
    }
  }
}

/**
 * The items of a merged list after what entries do at its other end. Items added to it are put into the lists
 * of that end as well.
 */
function fromOtherEnd(
  overlay: Overlay,
  row: OverlayRow,
  list: { readonly field: Field; readonly added: readonly Value[]; readonly items: Value[] },
  end: OtherEnd,
): Value[] {
  const { field, added } = list;
  let { items } = list;
  for (const other of overlay.allRows()) {
    const theirs = other.set.get(end.name);
    const provenance = other.provenanceOf.get(end.name);
    if (other.model !== end.model || !Array.isArray(theirs) || !provenance || other.deletedBy !== undefined)
      continue;
    if (rowsMeant(overlay, field, [...added]).includes(other))
      overlay.set(other, end.name, joined(overlay, end.field, theirs, [overlay.key(row)]), provenance);
    else if (rowsMeant(overlay, end.field, theirs).includes(row))
      items = joined(overlay, field, items, [overlay.key(other)]);
    else items = items.filter((item) => overlay.rowOf(field.references ?? [], item) !== other);
  }
  return items;
}
