import type { Piece, Place, Span, Within } from './source-file.ts';

/**
 * A place as one of the file on disk: of a text inside a value of another file, where it stands in that file;
 * of every other file the place itself.
 */
export function outerPlace(place: Place): Place {
  const { within } = place.file;
  return within ? outerPlace({ file: within.file, span: outerSpan(within, place.span) }) : place;
}

function outerSpan(within: Within, { start, end }: Span): Span {
  const from = outerStart(within, start);
  return { start: from, end: end > start ? Math.max(from, outerEnd(within, end)) : from };
}

/** Where the character at an offset starts in the outer file; at the end of the text, where that ends. */
export function outerStart({ pieces }: Within, offset: number): number {
  const piece = pieceAt(pieces, offset);
  if (!piece) return 0;
  if (offset >= piece.inner + piece.length) return piece.outer + piece.outerLength;
  return piece.length === piece.outerLength ? piece.outer + offset - piece.inner : piece.outer;
}

/** Where the character before an offset ends in the outer file. */
export function outerEnd(within: Within, offset: number): number {
  if (offset === 0) return outerStart(within, 0);
  const piece = pieceAt(within.pieces, offset - 1);
  if (!piece) return 0;
  return piece.length === piece.outerLength
    ? piece.outer + Math.min(offset - piece.inner, piece.length)
    : piece.outer + piece.outerLength;
}

/** The last piece that starts at or before an offset. */
function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.inner ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return pieces[low];
}
