import { isOpen, Opaque, PyFloat, PyTime, type Value } from './value.ts';

/** What kind of thing a value is, in the words of a message: `text`, `a number with a point`, `a list`. */
export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return 'text';
  if (value instanceof PyFloat) return 'a number with a point';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  if (value instanceof PyTime) return 'a date';
  if (value instanceof Opaque) return value.tag;
  if (isOpen(value)) return 'a value that is known after apply';
  return Array.isArray(value) ? 'a list' : 'a mapping';
}
