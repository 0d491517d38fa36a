import { isDict, Later, PyFloat, PyTime, type Value } from './value.ts';
import { floatText } from './python-text.ts';

/** The texts in a value, at any depth, numbers and times as they are written; not the keys of mappings. */
export function textsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)];
  if (value === null || typeof value === 'boolean') return [];
  if (value instanceof PyFloat) return [floatText(value.float)];
  if (value instanceof PyTime) return [value.iso];
  if (value instanceof Later) return value.values.flatMap(textsIn);
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isDict(value) ? Object.values(value).flatMap(textsIn) : [];
}
