import type { Value } from '../../blueprint/value.ts';
import type { Field, Resource } from '../../catalog/model.ts';
import { sameValue } from '../../forms/normal.ts';
import type { DesiredValue } from './accept-desired.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/**
 * A file that deletes an object and makes it again replaces it. When the object that exists is just what
 * would be made, there is nothing to replace: otherwise such a file would never come to rest. Gives the
 * deleted object to take back: one that has all that is wanted, the server's defaults in every other field,
 * and whose delete nothing else would notice.
 */
export function sameAsDeleted(
  overlay: Overlay,
  model: Resource,
  desiredValues: ReadonlyMap<string, DesiredValue>,
): OverlayRow | undefined {
  return overlay.deleted(model.name).find(
    (row) =>
      !row.missed &&
      Object.entries(model.fields).every(([name, field]) => {
        if (field.readOnly || field.writeOnly) return true;
        const desired = desiredValues.get(name);
        if (desired) return sameValue(field, desired.value, row.actual?.[name], overlay.keyOf);
        if (field.generated || field.volatile) return true;
        const usual = field.default ?? emptyOf(field);
        return usual === undefined || sameValue(field, usual, row.actual?.[name], overlay.keyOf);
      }),
  );
}

/** What a field has that nobody gives a value; undefined where the catalog does not tell. */
function emptyOf(field: Field): Value | undefined {
  if (field.nullable) return null;
  if (field.type === 'array') return [];
  if (field.type === 'object') return {};
  return field.type === 'string' && !field.enum ? '' : undefined;
}
