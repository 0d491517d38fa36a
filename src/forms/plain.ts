import { floatText } from '../blueprint/python-text.ts';
import { isDict, isOpen, Opaque, PyFloat, PyTime, type Value } from '../blueprint/value.ts';

/** The key that marks a tag, or another value that only the server will know, in a value for a schema. */
export const TAG = '$tag';

/** The schema of a tag in a value for a schema; the definition `tag` of every schema. */
export const TAG_SCHEMA = { type: 'object', required: [TAG] };

/** Stands for a value that JSON does not have: it has none of the types of JSON Schema. */
export const NOT_JSON: unique symbol = Symbol('not JSON');

/** What keeps a text out of the server's database: see `isStorable`. */
export const NOT_STORED = 'a character that the server does not store (a null character, or half of a pair)';

/** Whether the server's database can hold a text: no null character, no surrogate without its other half. */
export function isStorable(text: string): boolean {
  return !/\0|\p{Cs}/u.test(text);
}

/** A value as plain JSON; NOT_JSON for dates, infinities, NaN, and texts that no database holds. */
export function plainJson(value: Value): unknown {
  if (isOpen(value)) return { [TAG]: 'unknown' };
  if (value instanceof Opaque) return { [TAG]: value.tag };
  if (value instanceof PyTime) return NOT_JSON;
  if (value instanceof PyFloat) return Number.isFinite(value.float) ? value.float : NOT_JSON;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (isDict(value)) {
    if (!Object.keys(value).every(isStorable)) return NOT_JSON;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainJson(item)]));
  }
  return typeof value === 'string' && !isStorable(value) ? NOT_JSON : value;
}

/** The text that Python's str() gives for a text or a number; undefined for anything else. */
export function plainText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof PyFloat) return floatText(value.float);
  return undefined;
}
