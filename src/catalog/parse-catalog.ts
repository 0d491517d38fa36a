import type { Catalog } from './model.ts';

/** A catalog from the text of its file. Throws a SyntaxError or TypeError when it is not one: the file is made by us. */
export function parseCatalog(text: string): Catalog {
  const catalog = JSON.parse(text) as Catalog;
  if ((catalog.formatVersion as number) !== 1) throw new TypeError(`a catalog of format ${String(catalog.formatVersion)} cannot be read`);
  return catalog;
}
