import { floatText } from '../blueprint/python-text.ts';
import { isDict, isOpen, Opaque, PyFloat, PyTime, type Value } from '../blueprint/value.ts';

/** The key that marks a tag, or what else only the server will know, in what a schema sees. */
export const TAG = '$tag';

/** A tag as a schema sees it; the definition `tag` of every schema. */
export const TAG_SCHEMA = { type: 'object', required: [TAG] };

/** What JSON does not have, as a schema sees it: a value of no type. */
export const NOT_JSON: unique symbol = Symbol('not JSON');

/** A value as JSON has it; NOT_JSON for dates and for numbers that are none. */
export function plainJson(value: Value): unknown {
  if (isOpen(value)) return { [TAG]: 'unknown' };
  if (value instanceof Opaque) return { [TAG]: value.tag };
  if (value instanceof PyTime) return NOT_JSON;
  if (value instanceof PyFloat) return Number.isFinite(value.float) ? value.float : NOT_JSON;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (isDict(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainJson(item)]));
  return value;
}

/** The text that Python's str() gives for a text or a number; undefined for anything else. */
export function plainText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof PyFloat) return floatText(value.float);
  return undefined;
}
