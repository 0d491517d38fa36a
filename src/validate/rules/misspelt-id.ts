import { nearest } from '../../diagnostics/spelling.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import type { Facts } from '../facts.ts';
import { fits, type User } from '../keyof-users.ts';

/*
 * Decides whether an id or the `!KeyOf`s that almost name it are misspelt. It is the id where several
 * `!KeyOf`s agree on another spelling and none uses its own; where there is only one of each, it is the
 * spelling with words that are rarer in the file.
 */

/** The most letters in which a misspelling differs; a word that differs more is another word. */
const SLIPS = 2;

/**
 * The entry whose id is misspelt and which these users of `id` refer to; undefined when the users are wrong,
 * or when it cannot be told.
 */
export function misspeltId(
  facts: Facts,
  id: string,
  users: readonly User[],
  all: ReadonlyMap<string, readonly User[]>,
): CheckedEntry | undefined {
  const [first, ...more] = users;
  const near = nearest(id, facts.byId.keys(), Math.min(SLIPS, Math.max(1, Math.floor(id.length / 3))));
  if (!first || near === undefined || all.has(near)) return undefined;
  const [target] = facts.byId.get(near) ?? [];
  if (
    !target ||
    target.entry.index >= first.checked.entry.index ||
    (target.resource && !fits(facts, target, first))
  )
    return undefined;
  if (more.length > 0) return target;
  const [known, written] = [familiar(facts, id, near), familiar(facts, near, id)];
  return known > written ? target : undefined;
}

/** How often the file has the words that one spelling has and the other does not. */
function familiar({ blueprint }: Facts, spelling: string, other: string): number {
  const others = new Set(words(other));
  const odd = new Set(words(spelling).filter((word) => !others.has(word)));
  return words(blueprint.file.text).filter((word) => odd.has(word)).length;
}

function words(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
