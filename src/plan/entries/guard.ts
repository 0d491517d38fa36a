import type { Value } from '../../blueprint/value.ts';
import type { Field, Protection } from '../../catalog/model.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { DesiredValue } from './accept-desired.ts';
import { letThrough } from './additions.ts';
import type { PlanContext } from './plan-context.ts';
import { allowName } from './protect.ts';
import { refuse } from './refuse.ts';

/**
 * The part of a desired value that may be written to a protected object; undefined: nothing. What is
 * prevented is recorded on the row.
 */
export function guard(
  context: PlanContext,
  row: OverlayRow,
  protection: Protection,
  name: string,
  field: Field,
  desired: DesiredValue,
): Value | undefined {
  const { overlay } = context;
  const { value, isLess } = letThrough(overlay, protection, name, field, desired.value, row.actual?.[name]);
  if (!isLess) return value;
  refuse(context, row, {
    action: 'update',
    why: protection.why,
    allow: allowName(overlay, row, protection),
    provenance: desired.provenance,
  }).fields.set(name, { value: desired.value, provenance: desired.provenance });
  return value;
}
