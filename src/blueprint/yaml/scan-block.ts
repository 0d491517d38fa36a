import { type Cursor, SPACE, TAB, isBreak, isBreakOrEnd } from './cursor.ts';
import type { Token } from './token.ts';
import { YamlError } from './yaml-error.ts';

/** Reads a block scalar (`|` or `>`), the content of which is indented deeper than `parentIndent`. */
export function scanBlock(cursor: Cursor, parentIndent: number): Token {
  const start = cursor.pos;
  const folded = cursor.code() === 62;
  cursor.pos++;
  const { chomp, increment } = scanHeader(cursor);
  let end = cursor.pos;
  scanRestOfHeader(cursor);

  const minimum = Math.max(parentIndent + 1, 1);
  let indent: number;
  let breaks: string;
  if (increment === undefined) {
    const lead = scanIndentation(cursor);
    indent = Math.max(minimum, lead.indent);
    breaks = lead.breaks;
  } else {
    indent = minimum + increment - 1;
    breaks = scanBreaks(cursor, indent);
  }

  const chunks: string[] = [];
  let lineBreak = '';
  while (cursor.column === indent && cursor.code() !== 0) {
    chunks.push(breaks);
    const first = cursor.code();
    const from = cursor.pos;
    cursor.skipLine();
    chunks.push(cursor.text.slice(from, cursor.pos));
    end = cursor.pos;
    lineBreak = cursor.lineBreak();
    breaks = scanBreaks(cursor, indent);
    const next = cursor.code();
    if (cursor.column !== indent || next === 0) break;
    const fold =
      folded && lineBreak === '\n' && first !== SPACE && first !== TAB && next !== SPACE && next !== TAB;
    if (!fold) chunks.push(lineBreak);
    else if (breaks === '') chunks.push(' ');
  }
  if (chomp !== '-') chunks.push(lineBreak);
  if (chomp === '+') chunks.push(breaks);
  return { kind: 'scalar', start, end, text: chunks.join(''), style: folded ? '>' : '|', handle: undefined };
}

/** Chomping (`+`, `-`) and indentation (1 to 9) after the indicator, in either order. */
function scanHeader(cursor: Cursor): { chomp: string; increment: number | undefined } {
  let chomp = '';
  let increment: number | undefined;
  const readChomp = (): void => {
    const character = cursor.text.charAt(cursor.pos);
    if (character !== '+' && character !== '-') return;
    chomp = character;
    cursor.pos++;
  };
  readChomp();
  const digit = cursor.code() - 48;
  if (digit >= 0 && digit <= 9) {
    if (digit === 0)
      throw new YamlError('the indentation of a block text is a digit from 1 to 9', cursor.here());
    increment = digit;
    cursor.pos++;
    if (chomp === '') readChomp();
  }
  if (!isBreakOrEnd(cursor.code()) && cursor.code() !== SPACE) throw headerError(cursor);
  return { chomp, increment };
}

/** What may follow on the line of the indicator: spaces and a comment. */
function scanRestOfHeader(cursor: Cursor): void {
  cursor.skipSpaces();
  if (cursor.code() === 35) cursor.skipLine();
  if (!isBreakOrEnd(cursor.code())) throw headerError(cursor);
  cursor.lineBreak();
}

function headerError(cursor: Cursor): YamlError {
  return new YamlError(
    `the text after "|" or ">" starts on the next line, but here is ${cursor.shown()}`,
    cursor.here(),
    {
      hint: 'move the text to the next line and indent it; a text that starts with "|" or ">" itself needs quotes',
    },
  );
}

/**
 * Leading blank lines and the indentation of the first line that is not blank (the deepest blank line counts,
 * too).
 */
function scanIndentation(cursor: Cursor): { breaks: string; indent: number } {
  let breaks = '';
  let indent = 0;
  for (;;) {
    cursor.skipSpaces();
    indent = Math.max(indent, cursor.column);
    if (!isBreak(cursor.code())) return { breaks, indent };
    breaks += cursor.lineBreak();
  }
}

/** Blank lines, and the indentation of the next line up to `indent`. */
function scanBreaks(cursor: Cursor, indent: number): string {
  let breaks = '';
  for (;;) {
    while (cursor.column < indent && cursor.code() === SPACE) cursor.pos++;
    if (!isBreak(cursor.code())) return breaks;
    breaks += cursor.lineBreak();
  }
}
