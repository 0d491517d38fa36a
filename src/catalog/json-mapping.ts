import type { Json } from './model.ts';

/** A mapping of JSON: an object, and no list. */
export type JsonMapping = Readonly<Record<string, Json>>;

const NONE: JsonMapping = Object.freeze(Object.create(null) as JsonMapping);

/** Whether JSON is a mapping. */
export function isMapping(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON as a mapping: without members where it is none. */
export function asMapping(value: Json | undefined): JsonMapping {
  return isMapping(value) ? value : NONE;
}

/** The part of JSON that keys lead to, from mapping to mapping; undefined where there is none. */
export function partAt(value: Json | undefined, keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>((part, key) => asMapping(part)[key], value);
}
