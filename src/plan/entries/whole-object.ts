import { dict, type Dict, Unknown } from '../../blueprint/value.ts';
import type { Field } from '../../catalog/model.ts';
import { isPerRequest } from '../../catalog/per-request.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/**
 * The whole object that a `!FindObject` gives: what authentik's own serializer of the model makes of it as the
 * entries so far leave it, which is what its list shows. Unknown stays what depends on who asks, what only the
 * server fills in, and what it works out anew once an entry has changed the object.
 */
export function wholeObject(overlay: Overlay, row: OverlayRow): Dict {
  const { fields, collection } = overlay.resource(row.model);
  const isChanged = !row.actual || row.set.size > 0 || row.cleared.size > 0;
  const whole = dict();
  const unknown = new Unknown('made by the server');
  for (const name of new Set([...Object.keys(row.actual ?? {}), ...Object.keys(fields)])) {
    const field = fields[name];
    if (field?.writeOnly || field?.importerOnly || (row.actual && !(name in row.actual))) continue;
    const value = overlay.value(row, name);
    if (name === collection.pk) whole[name] = overlay.key(row);
    else if (field && isPerRequest(name, field) && value !== null)
      whole[name] = new Unknown('it depends on who asks');
    else whole[name] = value === undefined || (isChanged && isMade(field)) ? unknown : value;
  }
  return whole;
}

/** Whether the server works a field out of others. */
function isMade(field: Field | undefined): boolean {
  return !field || field.readOnly === true;
}
