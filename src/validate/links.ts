import type { Catalog, ModelName } from '../catalog/model.ts';
import type { CheckedEntry } from '../semantics/checked-entry.ts';
import { accepts, type Slot } from '../semantics/slot.ts';
import type { Facts } from './facts.ts';
import { findOf } from './refer-to.ts';

/** What a link of an entry can name: the entries before it that have an id. */
export interface Links {
  readonly catalog: Catalog;
  readonly ids: readonly { readonly id: string; readonly model: ModelName; readonly isUsed: boolean }[];
}

/** What a link of an entry of a file can name; of any place in the file without an entry. */
export function linksIn(facts: Facts, checked: CheckedEntry | undefined): Links {
  const used = new Set(
    facts.entries.flatMap(({ references }) =>
      references.flatMap((reference) => (reference.kind === 'keyOf' ? [reference.id] : [])),
    ),
  );
  const before = checked?.entry.index ?? Number.POSITIVE_INFINITY;
  const ids = [...facts.byId].flatMap(([id, [entry]]) =>
    entry?.resource && !entry.skipped && entry.entry.index < before
      ? [{ id, model: entry.resource.name, isUsed: used.has(id) }]
      : [],
  );
  return { catalog: facts.catalog, ids };
}

/** The ids that a link accepts: first those that nothing refers to so far. */
function idsThatFit({ catalog, ids }: Links, slot: Slot): readonly string[] {
  return ids
    .filter(({ model }) => accepts(catalog, slot, model))
    .sort((one, other) => Number(one.isUsed) - Number(other.isUsed))
    .map(({ id }) => id);
}

/** The tag for a link: the id of an entry that fits, else a look-up by a name. Undefined where there is neither. */
export function tagTo(links: Links, slot: Slot, name: string): string | undefined {
  const [best] = idsThatFit(links, slot);
  return best === undefined ? findOf(links, slot, `my-${name.replaceAll('_', '-')}`) : `!KeyOf ${best}`;
}
