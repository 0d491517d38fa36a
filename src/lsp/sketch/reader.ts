import { lineStart } from '../../source/line-start.ts';
import type { Span } from '../../source/source-file.ts';
import type { Properties } from './node.ts';

const TAG = /![^\s,[\]{}]*/y;
const ANCHOR = /&[^\s,[\]{}]*/y;
const ALIAS = /\*[^\s,[\]{}]*/y;
const DOUBLE_QUOTED = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
const LONE_WORD = /[^\s,[\]{}"'!&*#]+[ \t]*(?:\r?\n\s*(?![\s,\]}])|$)/y;
const SINGLE_QUOTED = /'(?:[^'\r\n]|'')*'/y;

/**
 * A place in a text that moves forward, and what can be seen from there. Never throws, whatever the text is.
 */
export class Reader {
  readonly text: string;
  pos = 0;
  /** Where the last thing that was read ends. */
  lastEnd = 0;

  constructor(text: string) {
    this.text = text;
  }

  get char(): string {
    return this.text.charAt(this.pos);
  }

  get done(): boolean {
    return this.pos >= this.text.length;
  }

  /** Whether a document marker stands here. */
  get atMarker(): boolean {
    return this.column() === 0 && /^(---|\.\.\.)(?=\s|$)/.test(this.text.slice(this.pos, this.pos + 4));
  }

  column(at = this.pos): number {
    return at - lineStart(this.text, at);
  }

  /** Whether a `- ` stands here. */
  get atDash(): boolean {
    return this.char === '-' && this.isBlank(this.pos + 1);
  }

  /** Whether the character at an offset is white space or the end of the text. */
  isBlank(at: number): boolean {
    const char = this.text.charAt(at);
    return char === '' || char === ' ' || char === '\n' || char === '\r' || char === '\t';
  }

  skipBlanks(): void {
    while (this.char === ' ' || this.char === '\t') this.pos++;
  }

  /** Whether nothing but a comment follows on this line. */
  get atLineEnd(): boolean {
    const char = this.char;
    return char === '' || char === '\n' || char === '\r' || (char === '#' && this.isBlank(this.pos - 1));
  }

  skipLine(): void {
    const end = this.text.indexOf('\n', this.pos);
    this.pos = end === -1 ? this.text.length : end;
  }

  /** Goes over spaces, comments and line breaks. */
  skipGap(): void {
    this.skipBlanks();
    while (this.pos < this.text.length && this.atLineEnd) {
      this.skipLine();
      this.pos = Math.min(this.pos + 1, this.text.length);
      this.skipBlanks();
    }
  }

  /** Goes to the end of the line if part of it has been read: the rest is not understood. */
  skipRest(): void {
    if (/\S/.test(this.text.slice(this.pos - this.column(), this.pos))) this.skipLine();
  }

  /** Reads what a sticky expression finds here; '' when it finds nothing. */
  take(expression: RegExp): string {
    expression.lastIndex = this.pos;
    const found = expression.exec(this.text)?.[0] ?? '';
    if (found !== '') this.lastEnd = this.pos += found.length;
    return found;
  }

  takeAlias(): string {
    return this.take(ALIAS);
  }

  /** Reads tag and anchor. */
  properties(): Properties {
    let found: Properties = {};
    for (;;) {
      const start = this.pos;
      const span = (): Span => ({ start, end: this.pos });
      if (this.char === '!' && !found.tag) found = { ...found, tag: { name: this.take(TAG), span: span() } };
      else if (this.char === '&' && !found.anchor)
        found = { ...found, anchor: { name: this.take(ANCHOR).slice(1), span: span() } };
      else return found;
      this.skipBlanks();
    }
  }

  /** Where a quoted text that stands at an offset ends, when it ends on the same line. */
  quotedEnd(at: number): number | undefined {
    const expression = this.text.charAt(at) === '"' ? DOUBLE_QUOTED : SINGLE_QUOTED;
    expression.lastIndex = at;
    const found = expression.exec(this.text);
    return found ? at + found[0].length : undefined;
  }

  /**
   * Where unquoted text ends on its line: before `: `, ` #`, or, in brackets, what has a meaning there. White
   * space at its end included.
   */
  plainEnd(from: number, flow: boolean): number {
    let at = from;
    for (; at < this.text.length; at++) {
      const char = this.text.charAt(at);
      if (char === '\n' || char === '\r') break;
      if (char === ':' && (this.isBlank(at + 1) || (flow && ',[]{}'.includes(this.text.charAt(at + 1)))))
        break;
      if (char === '#' && at > from && this.isBlank(at - 1)) break;
      if (flow && ',[]{}'.includes(char)) break;
    }
    return at;
  }

  /**
   * The key that stands at an offset: where it starts after its tag and anchor, where it ends, and its colon.
   * Undefined when there is no colon on the line.
   */
  keyAt(from: number): { readonly start: number; readonly end: number; readonly colon: number } | undefined {
    let start = from;
    while ('!&'.includes(this.text.charAt(start)) && start < this.text.length) {
      while (!this.isBlank(start)) start++;
      while (this.text.charAt(start) === ' ') start++;
    }
    const first = this.text.charAt(start);
    if (first === '' || '[]{},#|>@`%'.includes(first)) return undefined;
    let end = first === '"' || first === "'" ? this.quotedEnd(start) : this.plainEnd(start, false);
    if (end === undefined) return undefined;
    let colon = end;
    while (this.text.charAt(colon) === ' ') colon++;
    while (end > start && ' \t'.includes(this.text.charAt(end - 1))) end--;
    return this.text.charAt(colon) === ':' && this.isBlank(colon + 1) ? { start, end, colon } : undefined;
  }

  /**
   * Whether a key, a list item or a word by itself stands here that is not deeper than `parent`: then the
   * brackets or quotes before it were never closed.
   */
  leaves(parent: number): boolean {
    return (
      this.column() <= parent &&
      (this.atDash || this.atMarker || this.keyAt(this.pos) !== undefined || this.#atLoneWord())
    );
  }

  /**
   * A word alone on its line with nothing after it that belongs between brackets: a key that is being typed.
   */
  #atLoneWord(): boolean {
    LONE_WORD.lastIndex = this.pos;
    return LONE_WORD.test(this.text);
  }

  /** Whether the next line with anything on it has a key at this column. */
  keyFollows(column: number): boolean {
    const here = this.pos;
    this.skipLine();
    this.skipGap();
    const found =
      !this.done && this.column() === column && !this.atDash && this.keyAt(this.pos) !== undefined;
    this.pos = here;
    return found;
  }
}
