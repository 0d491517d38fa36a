import type { Entry, Pair } from '../blueprint/blueprint.ts';
import { lostKeyOf } from '../blueprint/structure.ts';
import type { Cause } from '../diagnostics/cause.ts';

/** Whether an entry has a key of its own. */
const HAS: Readonly<Record<string, (entry: Entry) => boolean>> = {
  identifiers: (entry) => entry.identifiers !== undefined,
  attrs: (entry) => entry.attrs !== undefined,
  id: (entry) => entry.id !== undefined,
  state: (entry) => entry.ensure !== undefined,
  conditions: (entry) => entry.conditions.length > 0,
};

/**
 * A key of the entry that stands in its `attrs` or `identifiers`, indented too far: what to do, and what is
 * missing outside because of it.
 */
export function misplacedKey(
  entry: Entry,
  { key, value }: Pair,
  inside: string,
): { readonly hint: string; readonly explains: readonly Cause[] } | undefined {
  const has = Object.hasOwn(HAS, key) ? HAS[key] : undefined;
  if (!has || has(entry)) return undefined;
  return {
    hint: `${key} is a key of the entry, and here it stands inside its ${inside}: indent it less`,
    explains: lostKeyOf(entry.index, key, value),
  };
}
