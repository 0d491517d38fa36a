import type { Entry, Pair } from '../blueprint/blueprint.ts';
import { movingOut } from '../blueprint/moving.ts';
import { lostKeyOf } from '../blueprint/structure.ts';
import type { Cause } from '../diagnostics/cause.ts';
import type { Fix } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../source/source-file.ts';

/** Tests whether an entry has a key, by key. */
const HAS: Readonly<Record<string, (entry: Entry) => boolean>> = {
  identifiers: (entry) => entry.identifiers !== undefined,
  attrs: (entry) => entry.attrs !== undefined,
  id: (entry) => entry.id !== undefined,
  state: (entry) => entry.ensure !== undefined,
  conditions: (entry) => entry.conditions.length > 0,
};

/**
 * For a key of the entry that was indented too far and so is in its `attrs` or `identifiers` (`inside`): a
 * hint, and the causes that it explains. Undefined where it is not such a key, or the entry has it as well.
 */
export function misplacedKey(
  file: SourceFile,
  entry: Entry,
  { key, value }: Pair,
  inside: 'identifiers' | 'attrs',
):
  | { readonly hint: string; readonly explains: readonly Cause[]; readonly fixes?: readonly Fix[] }
  | undefined {
  const has = Object.hasOwn(HAS, key) ? HAS[key] : undefined;
  if (!has || has(entry)) return undefined;
  return {
    hint: `${key} is a key of the entry, and here it stands inside its ${inside}: indent it less`,
    explains: lostKeyOf(entry.index, key, value),
    ...movingOut(file, entry.map, entry[inside] ?? undefined, key),
  };
}
