import { isSecretPart } from '../../blueprint/secret-part.ts';
import { isDict, type Value } from '../../blueprint/value.ts';
import type { Json } from '../../catalog/model.ts';
import { looksSecret } from '../../source/looks-secret.ts';
import { withoutMasks } from '../../source/masked.ts';
import { soundsSecret } from '../../source/sounds-secret.ts';
import { HIDDEN } from '../../source/known-secrets.ts';
import { encodeValue, type PlanValue, secretValue } from '../value/plan-value.ts';

/*
 * Secrets inside of values that are none: a password among the attributes of a user, a private key in the
 * text of an expression. The rest of the value is shown.
 */

/**
 * A value as it may be shown. `from` names it in the plan; where `other`, the value at the other side of the
 * change, differs in a secret, that is said.
 */
export function withoutSecretParts(value: Value, from: string, other: Value | undefined): PlanValue {
  return encodeValue(value, (path, part) => {
    if (!isSecretPart(path, part)) return undefined;
    if (typeof part === 'string' && !soundsSecret(path.at(-1) ?? '')) return withoutLooks(part);
    const isChanged = other !== undefined && !isSame(part, partAt(other, path));
    return secretValue({
      from: [from, ...path].join('.'),
      shown: isChanged ? '(secret, changed)' : undefined,
    });
  });
}

/** A value of the server as a message may show it. `path`: where it stands in the field. */
export function hideSecretParts(value: Json, path: readonly string[] = []): Json {
  if (isSecretPart(path, value)) return HIDDEN;
  if (Array.isArray(value))
    return value.map((item, index) => hideSecretParts(item, [...path, String(index)]));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, hideSecretParts(item, [...path, key])]),
  );
}

/** A text without what looks like a secret. */
function withoutLooks(text: string): string {
  return looksSecret(text).reduce(
    (rest, { start, end }) => rest.replaceAll(text.slice(start, end), HIDDEN),
    withoutMasks(text, () => HIDDEN),
  );
}

function partAt(value: Value | undefined, [key, ...rest]: readonly string[]): Value | undefined {
  if (key === undefined) return value;
  if (Array.isArray(value)) return partAt(value[Number(key)], rest);
  return isDict(value) && Object.hasOwn(value, key) ? partAt(value[key], rest) : undefined;
}

function isSame(one: Value, other: Value | undefined): boolean {
  return other !== undefined && JSON.stringify(encodeValue(one)) === JSON.stringify(encodeValue(other));
}
