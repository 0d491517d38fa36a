import type { Collection } from '../catalog/model.ts';

/** The address of one object: the item path with its key in it. */
export function itemPath(collection: Collection, key: string | number): string {
  return collection.item.replace(/\{[^}]+\}/, encodeURIComponent(String(key)));
}
