/*
 * What differs in a field, before it is printed for a terminal or as Markdown: whole, in texts that are harmless
 * and without secrets.
 */

/** A part of a line. `isChanged`: the other side of the change has something else in its place. */
export interface Piece {
  readonly text: string;
  readonly isChanged: boolean;
}

/** A line of what was, of what will be, or of what is in both; or words of ours in place of lines. */
export type Row =
  | { readonly sign: '-' | '+' | ' '; readonly pieces: readonly Piece[] }
  | { readonly sign: 'note'; readonly text: string };

/** What differs at one path: `redirect_uris[1].url`. */
export type Difference = { readonly path: string } & (
  | { readonly kind: 'changed'; readonly before: readonly Piece[]; readonly after: readonly Piece[] }
  /** A value where there was none, or of an object that is made: then there is nothing to compare it with. */
  | { readonly kind: 'added' | 'removed' | 'set'; readonly value: readonly Piece[] }
  /** An item of a list that stands elsewhere, as the path says. */
  | { readonly kind: 'moved'; readonly value: readonly Piece[] }
  /** Lines of a text, or items of a list whose order says nothing, with how many there are in words. */
  | { readonly kind: 'rows'; readonly head: string; readonly rows: readonly Row[] }
  /** What can be said of a value that is not shown. */
  | { readonly kind: 'note'; readonly text: string }
);

/** A text in which nothing is compared. */
export function whole(text: string): readonly Piece[] {
  return [{ text, isChanged: false }];
}

/** The text of pieces. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
