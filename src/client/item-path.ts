import type { Collection } from '../catalog/model.ts';

/** The path of one object. */
export function itemPath(collection: Collection, key: string | number): string {
  return collection.item.replace(/\{[^}]+\}/, encodeURIComponent(String(key)));
}
