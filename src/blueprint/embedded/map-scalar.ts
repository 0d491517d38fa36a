import { lineStart } from '../../source/line-start.ts';
import type { Piece } from '../../source/source-file.ts';
import { hexLength } from '../yaml/scan-quoted.ts';
import type { Token } from '../yaml/token.ts';

/*
 * Where each part of a scalar's text stands in the file. The reader has made the text already; here it is
 * compared with what is written, from left to right. The lines of a literal block correspond one to one.
 * Elsewhere everything but white space and escapes does, and of white space over several lines it is enough
 * to know where it starts and ends.
 */

const SPACE = /[ \t\r\n\u0085]+/y;
const BREAK = /\r\n|[\n\r\u0085]/;

/** The pieces of the text of a block or quoted scalar. */
export function mapScalar(source: string, token: Token): Piece[] {
  const header =
    token.style === '|' || token.style === '>' ? firstLineEnd(source, token.start) : token.start + 1;
  return token.style === '|' ? mapLines(source, header, token.text) : alongside(source, header, token);
}

/**
 * Spaces before the lines of a block scalar: those of its first line that is not blank, less what belongs to
 * the text.
 */
export function blockIndent(source: string, pieces: readonly Piece[], text: string): number {
  const first = pieces.find((piece) => text.slice(piece.inner, piece.inner + piece.length).trim() !== '');
  return first ? first.outer - lineStart(source, first.outer) : 0;
}

function firstLineEnd(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end === -1 ? source.length : end + 1;
}

function mapLines(source: string, from: number, text: string): Piece[] {
  const pieces: Piece[] = [];
  let inner = 0;
  let at = from;
  for (const line of text.split('\n')) {
    const found = BREAK.exec(source.slice(at, at + line.length + 4096)) ?? BREAK.exec(source.slice(at));
    const end = found ? at + found.index : source.length;
    const next = found ? end + found[0].length : end;
    if (line !== '')
      pieces.push({ inner, outer: end - line.length, length: line.length, outerLength: line.length });
    inner += line.length;
    if (inner < text.length) pieces.push({ inner, outer: end, length: 1, outerLength: next - end });
    inner++;
    at = next;
  }
  return pieces;
}

function alongside(source: string, from: number, { text, style, end }: Token): Piece[] {
  const pieces: Piece[] = [];
  let inner = 0;
  let at = from;
  const take = (length: number, outerLength: number): void => {
    if (length > 0) pieces.push({ inner, outer: at, length, outerLength });
    inner += length;
    at += outerLength;
  };
  while (inner < text.length) {
    const character = source[at];
    SPACE.lastIndex = at;
    const space = SPACE.exec(source)?.[0];
    if (style === '"' && character === '\\') takeEscape(source, at, take);
    else if (style === "'" && character === "'") take(1, 2);
    else if (space !== undefined && (style === '>' || BREAK.test(space)))
      takeFold(space, style, /^[ \t\n]*/.exec(text.slice(inner))?.[0] ?? '', take);
    else if (text[inner] === character) {
      let length = 1;
      while (
        inner + length < text.length &&
        text[inner + length] === source[at + length] &&
        !/[\\'\s\u0085]/.test(source[at + length] ?? '')
      )
        length++;
      take(length, length);
    } else take(text.length - inner, Math.max(0, end - at));
  }
  return pieces;
}

/** A backslash and what it stands for; with a line break after it, only further line breaks count. */
function takeEscape(source: string, at: number, take: (length: number, outerLength: number) => void): void {
  const letter = source[at + 1] ?? '';
  const lines = /^\\([ \t]*(?:\r\n|[\n\r\u0085]))([ \t\r\n\u0085]*)/.exec(source.slice(at));
  if (lines && /^[\r\n\u0085]/.test(letter)) {
    const more = lines[2]?.match(/\r\n|[\n\r\u0085]/g)?.length ?? 0;
    return take(more, lines[0].length);
  }
  const digits = hexLength(letter);
  const wide = digits === 8 && Number.parseInt(source.slice(at + 2, at + 10), 16) > 0xffff;
  take(wide ? 2 : 1, 2 + digits);
}

/**
 * White space over line breaks: in quotes a space or the further breaks, in a folded block also the deeper
 * indentation of a line.
 */
function takeFold(
  space: string,
  style: string,
  inner: string,
  take: (length: number, outerLength: number) => void,
): void {
  const breaks = space.match(/\r\n|[\n\r\u0085]/g)?.length ?? 0;
  if (style !== '>') return take(breaks === 1 ? 1 : breaks - 1, space.length);
  const deeper = inner.length - (inner.lastIndexOf('\n') + 1);
  const tail = inner.includes('\n') || breaks === 0 ? Math.min(deeper, space.length) : 0;
  take(inner.length - tail, space.length - tail);
  take(tail, tail);
}
