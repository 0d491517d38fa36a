import type { Value } from '../../blueprint/value.ts';
import type { Field, Resource } from '../../catalog/model.ts';
import { sameValue } from '../../forms/normal.ts';
import type { DesiredValue } from './accept-desired.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/**
 * The deleted object that equals the one an entry is about to create, if there is one. A file that deletes an
 * object and creates it again replaces it; when both are equal, nothing must be done, or such a file would
 * never converge. Equal means: the desired values, the server's defaults in every other field, and a delete
 * that affects no other object.
 */
export function sameAsDeleted(
  overlay: Overlay,
  model: Resource,
  desiredValues: ReadonlyMap<string, DesiredValue>,
): OverlayRow | undefined {
  return overlay.deleted(model.name).find(
    (row) =>
      !row.deleteAffectsOthers &&
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

/** The value of a field that is not set; undefined where the catalog does not say. */
function emptyOf(field: Field): Value | undefined {
  if (field.nullable) return null;
  if (field.type === 'array') return [];
  if (field.type === 'object') return {};
  return field.type === 'string' && !field.enum ? '' : undefined;
}
