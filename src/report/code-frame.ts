import type { ChalkInstance } from 'chalk';
import { clean } from '../source/clean.ts';
import { LineIndex } from '../source/line-index.ts';
import type { Place } from '../source/source-file.ts';
import { shownLine } from '../source/shown-line.ts';
import { width } from './terminal/wrap.ts';

/** The most characters of a line that are shown; a longer line is cut around the place. */
const WIDTH = 110;

/** The fewest, however narrow the terminal is. */
const NARROWEST = 20;

/** The line of a place with the one before it, and a marker below, in so many columns. Secrets in them are dots. */
export function formatCodeFrame(place: Place, paint: ChalkInstance, columns = Infinity): string {
  const index = LineIndex.of(place.file);
  const from = index.position(place.span.start);
  // Beside the number of the line, and dots for what is cut.
  const room = Math.max(NARROWEST, Math.min(WIDTH, columns - String(from.line).length - 5));
  const to = index.position(Math.max(place.span.end, place.span.start));
  const line = shownLine(place.file, from.line);
  const start = line.at(from.column - 1);
  const end = to.line === from.line ? line.at(to.column - 1, true) : line.text.length;
  const cut = wholeCharacter(
    line.text,
    Math.max(0, Math.min(start - Math.floor(room / 3), line.text.length - room)),
  );
  const stop = wholeCharacter(line.text, cut + room);
  const gutter = String(from.line).length;
  const show = (text: string): string => {
    const first = wholeCharacter(text, cut);
    const last = wholeCharacter(text, cut + room);
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
