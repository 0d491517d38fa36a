import { createHmac } from 'node:crypto';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import type { Value } from '../blueprint/value.ts';
import type { ModelName } from '../catalog/model.ts';

/** What a keyed hash is of: the value of a field, in a project. Equal values elsewhere have other hashes. */
export interface HashedField {
  /** The random id of the project; empty where there is none. */
  readonly project: string;
  readonly model: ModelName;
  /** The object, by a name that stays: its key on the server, or what identifies it. */
  readonly object: string;
  readonly field: string;
  readonly value: Value;
}

/**
 * HMAC-SHA-256 (hexadecimal) of a value with `AK_BLUEPRINT_KEY`. Without the key nobody can try out which value
 * it is of; with it, whether a value has changed can be told without keeping the value. Undefined where a part of it is not known.
 */
export function keyedHash(
  key: string,
  { project, model, object, field, value }: HashedField,
): string | undefined {
  const text = canonicalJson([project, model, object, field, value]);
  return text === undefined ? undefined : createHmac('sha256', key).update(text, 'utf8').digest('hex');
}
