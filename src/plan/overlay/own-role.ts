import type { Value } from '../../blueprint/value.ts';
import type { Field } from '../../catalog/model.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * A list of roles with the one that the server made for the object's own permissions, where it is in it: no
 * entry names it, and to take it out would take the permissions away (releases in which a user's permissions
 * go to a role, see the catalog).
 */
export function withOwnRole(
  overlay: Overlay,
  row: OverlayRow,
  field: Field,
  name: string,
  wanted: Value,
): Value {
  const holders = overlay.catalog.permissions?.holders ?? {};
  const indirect = Object.values(holders).find(
    (holder) => holder.kind === 'indirect' && holder.model === row.model,
  );
  const roles = indirect?.kind === 'indirect' ? holders[indirect.by]?.model : undefined;
  const stored = row.actual?.[name];
  if (
    indirect?.kind !== 'indirect' ||
    roles === undefined ||
    !field.references?.includes(roles) ||
    !Array.isArray(wanted) ||
    !Array.isArray(stored) ||
    !overlay.knows({ model: roles })
  )
    return wanted;
  const own = indirect.name.replace('{key}', String(overlay.key(row)));
  const kept = stored.filter((key) => {
    const role = overlay.rowOf([roles], key);
    return role?.actual?.['name'] === own && !wanted.some((item) => overlay.rowOf([roles], item) === role);
  });
  return kept.length === 0 ? wanted : [...wanted, ...kept];
}
