import { isDict, Later, PyFloat, PyTime, type Value } from './value.ts';
import { soundsSecret } from '../source/sounds-secret.ts';
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

/** A shorter part of a secret is a word like any other (`any`, `22`), and tells nothing by itself. */
const SHORTEST_PART = 6;

/**
 * Whether a text that is a part of a secret mapping or list is to be looked for in other texts: `key`, what it
 * stands under there.
 */
export function tellsSecret(key: string, text: string): boolean {
  return text.length >= SHORTEST_PART || soundsSecret(key);
}

/** The texts of a secret that are to be looked for in other texts. */
export function textsOfSecret(value: Value): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => telling('', item));
  return isDict(value) ? Object.entries(value).flatMap(([key, item]) => telling(key, item)) : textsIn(value);
}

function telling(key: string, value: Value): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => telling(key, item));
  return isDict(value) ? textsOfSecret(value) : textsIn(value).filter((text) => tellsSecret(key, text));
}
