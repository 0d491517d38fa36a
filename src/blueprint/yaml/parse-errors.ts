import { lineStart } from '../../source/line-start.ts';
import type { Span } from '../../source/source-file.ts';
import type { Node } from '../blueprint.ts';
import type { Cursor } from './cursor.ts';
import { GLUED_DASH, gluedDash } from './glued-dash.ts';
import { lateQuote, missingColon, startsLine } from './scan-errors.ts';
import { oddLine } from './odd-line.ts';
import type { Token } from './token.ts';
import { closings, insert, lineOf, newLine, replace, restOf } from './ways.ts';
import { type Way, YamlError } from './yaml-error.ts';

/** What a token is, for people. */
function shown(token: Token): string {
  switch (token.kind) {
    case 'stream-end':
      return 'the end of the file';
    case 'block-end':
      return 'the end of the block';
    case 'block-map-start':
    case '?':
      return 'a key';
    case 'block-seq-start':
    case '-':
      return 'a list item';
    case 'scalar':
      return 'text';
    case 'document-start':
    case 'document-end':
      return 'the end of the document';
    case 'alias':
      return `"*${token.text}"`;
    case 'anchor':
      return `"&${token.text}"`;
    case 'tag':
      return 'a tag';
    case 'directive':
      return 'a directive';
    default:
      return `"${token.kind}"`;
  }
}

