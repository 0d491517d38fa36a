import { sameLater } from '../blueprint/compare-later.ts';
import { Later, type Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import { formOf } from './form-of.ts';
import type { KeyOf } from './form.ts';

/** A KeyOf that knows no objects: keys are compared as they are. */
export const keysAsWritten: KeyOf = () => undefined;

/**
 * The normal form of a field's value: a text that two values share when they are the same; undefined when the
 * value holds something unknown.
 */
export function normal(field: Shape, value: Value, keyOf: KeyOf): string | undefined {
  if (value === null) return canonicalJson(value);
  return formOf(field).normal(field, value, { keyOf, part: (part, item) => normal(part, item, keyOf) });
}

/**
 * Whether a stored value is the desired one: both have the same normal form, or the server turns the desired
 * into the stored value. Both are in the form that `accept` gives. A value that the server has yet to make
 * equals only itself, and a text with its key in it only the same text.
 */
export function sameValue(
  field: Shape,
  desired: Value | undefined,
  stored: Value | undefined,
  keyOf: KeyOf,
): boolean {
  const [one, other] = [normal(field, desired ?? null, keyOf), normal(field, stored ?? null, keyOf)];
  if (one === undefined || other === undefined) return desired === stored || willBeSame(desired, stored);
  if (one === other) return true;
  const isGiven = (value: Value | undefined): boolean => value !== null && value !== undefined;
  return isGiven(desired) && isGiven(stored) && formOf(field).becomes?.(field, one, other) === true;
}

function willBeSame(one: Value | undefined, other: Value | undefined): boolean {
  return one instanceof Later && other instanceof Later && sameLater(one, other) === true;
}
