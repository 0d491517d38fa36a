import { type Cursor, SPACE, TAB, isBlankOrEnd, isBreak } from './cursor.ts';
import { closedOrTakenOut, lateQuote } from './scan-errors.ts';
import type { Token } from './token.ts';
import { YamlError } from './yaml-error.ts';

const DOUBLE = 34,
  SINGLE = 39,
  BACKSLASH = 92;

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '\\': '\\',
  '/': '/',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** How many hexadecimal digits belong to an escape with this letter; 0 for escapes without any. */
export function hexLength(letter: string): number {
  return Object.hasOwn(HEX_LENGTH, letter) ? (HEX_LENGTH[letter] ?? 0) : 0;
}

/**
 * Reads the quoted scalars of a text, and remembers the first that went over lines that look like keys: where
 * a closing quote is missing, each later text starts with the quote that should close the one before it, and
 * only the last one seems to be open. The error then names the remembered one.
 */
export class QuotedScanner {
  #swallowing: Token | undefined;

  readonly scan = (cursor: Cursor): Token => {
    const { lineStart } = cursor;
    try {
      const token = scanQuoted(cursor);
      if (!this.#swallowing && cursor.lineStart > lineStart && swallowsKeys(cursor.text, token))
        this.#swallowing = token;
      return token;
    } catch (error) {
      throw this.#swallowing && cursor.code() === 0 ? lateQuote(cursor, this.#swallowing) : error;
    }
  };
}

function swallowsKeys(text: string, { start, end }: Token): boolean {
  return /\n *(?:- +)?[\w-]+:(?: |\n)/.test(text.slice(start, end));
}

/** Reads a scalar in single or double quotes; the cursor stands on the quote. */
export function scanQuoted(cursor: Cursor): Token {
  const start = cursor.pos;
  const quote = cursor.code();
  const style = quote === DOUBLE ? '"' : "'";
  cursor.pos++;
  let text = '';
  for (;;) {
    text += scanText(cursor, quote, start);
    if (cursor.code() === quote) break;
    text += scanSpaces(cursor, start);
  }
  cursor.pos++;
  return { kind: 'scalar', start, end: cursor.pos, text, style, handle: undefined };
}

/** Text without white space, escapes resolved. */
function scanText(cursor: Cursor, quote: number, opening: number): string {
  let text = '';
  for (;;) {
    const from = cursor.pos;
    let code = cursor.code();
    while (code !== SINGLE && code !== DOUBLE && code !== BACKSLASH && !isBlankOrEnd(code)) {
      cursor.pos++;
      code = cursor.code();
    }
    text += cursor.text.slice(from, cursor.pos);
    if (code === SINGLE && quote === SINGLE && cursor.code(1) === SINGLE) {
      text += "'";
      cursor.pos += 2;
    } else if (
      code !== quote &&
      (code === SINGLE || code === DOUBLE || (code === BACKSLASH && quote === SINGLE))
    ) {
      text += String.fromCharCode(code);
      cursor.pos++;
    } else if (code === BACKSLASH) {
      text += scanEscape(cursor, opening);
    } else {
      return text;
    }
  }
}

/** One escape of a double-quoted scalar; the cursor stands on the backslash. */
function scanEscape(cursor: Cursor, opening: number): string {
  const start = cursor.pos;
  cursor.pos++;
  if (isBreak(cursor.code())) {
    cursor.lineBreak();
    return scanBreaks(cursor, opening);
  }
  const letter = cursor.text.charAt(cursor.pos);
  const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  if (plain !== undefined) {
    cursor.pos++;
    return plain;
  }
  const length = hexLength(letter);
  if (length === 0) {
    throw new YamlError(
      `"\\${letter === '\0' ? '' : letter}" is no escape of a double-quoted text`,
      { start, end: start + 2 },
      {
        hint: 'write a backslash as "\\\\", or put the text in single quotes, where a backslash is just a backslash',
      },
    );
  }
  const digits = cursor.text.slice(cursor.pos + 1, cursor.pos + 1 + length);
  const code =
    /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : Number.NaN;
  if (!(code <= 0x10ffff)) {
    throw new YamlError(`"\\${letter}" needs ${length} hexadecimal digits of a character after it`, {
      start,
      end: start + 2,
    });
  }
  cursor.pos += 1 + length;
  return String.fromCodePoint(code);
}

/** White space inside quotes: kept on one line, folded over several. */
function scanSpaces(cursor: Cursor, start: number): string {
  const from = cursor.pos;
  while (cursor.code() === SPACE || cursor.code() === TAB) cursor.pos++;
  if (isBreak(cursor.code())) {
    const first = cursor.lineBreak();
    const breaks = scanBreaks(cursor, start);
    if (first !== '\n') return first + breaks;
    return breaks === '' ? ' ' : breaks;
  }
  if (cursor.code() === 0) throw unclosed(cursor.text, start, 'the file ends before');
  return cursor.text.slice(from, cursor.pos);
}

/** Further line breaks and the indentation of the next line. */
function scanBreaks(cursor: Cursor, start: number): string {
  let breaks = '';
  for (;;) {
    if (cursor.atMarker('---') || cursor.atMarker('...')) {
      throw unclosed(cursor.text, start, 'the document ends before');
    }
    while (cursor.code() === SPACE || cursor.code() === TAB) cursor.pos++;
    if (!isBreak(cursor.code())) return breaks;
    breaks += cursor.lineBreak();
  }
}

function unclosed(text: string, start: number, why: string): YamlError {
  const quote = text.charAt(start);
  return new YamlError(
    `a quoted text starts here, and ${why} its closing ${quote}`,
    { start, end: start + 1 },
    {
      hint: `close the text with ${quote}; inside single quotes, a single quote is written twice`,
      ways: closedOrTakenOut(text, start),
    },
  );
}
