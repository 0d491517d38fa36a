import { Broken, Unsure } from './fault.ts';
import { type Formatted, readFormatted } from './formatted.ts';
import { checkBytes, checkEscapes, endOfString } from './string-literal.ts';
import { KEYWORDS, type Token, type TokenKind } from './token.ts';

const NAME = /[\p{XID_Start}_][\p{XID_Continue}]*/uy;
const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d(?:_?\d)*)?[jJ]?/y;
const STRING = /([a-zA-Z]{0,2})("""|'''|"|')/y;
const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|!=|<=|>=|==|<<|>>|\*\*|\/\/|[-+*/%@&|^]=|[-+*/%@&|^~<>=()[\]{},:.;]/y;
/** Words that may follow a number without a blank. After a zero `o` would begin an octal number. */
const AFTER_NUMBER = /(?:and|else|for|if|in|is|(?<!(?<![\w.])0)or|not)/y;
const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Python refuses more brackets in each other than this. */
const MOST_BRACKETS = 200;
/** Nor more digits in a whole number. */
const MOST_DIGITS = 4300;
/** Fewer formatted strings in each other than Python refuses, and more than people write. */
const MOST_STRINGS = 50;

/** Reads the tokens of a text one after the other, without those that stand for the layout of blocks. */
export class Scanner {
  readonly text: string;
  /** The minor number of the version: 11 for Python 3.11. */
  readonly minor: number;
  at: number;
  readonly #limit: number;
  /** How many formatted strings are around. */
  readonly #level: number;
  /** The text is an expression in a formatted string, which ends with a brace. */
  readonly #isField: boolean;
  readonly #open: { readonly bracket: string; readonly at: number }[] = [];

  constructor(
    text: string,
    minor: number,
    field?: { readonly at: number; readonly limit: number; readonly level: number },
  ) {
    this.#level = field?.level ?? 0;
    if (this.#level > MOST_STRINGS) throw new Unsure();
    this.text = text;
    this.minor = minor;
    this.at = field?.at ?? 0;
    this.#limit = field?.limit ?? text.length;
    this.#isField = field !== undefined;
  }

  /** Whether brackets are open: line breaks then mean nothing. */
  get isInside(): boolean {
    return this.#open.length > 0;
  }

  /** The next token; `newline` only where a line break means something. */
  next(): Token {
    for (;;) {
      this.#skip(/[ \t\f]*/y);
      if (this.at >= this.#limit) return this.#end();
      const character = this.text[this.at];
      if (character === '#') this.skipComment();
      else if (character === '\\') this.skipContinuation();
      else if (character !== '\n') return this.#token();
      else if (this.isInside || this.#isField) this.at += 1;
      else return this.#made('newline', this.at + 1);
    }
  }

  /** Skips to the end of the line. */
  skipComment(): void {
    if (this.#isField && this.minor < 12)
      throw new Broken('before Python 3.12 an expression in a string cannot hold #', this.at);
    this.#skip(/[^\n]*/y);
  }

  /** Skips a backslash that joins two lines. */
  skipContinuation(): void {
    if (this.text[this.at + 1] !== '\n')
      throw new Broken('only the end of the line may follow a backslash', this.at);
    this.at += 2;
  }

  #end(): Token {
    const open = this.#open.at(-1);
    if (open) throw new Broken(`${open.bracket} is never closed`, open.at);
    return { kind: 'end', text: '', at: this.at, end: this.at };
  }

  #token(): Token {
    const string = this.#match(STRING);
    if (string && this.#isPrefix(string[1] ?? '')) return this.#string(string[1] ?? '', string[2] ?? '');
    const name = this.#match(NAME)?.[0];
    if (name !== undefined) return this.#made(KEYWORDS.has(name) ? 'keyword' : 'name', this.at + name.length);
    const number = this.#match(NUMBER)?.[0];
    return number === undefined ? this.#operator() : this.#number(number);
  }

  #number(number: string): Token {
    if (/^0[\d_]*[1-9][\d_]*$/.test(number))
      throw new Broken('a whole number cannot begin with 0 (0o is octal)', this.at);
    if (/^[\d_]+$/.test(number) && number.replaceAll('_', '').length > MOST_DIGITS)
      throw new Broken('Python reads no number with so many digits', this.at);
    const token = this.#made('number', this.at + number.length);
    if (/[\p{XID_Continue}]/u.test(this.text[this.at] ?? '') && !this.#match(AFTER_NUMBER))
      throw new Broken('this is no number', token.at);
    return token;
  }

  #operator(): Token {
    const isOuter = this.#isField && !this.isInside;
    const first = this.text[this.at] ?? '';
    if (isOuter && (first === ':' || first === '}')) return this.#made('operator', this.at + 1);
    const operator = this.#match(OPERATOR)?.[0];
    if (operator === undefined) {
      if (isOuter && first === '!') return this.#made('operator', this.at + 1);
      const strange = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
      const isShown = /[^\p{C}\p{Z}]/u.test(strange);
      const code = `U+${(strange.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      throw new Broken(`${isShown ? strange : code} is no character of Python`, this.at);
    }
    if ('([{'.includes(operator)) this.#opened(operator);
    else if (operator in CLOSES) this.#closed(operator);
    return this.#made('operator', this.at + operator.length);
  }

  #opened(bracket: string): void {
    this.#open.push({ bracket, at: this.at });
    if (this.#open.length > MOST_BRACKETS) throw new Broken('too many brackets are open', this.at);
  }

  #closed(bracket: string): void {
    const open = this.#open.pop();
    if (!open) throw new Broken(`${bracket} closes nothing`, this.at);
    if (open.bracket !== CLOSES[bracket])
      throw new Broken(`${bracket} cannot close ${open.bracket}`, this.at);
  }

  /** Whether these letters say what the string after them is; others are a word of their own. */
  #isPrefix(letters: string): boolean {
    return (
      /^(?:u?|b|f|r|rb|br|rf|fr)$/i.test(letters) || (this.minor >= 14 && /^(?:t|rt|tr)$/i.test(letters))
    );
  }

  #string(prefix: string, quotes: string): Token {
    const letters = prefix.toLowerCase();
    const start = this.at + prefix.length + quotes.length;
    const isRaw = letters.includes('r');
    const isBytes = letters.includes('b');
    if (/[ft]/.test(letters)) return this.#formatted(letters, quotes, start);
    const end = endOfString(this.text, start, quotes);
    if (!isRaw) checkEscapes(this.text, start, end, isBytes);
    if (isBytes) checkBytes(this.text, start, end);
    return { ...this.#made('string', end + quotes.length), literal: isBytes ? 'bytes' : 'text' };
  }

  /** Until 3.11 a formatted string ends like any other; since 3.12 its expressions may hold its own quotes. */
  #formatted(letters: string, quotes: string, start: number): Token {
    const isNested = this.minor >= 12;
    const limit = isNested ? this.#limit : endOfString(this.text, start, quotes);
    const formatted: Formatted = {
      text: this.text,
      limit,
      quotes,
      isNested,
      isRaw: letters.includes('r'),
      opened: start - quotes.length,
      scanner: (at) => new Scanner(this.text, this.minor, { at, limit, level: this.#level + 1 }),
    };
    const { end, fields } = readFormatted(formatted, start);
    const literal = letters.includes('t') ? 'template' : 'text';
    return { ...this.#made('string', end + quotes.length), literal, fields };
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  #skip(pattern: RegExp): void {
    this.at += this.#match(pattern)?.[0].length ?? 0;
  }

  #made(kind: TokenKind, end: number): Token {
    const at = this.at;
    this.at = end;
    return { kind, text: this.text.slice(at, end), at, end };
  }
}
