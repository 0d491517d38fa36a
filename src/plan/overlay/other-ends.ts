import { Ref, type Value } from '../../blueprint/value.ts';
import type { Catalog, Field, ModelName } from '../../catalog/model.ts';
import { linksTo, rowsMeant } from './links.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/** A list of another model that holds the same links from the other end. */
export interface OtherEnd {
  readonly model: ModelName;
  readonly name: string;
  readonly field: Field;
}

/**
 * The lists of other models that hold the same links from the other end: the users of a group are the groups
 * of its users.
 */
export function otherEnds(
  catalog: Catalog,
  model: ModelName,
  name: string,
  field: Field,
): readonly OtherEnd[] {
  return linksTo(catalog, model).filter(
    (link) =>
      link.field.type === 'array' &&
      link.model !== model &&
      (field.references ?? []).includes(link.model) &&
      link.name !== name,
  );
}

/**
 * Updates the lists at the other end of a list that an entry owns. Where earlier entries own those, the later
 * write decides on the server, link by link (measured on a real 2025.12.4: a user with no groups, then a
 * group with this user). Without this, every run would remove at one end what the other end then lacks.
 */
export function ownAtOtherEnds(
  overlay: Overlay,
  row: OverlayRow,
  name: string,
  field: Field,
  value: Value,
): void {
  if (!field.references || !Array.isArray(value) || row.added.has(name)) return;
  for (const end of otherEnds(overlay.catalog, row.model, name, field)) {
    const meant = new Set(rowsMeant(overlay, field, value));
    for (const other of overlay.rows(end.model)) {
      const theirs = other.set.get(end.name);
      const provenance = other.provenanceOf.get(end.name);
      if (!Array.isArray(theirs) || !provenance || other.added.has(end.name)) continue;
      const isThere = rowsMeant(overlay, end.field, theirs).includes(row);
      if (isThere === meant.has(other)) continue;
      if (isThere)
        overlay.set(
          other,
          end.name,
          theirs.filter((item) => overlay.rowOf(end.field.references ?? [], item) !== row),
          provenance,
        );
      // A new object that waits for no other of this model is created before this one, whose create then
      // makes the link: if each named the other, one more write would be needed.
      else if (row.actual || other.actual || theirs.some((item) => item instanceof Ref))
        overlay.set(other, end.name, [...theirs, overlay.key(row)], provenance);
    }
  }
}
