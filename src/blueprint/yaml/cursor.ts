import type { Span } from '../../source/source-file.ts';

/** Code units that the scanner knows by number. */
export const TAB = 9,
  LF = 10,
  CR = 13,
  SPACE = 32,
  NEL = 0x85,
  LS = 0x2028,
  PS = 0x2029;

/** Whether a code unit is a line break of YAML 1.1; 0 (the end of the text) is none. */
export function isBreak(code: number): boolean {
  return code === LF || code === CR || code === NEL || code === LS || code === PS;
}

/** Whether a code unit is a line break or the end of the text. */
export function isBreakOrEnd(code: number): boolean {
  return code === 0 || isBreak(code);
}

/** Whether a code unit is a space, a tab, a line break or the end of the text. */
export function isBlankOrEnd(code: number): boolean {
  return code === SPACE || code === TAB || isBreakOrEnd(code);
}

/** Whether a code unit may be part of the name of an anchor, a handle or a directive. */
export function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 95
  );
}

/** A place in a text that moves forward; the text ends with a NUL, which no YAML text can hold. */
export class Cursor {
  readonly text: string;
  pos = 0;
  /** Where the line of `pos` starts. */
  lineStart = 0;

  constructor(text: string) {
    this.text = `${text}\0`;
  }

  get column(): number {
    return this.pos - this.lineStart;
  }

  /** The code unit at the cursor, or `ahead` units after it; 0 at the end of the text. */
  code(ahead = 0): number {
    return this.text.charCodeAt(this.pos + ahead);
  }

  /**
   * Whether the cursor stands on `word` followed by white space: a document marker when it is at the start of
   * a line.
   */
  atMarker(word: '---' | '...'): boolean {
    return this.text.startsWith(word, this.pos) && isBlankOrEnd(this.code(3));
  }

  /** Goes over spaces only: to PyYAML a tab is no indentation and no separation. */
  skipSpaces(): void {
    while (this.text.charCodeAt(this.pos) === SPACE) this.pos++;
  }

  /** Goes to the end of the line. */
  skipLine(): void {
    while (!isBreakOrEnd(this.code())) this.pos++;
  }

  /**
   * Goes over one line break; gives what it counts as in a text: `\n`, or itself when it is LS or PS, '' when
   * there is none.
   */
  lineBreak(): string {
    const code = this.code();
    if (!isBreak(code)) return '';
    this.pos += code === CR && this.code(1) === LF ? 2 : 1;
    this.lineStart = this.pos;
    if (code === LS) return '\u2028';
    return code === PS ? '\u2029' : '\n';
  }

  /** The span of the one character at the cursor (an empty one at the end of the text). */
  here(): Span {
    const end = this.text.length - 1;
    const width = (this.text.codePointAt(this.pos) ?? 0) > 0xffff ? 2 : 1;
    return { start: this.pos, end: Math.min(this.pos + width, end) };
  }

  /** The character at the cursor, for people. */
  shown(): string {
    const code = this.text.codePointAt(this.pos) ?? 0;
    if (code === 0) return 'the end of the file';
    if (code === TAB) return 'a tab';
    if (isBreak(code)) return 'the end of the line';
    if (code === SPACE) return 'a space';
    return `"${String.fromCodePoint(code)}"`;
  }
}
