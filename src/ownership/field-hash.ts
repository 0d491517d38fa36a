import { type HashedField, keyedHash } from './keyed-hash.ts';

/** Characters of a hash that an inventory keeps: 128 bits, as no one else can make them. */
const KEPT = 32;

/** The keyed hash of a value as an inventory keeps it; undefined where a part of the value is not known. */
export function fieldHash(key: string, field: HashedField): string | undefined {
  return keyedHash(key, field)?.slice(0, KEPT);
}
