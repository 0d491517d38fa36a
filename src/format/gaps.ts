import type { Scanner } from '../blueprint/yaml/scanner.ts';
import type { Token } from '../blueprint/yaml/token.ts';

interface GapLine {
  readonly column: number;
  /** A comment, or '' for a blank line. */
  readonly text: string;
}

/**
 * The comments and blank lines between the tokens of a text. Each is given once, to the first that asks: a
 * value takes the comment on its line, the end of a block takes those that are indented as the block is, and
 * what follows takes the rest.
 */
export class Gaps {
  readonly #scanner: Scanner;
  readonly #text: string;
  #read = 0;
  #trail = '';
  #lines: GapLine[] = [];

  constructor(scanner: Scanner, text: string) {
    this.#scanner = scanner;
    this.#text = text;
  }

  /** The next token, after what stands before it has been noted. */
  peek(): Token {
    const token = this.#scanner.peek();
    const from = Math.max(this.#read, this.#scanner.lastEnd);
    if (token.start > from || this.#read === 0) this.#note(this.#text.slice(from, token.start), from);
    this.#read = Math.max(this.#read, token.start);
    return token;
  }

  take(): Token {
    this.peek();
    return this.#scanner.take();
  }

  /** The comment on the line of what was taken last, with the white space before it. */
  trail(): string {
    this.peek();
    const trail = this.#trail;
    this.#trail = '';
    return trail;
  }

  /** Everything that stands before the next token, with one blank line for several. */
  lead(): string[] {
    this.peek();
    return this.#give(this.#lines.length);
  }

  /**
   * The comments at the end of a block whose lines start at a column; those that are less deep belong to what
   * follows.
   */
  tail(column: number): string[] {
    this.peek();
    let count = 0;
    for (const [index, line] of this.#lines.entries()) {
      if (line.text === '') continue;
      if (line.column < column) break;
      count = index + 1;
    }
    return this.#give(count);
  }

  /** Whether a comment stands before the next token. */
  hasComment(): boolean {
    this.peek();
    return this.#trail !== '' || this.#lines.some((line) => line.text !== '');
  }

  /** Forgets the blank lines before the next token. */
  skipBlank(): void {
    this.peek();
    if (!this.hasComment()) this.#lines = [];
  }

  #give(count: number): string[] {
    const given = this.#lines.splice(0, count).map((line) => line.text);
    return given.filter((text, index) => text !== '' || given[index - 1] !== '');
  }

  #note(gap: string, from: number): void {
    const [first = '', ...lines] = gap.split('\n');
    const atLineStart = from === 0 || this.#text[from - 1] === '\n';
    if (first.includes('#') && !atLineStart) this.#trail = first.trimEnd();
    const whole = atLineStart ? [first, ...lines] : lines;
    // The last piece is the indentation of the token and no line, unless the text ends there.
    for (const line of whole.slice(0, -1))
      this.#lines.push({ column: line.length - line.trimStart().length, text: line.trim() });
    const last = whole.at(-1) ?? '';
    if (last.trim() !== '')
      this.#lines.push({ column: last.length - last.trimStart().length, text: last.trim() });
  }
}
