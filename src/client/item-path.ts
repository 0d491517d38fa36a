import type { Collection } from '../catalog/model.ts';
import { ApiError } from './api-error.ts';

/** Longer than every key: authentik's own are numbers, UUIDs, and slugs of at most 255 characters. */
const LONGEST = 500;

/**
 * Whether a value of an answer can be the key of an object: a whole number, or a text that stands for one part
 * of a path and nothing else, however often it is decoded on its way.
 */
export function isKey(value: unknown): value is string | number {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'string' || value === '' || value.length > LONGEST) return false;
  // Half of a surrogate pair has no place in an address.
  return !/^\.{1,2}$|[/\\%?#\u0000-\u001f\u007f]|\p{Cs}/u.test(value);
}

/** The path of one object. Throws an ApiError for a key that cannot be one. */
export function itemPath(collection: Collection, key: string | number): string {
  return pathWith(collection.item, key);
}

/**
 * A path of the catalog with a key in its place (`{key}`, or the only name in braces). Throws an ApiError for a
 * key that would make another path of it: `..` as the key of a group is the path of all groups.
 */
export function pathWith(template: string, key: string | number): string {
  if (!isKey(key))
    throw new ApiError(
      'unexpected',
      `${JSON.stringify(String(key)).slice(0, 80)} cannot be the key of an object`,
      {
        hint: 'a key is a number, a UUID or a slug; nothing was sent',
      },
    );
  return template.replace(/\{[^}]+\}/, encodeURIComponent(String(key)));
}
