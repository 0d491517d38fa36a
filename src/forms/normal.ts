import type { Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import { formOf } from './form-of.ts';
import type { KeyOf } from './form.ts';

/** For who knows no objects: a key is as it is written. */
export const keysAsWritten: KeyOf = () => undefined;

/**
 * A text that two values of a field share when they are the same in the form's normal form; undefined when
 * the value holds something unknown.
 */
export function normal(field: Shape, value: Value, keyOf: KeyOf): string | undefined {
  if (value === null) return canonicalJson(value);
  return formOf(field).normal(field, value, { keyOf, part: (part, item) => normal(part, item, keyOf) });
}

/**
 * Whether the server has what is wanted of a field: both have one normal form, or the stored value is what
 * the server makes of the wanted one. Both are in the form that `accept` gives. What the server has yet to
 * make is the same as nothing but itself.
 */
export function sameValue(
  field: Shape,
  wanted: Value | undefined,
  stored: Value | undefined,
  keyOf: KeyOf,
): boolean {
  const [one, other] = [normal(field, wanted ?? null, keyOf), normal(field, stored ?? null, keyOf)];
  if (one === undefined || other === undefined) return wanted === stored;
  if (one === other) return true;
  const isGiven = (value: Value | undefined): boolean => value !== null && value !== undefined;
  return isGiven(wanted) && isGiven(stored) && formOf(field).becomes?.(field, one, other) === true;
}
