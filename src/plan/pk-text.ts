import { Ref, type Value } from '../blueprint/value.ts';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** A primary key in one spelling: a UUID without dashes and in lower case, a number as its digits. */
export function pkText(key: Value | undefined): string | undefined {
  if (typeof key === 'number' || typeof key === 'bigint') return String(key);
  if (key instanceof Ref) return `→${key.row}`;
  if (typeof key !== 'string') return undefined;
  return UUID.test(key) ? key.replaceAll('-', '').toLowerCase() : key;
}
