import { isDict, isOpen, type Value } from '../../blueprint/value.ts';
import { itemOf } from '../../catalog/item-of.ts';
import type { Field, Json, Protection } from '../../catalog/model.ts';
import { normal, sameValue } from '../../forms/normal.ts';
import type { Overlay } from '../overlay/overlay.ts';

/** What a protection lets a field of an object become. */
export interface LetThrough {
  /** The value that may be written; undefined: the field stays as it is. */
  readonly value: Value | undefined;
  /** Something that was wanted is not in it, or something that was not wanted is. */
  readonly isLess: boolean;
}

/**
 * What a protection lets a field become that is to have the value `desired` and has `actual`. What nobody can
 * read (`writeOnly`) counts as changed.
 */
export function letThrough(
  overlay: Overlay,
  { guard, frozen }: Protection,
  name: string,
  field: Field,
  desired: Value,
  actual: Json | undefined,
): LetThrough {
  const whole: LetThrough = { value: desired, isLess: false };
  if (guard === 'keep' && !frozen.includes(name)) return whole;
  if (!field.writeOnly && sameValue(field, desired, actual, overlay.keyOf)) return whole;
  const isAlone = guard === 'leave-alone' || frozen.includes(name) || field.writeOnly === true;
  if (!isAlone && isNothing(actual)) return whole;
  if (!isAlone && Array.isArray(desired) && Array.isArray(actual)) {
    const lost = lostItems(overlay, field, desired, actual);
    return lost.length === 0 ? whole : { value: [...desired, ...lost], isLess: true };
  }
  return !isAlone && addsTo(desired, actual) ? whole : { value: undefined, isLess: true };
}

/** The items of a list that another does not have. */
export function lostItems(
  overlay: Overlay,
  field: Field,
  after: readonly Value[],
  before: readonly Json[],
): readonly Json[] {
  const item = itemOf(field);
  const kept = new Set(after.map((one) => normal(item, one, overlay.keyOf)));
  return before.filter((one) => !kept.has(normal(item, one, overlay.keyOf)));
}

/** Whether there was no value, so that any is an addition. */
function isNothing(actual: Json | undefined): boolean {
  if (actual === undefined || actual === null || actual === '') return true;
  return typeof actual === 'object' && Object.keys(actual).length === 0;
}

/** Whether a mapping has all that another has, and more. */
function addsTo(desired: Value | undefined, actual: Json | undefined): boolean {
  if (isNothing(actual)) return true;
  if (desired === undefined || isOpen(desired)) return false;
  if (isDict(desired) && isDict(actual))
    return Object.keys(actual).every((key) => addsTo(desired[key], actual[key]));
  if (Array.isArray(desired) && Array.isArray(actual))
    return actual.every((item) => desired.some((one) => isEqual(one, item)));
  return isEqual(desired, actual as Value);
}

function isEqual(one: Value, other: Value): boolean {
  return sameValue({ type: 'json' }, one, other, () => undefined);
}
