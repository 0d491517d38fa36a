import type { Value } from '../../blueprint/value.ts';
import type { Field } from '../../catalog/model.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * A desired list of roles, with the role added that the server made for the object's own permissions, where
 * the stored list has it. No entry names that role, and removing it would remove the permissions (in releases
 * where a user's permissions are granted to a role; the catalog says which).
 */
export function withOwnRole(
  overlay: Overlay,
  row: OverlayRow,
  field: Field,
  name: string,
  desired: Value,
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
    !Array.isArray(desired) ||
    !Array.isArray(stored) ||
    !overlay.knows({ model: roles })
  )
    return desired;
  const own = indirect.name.replace('{key}', String(overlay.key(row)));
  const kept = stored.filter((key) => {
    const role = overlay.rowOf([roles], key);
    return role?.actual?.['name'] === own && !desired.some((item) => overlay.rowOf([roles], item) === role);
  });
  return kept.length === 0 ? desired : [...desired, ...kept];
}
