import { lineStart } from '../../source/line-start.ts';
import type { Span } from '../../source/source-file.ts';
import { linesOf, usualColumn } from './written-lines.ts';
import type { Way } from './yaml-error.ts';

/*
 * What can be done about a text that is not YAML, as edits of it. Which of several is meant, `readYaml` finds out by
 * reading the text after each.
 */

/** The way that puts a text in place of a part of another. */
export function replace(hint: string, span: Span, text: string): Way {
  return { hint, edits: [{ span, text }] };
}

/** The way that puts a text at an offset. */
export function insert(hint: string, at: number, text: string): Way {
  return replace(hint, { start: at, end: at }, text);
}

/** The way that gives the line of an offset another indentation; what stands deeper under it moves along or stays. */
export function indentations(hint: string, text: string, at: number, column: number): readonly Way[] {
  const { start } = lineOf(text, at);
  const now = spacesAt(text, start);
  const edit = { span: { start, end: start + now }, text: ' '.repeat(column) };
  const below = linesUnder(text, at, now).map((line) => ({
    span: { start: line, end: line + Math.min(now, spacesAt(text, line)) },
    text: ' '.repeat(column),
  }));
  const alone = { hint, edits: [edit] };
  return below.length > 0 ? [alone, { hint, edits: [edit, ...below] }] : [alone];
}

/** The starts of the lines under the one of an offset that are indented deeper than it. */
function linesUnder(text: string, at: number, column: number): readonly number[] {
  const starts: number[] = [];
  for (let next = lineOf(text, at).end + 1; next < text.length; next = lineOf(text, next).end + 1) {
    const { start, end } = lineOf(text, next);
    if (text.slice(start, end).trim() === '') continue;
    if (spacesAt(text, start) <= column) break;
    starts.push(start);
  }
  return starts;
}

/** The ways to put what stands from an offset to the end of its line in quotes, or to take its first character out. */
export function quotedOrWithout(text: string, at: number): readonly Way[] {
  const rest = restOf(text, at);
  return [
    replace('put the text in quotes', rest, inQuotes(text.slice(rest.start, rest.end))),
    replace(`take the ${text.charAt(at)} out`, { start: at, end: at + 1 }, ''),
  ];
}

/** The ways to close what is opened at an offset: at the end of its line, or before another offset. */
export function closings(text: string, open: number, close: string, before?: number): readonly Way[] {
  const hint = `add ${close === '"' ? "'\"'" : `"${close}"`} at the end`;
  const ends = [restOf(text, open).end, before === undefined ? -1 : text.slice(0, before).trimEnd().length];
  return [...new Set(ends)]
    .filter((end) => end > open)
    .map((end) => insert(`${hint} of line ${text.slice(0, end).split('\n').length}`, end, close));
}

/** The way that starts a new line before a key which follows a value on its line; none where there is no such key. */
export function newLine(text: string, from: number, colon: number): readonly Way[] {
  const { start } = lineOf(text, from);
  const key = /(\s+)([\w-]+)$/.exec(text.slice(start, colon));
  const column = /^ *(?:- +)*/.exec(text.slice(start))?.[0].length ?? 0;
  const elsewhere = usualColumn(linesOf(text), key?.[2] ?? '');
  if (!key || !/: +\S/.test(text.slice(start + column, start + key.index))) return [];
  const span = { start: start + key.index, end: start + key.index + (key[1] ?? '').length };
  return [elsewhere ?? column, column].map((one) =>
    replace(`start a new line before ${key[2] ?? ''}`, span, `\n${' '.repeat(one)}`),
  );
}

/** The way that makes a nested mapping of the key at an offset and its value; none where it is no word. */
export function nested(text: string, from: number, colon: number): readonly Way[] {
  const { start } = lineOf(text, from);
  const column = /^ *(?:- +)*/.exec(text.slice(start))?.[0].length ?? 0;
  const gap = /\s*$/.exec(text.slice(start, from))?.[0].length ?? 0;
  if (!/^[a-z_][\w-]*$/i.test(text.slice(from, colon).trim())) return [];
  const hint = 'start a nested mapping on the next line';
  return [replace(hint, { start: from - gap, end: from }, `\n${' '.repeat(column + 2)}`)];
}

/** From an offset to the end of its line, without white space and a comment at its end. */
export function restOf(text: string, from: number): Span {
  const { end } = lineOf(text, from);
  const rest = text
    .slice(from, end)
    .replace(/ +#.*$/, '')
    .trimEnd();
  return { start: from, end: from + rest.length };
}

/** The line of an offset, without its line break. */
export function lineOf(text: string, at: number): Span {
  const start = lineStart(text, at);
  const end = /[\r\n\0]/g;
  end.lastIndex = at;
  return { start, end: end.exec(text)?.index ?? text.length };
}

/** A text in quotes. */
export function inQuotes(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

function spacesAt(text: string, start: number): number {
  return /^[ \t]*/.exec(text.slice(start, start + 400))?.[0].length ?? 0;
}

/** A text after edits of it, which do not overlap. */
export function applied(text: string, edits: Way['edits']): string {
  return [...edits]
    .sort((one, other) => other.span.start - one.span.start)
    .reduce((all, { span, text: by }) => all.slice(0, span.start) + by + all.slice(span.end), text);
}
