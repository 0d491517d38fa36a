import { applyDifference, sorted, type Difference } from './difference.ts';
import type { ModelFacts } from './facts/model-facts.ts';
import type { Catalog } from './model.ts';

/**
 * A file with what a catalog, or the facts about classes, differ in from those of another release (`2023.2`), which
 * are kept whole.
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
  return whole(kept, readBase);
}

/** The facts about classes from the text of their file, likewise; a catalog is made in their order. */
export function parseFacts(text: string, readBase: (release: string) => ModelFacts): ModelFacts {
  return sorted(whole(JSON.parse(text) as ModelFacts | KeptDifference, readBase)) as ModelFacts;
}

function whole<T extends object>(kept: T | KeptDifference, readBase: (release: string) => T): T {
  return 'base' in kept ? (applyDifference(readBase(kept.base), kept.difference) as T) : kept;
}
