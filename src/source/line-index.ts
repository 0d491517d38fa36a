import type { Position, SourceFile } from './source-file.ts';

const indexes = new WeakMap<SourceFile, LineIndex>();

/** Turns offsets of one text into lines and columns; built when a finding is shown, never while parsing. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** The index of a file, made once per file. */
  static of(file: SourceFile): LineIndex {
    let index = indexes.get(file);
    if (!index) indexes.set(file, (index = new LineIndex(file.text)));
    return index;
  }

  /** How many lines there are; a text that ends with a line break has an empty last one. */
  get count(): number {
    return this.#starts.length;
  }

  /** Line and column of an offset, both from 1; an offset outside the text counts as its nearest end. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
  }

  /**
   * The offset of the first character of a line (from 1); the length of the text where there is no such line.
   */
  start(number: number): number {
    return this.#starts[number - 1] ?? this.#text.length;
  }

  /** The text of a line (from 1) without its line break, '' where there is none. */
  line(number: number): string {
    const start = this.#starts[number - 1];
    if (start === undefined) return '';
    const end = this.#starts[number] ?? this.#text.length + 1;
    return this.#text.slice(start, end - 1).replace(/\r$/, '');
  }
}
