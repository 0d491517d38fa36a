import type { Change } from '../../plan/value/plan.ts';
import type { Answer } from './dry-run.ts';
import type { Refusal } from './read-refusal.ts';

/** Where the importer stopped. `passed`: it takes now what it refused before, so that was something that went by. */
export type Found =
  | { readonly kind: 'found'; readonly index: number; readonly refusal: Refusal }
  | { readonly kind: 'passed' }
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
 * earlier ones. Takes some log₂ n requests, and fewer where the refusal tells which changes it may be about. Without a
 * reason a refusal may be one of a server that was just being restarted, or two transactions in each other's way:
 * it is asked for once more.
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
  if (said.messages.length === 0) {
    const again = await ask(changes.slice(0, refused));
    if (again.kind !== 'bad') return again.kind === 'good' ? { kind: 'passed' } : again;
    said = again.refusal;
  }
  return { kind: 'found', index: refused - 1, refusal: said };
}

/** The length of the beginning to ask about next: more than `taken`, less than `refused`. */
function nextLength(likely: readonly number[], taken: number, refused: number): number {
  const middle = likely[(likely.length - 1) >> 1];
  if (middle === undefined) return (taken + refused) >> 1;
  return middle + 1 < refused ? middle + 1 : middle;
}
