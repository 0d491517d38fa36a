import { looksSecret } from '../source/looks-secret.ts';
import { isMasked } from '../source/masked.ts';
import { soundsSecret } from '../source/sounds-secret.ts';
import { isDict, isOpen, type Value } from './value.ts';

/**
 * Whether a part of a value that is no secret as a whole is one, by the key it stands under or by its text: a
 * password among the attributes of a user, a private key in the text of an expression. What stands in a snapshot in
 * place of one counts as one.
 */
export function isSecretPart(path: readonly string[], part: Value): boolean {
  const key = path.at(-1);
  if (typeof part === 'string' && (looksSecret(part).length > 0 || isMasked(part))) return true;
  return key !== undefined && soundsSecret(key) && canHoldSecret(part);
}

/** Whether a value can hold a secret: it is no switch, not empty, and known. */
export function canHoldSecret(value: Value): boolean {
  if (value === null || typeof value === 'boolean' || isOpen(value)) return false;
  if (Array.isArray(value)) return value.some(canHoldSecret);
  return isDict(value) ? Object.values(value).some(canHoldSecret) : value !== '';
}
