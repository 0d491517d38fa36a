import { dict, Unknown, type Value } from '../../blueprint/value.ts';
import type { Json } from '../../catalog/model.ts';
import { maskHash } from '../../ownership/field-hash.ts';
import { isMasked } from '../../source/masked.ts';
import type { OverlayRow } from './overlay-row.ts';

/**
 * What is known of the masked secrets of a snapshot in a file: nothing, until a value is found to be the same by its
 * hash.
 */
export class BehindMasks {
  readonly #hashKey: string | undefined;
  readonly #values = new WeakMap<OverlayRow, Map<string, Value | undefined>>();

  /** `hashKey`: that of the hashes in masks; undefined: they cannot be compared. */
  constructor(hashKey: string | undefined) {
    this.#hashKey = hashKey;
  }

  /** The hash that a mask in an object has where it stands for a value; undefined where there is no key. */
  hash(row: OverlayRow, object: string, path: readonly string[], value: Value): string | undefined {
    const key = this.#hashKey;
    return key === undefined ? undefined : maskHash(key, { model: row.model, object, path }, value);
  }

  /** The value of a field on the server, with what nobody knows in place of masks. */
  value(row: OverlayRow, field: string): Value | undefined {
    let values = this.#values.get(row);
    if (!values) this.#values.set(row, (values = new Map<string, Value | undefined>()));
    if (!values.has(field)) values.set(field, unmasked(row.actual?.[field]));
    return values.get(field);
  }

  /** Records what a field has on the server. */
  reveal(row: OverlayRow, field: string, value: Value): void {
    this.value(row, field);
    this.#values.get(row)?.set(field, value);
  }
}

/** Whether a value has a mask in it. */
export function hasMask(value: Json | undefined): boolean {
  if (typeof value === 'string') return isMasked(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasMask);
}

function unmasked(value: Json | undefined): Value | undefined {
  if (value === undefined || !hasMask(value)) return value;
  if (Array.isArray(value)) return value.map((item) => unmasked(item) ?? null);
  if (typeof value !== 'object' || value === null) return new Unknown('a secret, which the snapshot masks');
  const parts = dict();
  for (const [name, item] of Object.entries(value)) parts[name] = unmasked(item) ?? null;
  return parts;
}
