import type { ChalkInstance } from 'chalk';
import { clean } from '../source/clean.ts';
import { LineIndex } from '../source/line-index.ts';
import type { Place } from '../source/source-file.ts';
import { shownLine } from '../source/shown-line.ts';

/** The most columns of a line that are shown; a longer line is cut around the place. */
const WIDTH = 110;

/** The line of a place with the one before it, and a marker below. Secrets in them are shown as dots. */
export function formatCodeFrame(place: Place, paint: ChalkInstance): string {
  const index = LineIndex.of(place.file);
  const from = index.position(place.span.start);
  const to = index.position(Math.max(place.span.end, place.span.start));
  const line = shownLine(place.file, from.line);
  const start = line.at(from.column - 1);
  const end = to.line === from.line ? line.at(to.column - 1, true) : line.text.length;
  const cut = wholeCharacter(
    line.text,
    Math.max(0, Math.min(start - Math.floor(WIDTH / 3), line.text.length - WIDTH)),
  );
  const stop = wholeCharacter(line.text, cut + WIDTH);
  const gutter = String(from.line).length;
  const show = (text: string): string => {
    const first = wholeCharacter(text, cut);
    const last = wholeCharacter(text, cut + WIDTH);
    return `${first > 0 && text !== '' ? '…' : ''}${clean(text.slice(first, last))}${text.length > last ? '…' : ''}`;
  };
  const bar = (number: string): string => paint.dim(`${number.padStart(gutter)} │`);
  const before =
    from.line > 1
      ? [`${bar(String(from.line - 1))} ${paint.dim(show(shownLine(place.file, from.line - 1).text))}`]
      : [];
  const indent = width(clean(line.text.slice(cut, start))) + (cut > 0 ? 1 : 0);
  const marks = Math.max(1, width(clean(line.text.slice(start, Math.min(end, stop)))));
  return [
    ...before,
    `${bar(String(from.line))} ${show(line.text)}`,
    `${bar('')} ${' '.repeat(indent)}${paint.red('^'.repeat(marks))}`,
  ].join('\n');
}

/** An index that is not between the two halves of a surrogate pair. */
export function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

/**
 * The columns that a text takes on a terminal: wide characters (Chinese, emoji) take two, combining marks
 * none.
 */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mn}|\u200d|\ufe0f/u.test(character)) continue;
    columns += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  }
  return columns;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    code >= 0x1f300
  );
}
