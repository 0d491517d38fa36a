import type { Change } from '../../plan/value/plan.ts';
import type { Answer } from './dry-run.ts';
import type { Refusal } from './read-refusal.ts';

/** Where the importer stopped. */
export type Found =
  | { readonly kind: 'found'; readonly index: number; readonly refusal: Refusal }
  | Extract<Answer, { readonly kind: 'none' }>;

/** How the change that was refused is looked for. */
export interface Searching {
  /** So many of the first changes are known to be taken. */
  readonly from: number;
  readonly ask: (changes: readonly Change[]) => Promise<Answer>;
  /** Whether what was said may be about a change, as far as is known: those are asked about first. */
  readonly isLikely: (change: Change, refusal: Refusal) => boolean;
}

/**
 * Finds the change that was refused among several, of which the first that is wrong is refused and nothing is said
 * of the others: the last of the shortest beginning that is refused. Not of any part, as later changes refer to
 * earlier ones. Takes some log₂ n requests, and fewer where the refusal tells which changes it may be about.
 */
export async function shortestRefused(
  changes: readonly Change[],
  refusal: Refusal,
  { from, ask, isLikely }: Searching,
): Promise<Found> {
  let [taken, refused, said] = [from, changes.length, refusal];
  while (refused - taken > 1) {
    const likely = [...changes.keys()]
      .slice(taken, refused)
      .filter((index) => isLikely(changes[index] as Change, said));
    const length = nextLength(likely, taken, refused);
    const answer = await ask(changes.slice(0, length));
    if (answer.kind === 'none') return answer;
    if (answer.kind === 'good') taken = length;
    else [refused, said] = [length, answer.refusal];
  }
  // All of them but the last are taken, and of the whole it was only once said, without a reason, that it is not: that may
  // have been something that passed.
  if (refused === changes.length && taken > from && said.messages.length === 0) {
    const again = await ask(changes);
    if (again.kind === 'none') return again;
    if (again.kind === 'good')
      return {
        kind: 'none',
        why: 'the server refused a blueprint and took the same one when it was asked again',
      };
  }
  return { kind: 'found', index: refused - 1, refusal: said };
}

/** The length of the beginning to ask about next: more than `taken`, less than `refused`. */
function nextLength(likely: readonly number[], taken: number, refused: number): number {
  const middle = likely[(likely.length - 1) >> 1];
  if (middle === undefined) return (taken + refused) >> 1;
  return middle + 1 < refused ? middle + 1 : middle;
}
