import type { Value } from '../blueprint/value.ts';
import { type HashedField, keyedHash } from './keyed-hash.ts';

/** Characters of a hash that an inventory keeps: 128 bits, as no one else can make them. */
const KEPT = 32;

/** The keyed hash of a value as an inventory keeps it; undefined where a part of the value is not known. */
export function fieldHash(key: string, field: HashedField): string | undefined {
  return keyedHash(key, field)?.slice(0, KEPT);
}

/** Where a secret stands that a snapshot masks. */
export interface MaskedAt {
  readonly model: string;
  /** The primary key of the object, as text. */
  readonly object: string;
  /** The field, and the way to a part of its value. */
  readonly path: readonly string[];
}

/** The keyed hash that a mask in a snapshot holds; undefined where a part of the value is not known. */
export function maskHash(key: string, { path, ...at }: MaskedAt, value: Value): string | undefined {
  return fieldHash(key, { ...at, project: '', field: path.join('.'), value });
}
