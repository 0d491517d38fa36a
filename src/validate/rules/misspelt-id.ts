import { nearest } from '../../diagnostics/spelling.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import type { Facts } from '../facts.ts';
import { fits, type User } from '../keyof-users.ts';

/*
 * Of an id and the `!KeyOf`s that nearly name it, which is misspelt? The id, where several agree about
 * another spelling and nobody about its own; where one stands against one, the spelling with words that the
 * rest of the file does not know.
 */

/** What fingers do wrong in one word; what differs more is another word. */
const SLIPS = 2;

/**
 * The entry whose id is misspelt and meant by these users of `id`; undefined when it is they who are wrong,
 * or nobody can tell.
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

/** How often the file has the words of one spelling that the other lacks. */
function familiar({ blueprint }: Facts, spelling: string, other: string): number {
  const others = new Set(words(other));
  const odd = new Set(words(spelling).filter((word) => !others.has(word)));
  return words(blueprint.file.text).filter((word) => odd.has(word)).length;
}

function words(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
