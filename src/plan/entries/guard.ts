import type { Value } from '../../blueprint/value.ts';
import { itemOf } from '../../catalog/item-of.ts';
import type { Field, Protection } from '../../catalog/model.ts';
import { normal, sameValue } from '../../forms/normal.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { DesiredValue } from './accept-desired.ts';
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
  const actual = row.actual?.[name];
  if (protection.guard === 'leave-alone' || protection.frozen.includes(name)) {
    if (!field.writeOnly && sameValue(field, desired.value, actual, context.overlay.keyOf)) return undefined;
    refuse(context, row, {
      action: 'update',
      why: protection.why,
      allow: allowName(protection, row),
      provenance: desired.provenance,
    }).fields.set(name, { value: desired.value, provenance: desired.provenance });
    return undefined;
  }
  if (!protection.keep.includes(name) || !Array.isArray(desired.value) || !Array.isArray(actual))
    return desired.value;
  const item = itemOf(field);
  const kept = new Set(desired.value.map((one) => normal(item, one, context.overlay.keyOf)));
  const lost = actual.filter((one) => !kept.has(normal(item, one, context.overlay.keyOf)));
  if (lost.length === 0) return desired.value;
  refuse(context, row, {
    action: 'update',
    why: protection.why,
    allow: allowName(protection, row),
    provenance: desired.provenance,
  }).fields.set(name, { value: desired.value, provenance: desired.provenance });
  return [...desired.value, ...lost];
}
