import { applyDifference, type Difference } from './difference.ts';
import type { Catalog } from './model.ts';

/**
 * A catalog's file that holds what it differs in from the catalog of another release (`2023.2`), which is
 * kept whole.
 */
export interface KeptDifference {
  readonly formatVersion: 1;
  readonly base: string;
  readonly difference: Difference;
}

/**
 * A catalog from the text of its file. `readBase` gives the catalog, as its own file has it, of a release
 * (`2023.2`) that this one is kept as a difference from. Throws a SyntaxError or TypeError when it is not a
 * catalog: the files are made by us.
 */
export function parseCatalog(text: string, readBase: (release: string) => Catalog): Catalog {
  const kept = JSON.parse(text) as Catalog | KeptDifference;
  if ((kept.formatVersion as number) !== 1)
    throw new TypeError(`a catalog of format ${String(kept.formatVersion)} cannot be read`);
  return 'base' in kept ? (applyDifference(readBase(kept.base), kept.difference) as Catalog) : kept;
}