/** A token's own text, or for one without text (a block's start or end) the rest of its line. */
function placeOf(cursor: Cursor, token: Token): Span {
  if (token.end > token.start) return { start: token.start, end: token.end };
  const line = /[^\n\r\0#]*/y;
  line.lastIndex = token.start;
  const text = (line.exec(cursor.text)?.[0] ?? '').trimEnd();
  return { start: token.start, end: token.start + text.length };
}

function column(cursor: Cursor, offset: number): number {
  return offset - lineStart(cursor.text, offset);
}

function indentAt(cursor: Cursor, start: number): number {
  let at = start;
  while (cursor.text.charAt(at) === ' ') at++;
  return at - start;
}

function severalLines(cursor: Cursor, start: number, end: number): boolean {
  return cursor.text.slice(start, end).includes('\n');
}

/** Whether the document is over before a token. */
function isEnd(token: Token): boolean {
  return token.kind === 'stream-end' || token.kind === 'document-start';
}

/** `<<` or `=` as a value. */
export function notAValue(node: Node): YamlError {
  return new YamlError('"<<" and "=" have a meaning of their own in YAML 1.1 and are no values', node.span, {
    hint: 'put it in quotes',
  });
}

/** No node where one must be. */
export function unexpectedNode(cursor: Cursor, token: Token, open: Token | undefined): YamlError {
  if (open && isLeft(cursor, token, open))
    return neverClosed(cursor, token, open, open.kind === '[' ? ']' : '}');
  return new YamlError(`expected a value, but found ${shown(token)}`, placeOf(cursor, token), {
    hint: token.kind === ',' ? 'remove the comma, or write a value before it' : undefined,
  });
}

/**
 * Something else than an item, or than a key, in a block. `before`: the token before it; `start`: the one
 * that the block starts with; `what`: the kind of the block.
 */
export function unexpectedInBlock(
  cursor: Cursor,
  token: Token,
  before: Token | undefined,
  start: Token,
  what: 'list' | 'mapping',
): YamlError {
  return (
    (before?.kind === 'scalar' ? afterScalar(cursor, token, before) : undefined) ??
    (GLUED_DASH.test(cursor.text.slice(token.start, token.start + 2)) ? gluedDash(token.start) : undefined) ??
    (before?.kind === 'scalar' ? afterLineWithoutColon(cursor, token, before) : undefined) ??
    (isEnd(token) ? undefined : oddLine(cursor.text, token.start)) ??
    otherColumn(cursor, token, start, what)
  );
}

/** The error where a quoted text ended too late, or has other text behind its closing quote. */
function afterScalar(cursor: Cursor, token: Token, before: Token): YamlError | undefined {
  if (before.style !== '"' && before.style !== "'") return undefined;
  if (severalLines(cursor, before.start, before.end)) return lateQuote(cursor, before);
  if (severalLines(cursor, before.end, token.start)) return undefined;
  return new YamlError('text after the closing quote', placeOf(cursor, token), {
    hint: 'put all of it into one pair of quotes; inside single quotes, a single quote is written twice',
    ways: waysAfterQuote(cursor.text, before, token.start),
  });
}

/** The ways to mend a text that goes on behind its closing quote. */
function waysAfterQuote(text: string, { start, end, style }: Token, after: number): readonly Way[] {
  const rest = restOf(text, after);
  const colon = /^[\w-]+(?=:)/.exec(text.slice(after, rest.end))?.[0].length;
  const inner = text.slice(start + 1, end - 1) + text.slice(end, rest.end);
  const ways = colon === undefined ? [] : [...newLine(text, start, after + colon)];
  if (!inner.includes(style))
    ways.push(replace('put all of it in quotes', { start, end: rest.end }, style + inner + style));
  return ways;
}

/** The error about a line without its colon, cut off from the next one by a comment. */
function afterLineWithoutColon(cursor: Cursor, token: Token, before: Token): YamlError | undefined {
  return before.style === '' &&
    token.kind === 'block-map-start' &&
    startsLine(cursor, before.start) &&
    column(cursor, token.start) >= column(cursor, before.start)
    ? missingColon(cursor, before.start)
    : undefined;
}

/** The error about a line that does not stand in the column of its block, or is of the other kind. */
function otherColumn(cursor: Cursor, token: Token, start: Token, what: 'list' | 'mapping'): YamlError {
  const here = column(cursor, token.start);
  const there = column(cursor, start.start);
  const place = placeOf(cursor, token);
  const notes = [{ message: `the ${what} starts here`, span: placeOf(cursor, start) }];
  const withHint = (hint: string): string | undefined => (token.kind === 'stream-end' ? undefined : hint);
  if (here === there) {
    const expected = what === 'list' ? '"- " of the next list item' : 'the next key';
    return new YamlError(`expected ${expected}, but found ${shown(token)}`, place, {
      hint: withHint(SIDE_BY_SIDE[what]),
      ways: what === 'list' && here === there ? [insert('start this line with "- "', token.start, '- ')] : [],
      notes,
    });
  }
  const than = here > there ? 'deeper than' : 'less than';
  return new YamlError(`this line is indented ${than} the ${what} that it stands in`, place, {
    hint: withHint(
      `indent it with ${there} spaces, as the ${what} that starts in the line of the note, ` +
        'or move it under the key that it belongs to',
    ),
    ways: what === 'list' && here > there ? [asItem(cursor.text, token.start, there)] : [],
    notes,
  });
}

/** The way that makes the line of an offset an item of the list that starts in a column. */
function asItem(text: string, at: number, column: number): Way {
  const { start } = lineOf(text, at);
  const hint = `write "- " before it, indented by ${column}, to make it an item of the list`;
  return replace(hint, { start, end: at }, `${' '.repeat(column)}- `);
}

/** What to do where a line of the other kind stands in the column of a block. */
const SIDE_BY_SIDE = {
  list: 'a list and the keys of a mapping cannot stand side by side: indent this line, or start it with "- "',
  mapping: 'indent the list under its key',
} as const;

/** Neither a comma nor the closing bracket in a flow collection. */
export function unexpectedInFlow(cursor: Cursor, token: Token, open: Token, close: string): YamlError {
  if (isLeft(cursor, token, open)) return neverClosed(cursor, token, open, close);
  return new YamlError(`expected "," or "${close}", but found ${shown(token)}`, placeOf(cursor, token), {
    hint: token.kind === '?' || token.kind === ':' ? 'text with ": " or "? " in it needs quotes' : undefined,
    ways: waysInFlow(cursor, token, open, close),
    notes: [{ message: `"${open.kind}" stands here`, span: { start: open.start, end: open.end } }],
  });
}

/**
 * The text has gone on to something else: it ended, or came back to the column of the line with the bracket.
 */
function isLeft(cursor: Cursor, token: Token, open: Token): boolean {
  if (isEnd(token)) return true;
  if (!severalLines(cursor, open.start, token.start)) return false;
  const openLine = lineStart(cursor.text, open.start);
  const tokenLine = lineStart(cursor.text, token.start);
  return indentAt(cursor, tokenLine) <= indentAt(cursor, openLine);
}

/** The ways to mend a list or mapping in brackets: the wrong one closes it, or it is not closed. */
function waysInFlow(cursor: Cursor, token: Token, open: Token, close: string): readonly Way[] {
  const { text } = cursor;
  if (token.kind === ']' || token.kind === '}')
    return [
      insert(`add "${close}" before the "${token.kind}"`, token.start, close),
      replace(`take the "${token.kind}" out`, { start: token.start, end: token.end }, ''),
    ];
  return closings(text, open.start, close, token.start);
}

function neverClosed(cursor: Cursor, token: Token, open: Token, close: string): YamlError {
  return new YamlError(
    `"${open.kind}" is never closed`,
    { start: open.start, end: open.end },
    {
      hint: `add "${close}"`,
      ways: closings(cursor.text, open.start, close, placeOf(cursor, token).start),
      notes: [{ message: `expected "," or "${close}" before this`, span: placeOf(cursor, token) }],
    },
  );
}
