import { diffWordsWithSpace } from 'diff';
import { type Piece, textOf, whole } from './difference.ts';

/** Two texts of more differences than this are not compared by word: the time grows with their square. */
const MOST_EDITS = 400;

/** Texts that have less than this share in common are two texts, and not one that was changed. */
const ALIKE = 0.3;

/** Both sides of a change, with what differs in them by word. */
export function byWord(
  before: string,
  after: string,
): { readonly before: readonly Piece[]; readonly after: readonly Piece[] } {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  if (!parts) return { before: whole(before), after: whole(after) };
  const side = (other: 'added' | 'removed'): Piece[] =>
    parts
      .filter((part) => !part[other])
      .map((part) => ({ text: part.value, isChanged: part.added || part.removed }));
  const sides = { before: side('added'), after: side('removed') };
  const isAlike = [sides.before, sides.after].every((pieces) => {
    const same = textOf(pieces.filter(({ isChanged }) => !isChanged)).trim().length;
    return same >= ALIKE * textOf(pieces).length;
  });
  return isAlike ? sides : { before: whole(before), after: whole(after) };
}
