import { Ref, type Value } from '../blueprint/value.ts';
import { uuidOf } from '../forms/uuid.ts';

/**
 * The normal spelling of a primary key: a UUID without dashes and in lower case, a number as its digits, a
 * Ref as its row; undefined for a value that is no key.
 */
export function pkText(key: Value | undefined): string | undefined {
  if (typeof key === 'number' || typeof key === 'bigint') return String(key);
  if (key instanceof Ref) return `→${key.row}`;
  if (typeof key !== 'string') return undefined;
  return uuidOf(key) ?? key;
}
