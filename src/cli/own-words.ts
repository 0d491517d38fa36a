import type { Catalog } from '../catalog/model.ts';
import type { KnownSecrets } from '../source/known-secrets.ts';

/** What addresses begin with, and those that our own messages name as examples. */
const ADDRESSES = [
  'https://www.',
  'http://localhost',
  'http://127.0.0.1',
  'https://example.com/path',
  'ldaps://ldap.example.com',
];

/**
 * Says that the words which every output is full of are no secrets, as a part of one may be the same: names of
 * models and fields, the paths of files, the address of the server.
 */
export function allowOwnWords(
  secrets: KnownSecrets,
  { models }: Catalog,
  others: readonly string[] = [],
): void {
  for (const [name, model] of Object.entries(models)) {
    secrets.allow(name);
    if (model.kind === 'resource') for (const field of Object.keys(model.fields)) secrets.allow(field);
  }
  for (const word of [...ADDRESSES, ...others]) secrets.allow(word);
}
