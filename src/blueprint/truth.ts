import { isDict, PyFloat, Unknown, type Value } from './value.ts';

/**
 * Python's bool(): false for null, false, 0, empty text, empty lists and mappings; the text "false" is true.
 * The key of an object to come is true; what only the server will know is undecided.
 */
export function isTruthy(value: Value): boolean | Unknown {
  if (value instanceof Unknown) return value;
  if (value === null || typeof value !== 'object') return Boolean(value);
  if (value instanceof PyFloat) return value.float !== 0;
  if (Array.isArray(value)) return value.length > 0;
  return isDict(value) ? Object.keys(value).length > 0 : true;
}
