import { floatText } from './python-text.ts';
import { isDict, isOpen, Opaque, PyFloat, PyTime, type Ref, type Unknown, type Value } from './value.ts';

/** JSON with integers of any size. */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | JsonValue[]
  | { [key: string]: JsonValue };

/** A value that JSON cannot hold, and where it stands in the whole. */
export interface NotJson {
  readonly value: Opaque | Unknown | Ref | PyFloat;
  readonly path: readonly (string | number)[];
}

/**
 * The first part of a value that JSON cannot hold: a tag left unresolved, what is not known yet, infinity or
 * not a number. `path`: where the value itself stands. Undefined where JSON can hold all of it.
 */
export function findNotJson(value: Value, path: readonly (string | number)[] = []): NotJson | undefined {
  if (value instanceof Opaque || isOpen(value)) return { value, path };
  if (value instanceof PyFloat) return Number.isFinite(value.float) ? undefined : { value, path };
  for (const [key, item] of partsOf(value)) {
    const found = findNotJson(item, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

/** The items of a list or a mapping with their index or key; nothing for anything else. */
function partsOf(value: Value): Iterable<[string | number, Value]> {
  if (Array.isArray(value)) return value.entries();
  return isDict(value) ? Object.entries(value) : [];
}

/**
 * A value as plain JSON, to compare and to show: a float becomes a number, a date its ISO text. Throws
 * a TypeError for what `findNotJson` finds, but for floats.
 */
export function toJson(value: Value): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof PyFloat) return value.float;
  if (value instanceof PyTime) return value.iso;
  if (Array.isArray(value)) return value.map(toJson);
  if (!isDict(value)) throw notJson(value);
  const object: { [key: string]: JsonValue } = {};
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(object, key, {
      value: toJson(item),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return object;
}

/**
 * A value as JSON text, exact to the digit: floats as Python writes them (`1.0`, `1e+16`), integers of any
 * size. Throws a TypeError for what `findNotJson` finds.
 */
export function jsonText(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof PyFloat && Number.isFinite(value.float)) return floatText(value.float);
  if (value instanceof PyTime) return JSON.stringify(value.iso);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (!isDict(value)) throw notJson(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`)
    .join(',')}}`;
}

function notJson(value: Value): TypeError {
  return new TypeError(`a ${value?.constructor.name ?? 'null'} is no JSON`);
}
