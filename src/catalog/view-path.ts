import type { Resource } from './model.ts';

/** The last part of the path under which a GET shows, as `data`, what an object never shows by itself. */
const VIEWS = { certificate: 'view_certificate', 'private-key': 'view_private_key' };

/**
 * The path of a GET that shows a hidden value of an object, with `{key}` for its item key; undefined where there is
 * none. Documents of 2022.12 to 2026.8: certificates and their keys; the server records that somebody looked.
 */
export function viewPath({ collection, fields }: Resource, name: string): string | undefined {
  const kind = fields[name]?.shownAs?.kind;
  return kind && `${collection.item.replace(/\{[^}]+\}/, '{key}')}${VIEWS[kind]}/`;
}
