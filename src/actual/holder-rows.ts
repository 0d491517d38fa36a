import { isMapping } from '../catalog/json-mapping.ts';
import type { HolderKind, Json, Permissions } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Granted, Row } from './snapshot.ts';

/** Who holds the permissions of a role: the role itself, or the one user that the server made it for. */
export function actualHolder(
  permissions: Permissions,
  kind: HolderKind,
  key: string | number,
  name: string,
): Pick<Granted, 'holder' | 'key' | 'name'> {
  for (const [indirect, holder] of Object.entries(permissions.holders)) {
    if (holder.kind !== 'indirect' || holder.by !== kind) continue;
    const [before = '', after = ''] = holder.name.split('{key}');
    const user =
      name.startsWith(before) && name.endsWith(after)
        ? name.slice(before.length, name.length - after.length)
        : '';
    if (/^\d+$/.test(user)) return { holder: indirect as HolderKind, key: Number(user), name: '' };
  }
  return { holder: kind, key, name };
}

/**
 * The objects of a list in an answer to a request for `list`. Throws an ApiError where the value is none: a
 * permission that is not seen would be granted again, or not taken away.
 */
export function listOf(list: string, value: Json | undefined): readonly Row[] {
  if (Array.isArray(value) && value.every(isMapping)) return value;
  throw new ApiError('unexpected', `GET ${list} shows permissions that are no list of objects`);
}

/** The key of an object as a number or a text. */
export function keyOf(value: Json | undefined): string | number {
  return typeof value === 'number' ? value : text(value);
}

/** A value as text; empty for a value that is neither text nor a number. */
export function text(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
