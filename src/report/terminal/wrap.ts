import stringWidth from 'string-width'; // Unicode's tables for wide and combining characters and emoji, kept up with it; no colours are counted

/** A part of a line with how it is coloured. */
export interface Styled {
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
  /** Set where it differs from the other side of a change. */
  readonly isMarked?: boolean | undefined;
  /** Set where it is not broken at its spaces. */
  readonly isOneWord?: boolean | undefined;
}

/** Characters that take one column each, but for a digit that an emoji is made of (`1️⃣`). */
const PLAIN = /[\x20-\x7e]+(?![\ufe0f\u20e3])/g;

/** Colours of ours. */
const COLOUR = /\u001b\[[0-9;]*m/g;

/** So many others are measured at a time: the time grows with the square of their number. */
const AT_ONCE = /[^]{1,500}/gu;

/**
 * The columns that a text takes on a terminal: wide characters (Chinese, emoji) take two, combining marks and
 * colours none.
 */
export function width(text: string): number {
  let columns = 0;
  const others = text.replace(COLOUR, '').replace(PLAIN, (run) => {
    columns += run.length;
    // What stood on both sides of it must not become one character.
    return '\n';
  });
  for (const part of others.match(AT_ONCE) ?? []) if (part !== '\n') columns += stringWidth(part);
  return columns;
}

/** The same for parts that stand one after the other. */
export function widthOf(parts: readonly Styled[]): number {
  return width(parts.map(({ text }) => text).join(''));
}

/** Parts as a text with colours. */
export function painted(parts: readonly Styled[]): string {
  return parts.map(({ text, paint }) => (paint && text !== '' ? paint(text) : text)).join('');
}

/**
 * A line as several of at most so many columns. It is broken only at spaces, of which the line break takes the place
 * of one: no word is broken, so that it can be copied and searched for. A word that is wider than `columns` stands
 * whole on a line of its own, and is all that is ever wider.
 */
export function wrapParts(parts: readonly Styled[], columns: number): Styled[][] {
  if (columns === Infinity || widthOf(parts) <= columns) return [[...parts]];
  const lines: Styled[][] = [];
  let line: Styled[] | undefined;
  let used = 0;
  for (const { word, space } of wordsOf(parts)) {
    const own = widthOf(word);
    if (line && used + 1 + own <= columns) {
      line.push(...(space ? [space] : []), ...word);
      used += 1 + own;
    } else {
      line = [...word];
      lines.push(line);
      used = own;
    }
  }
  return lines;
}

/** A word, and the one space before it. */
interface Word {
  readonly word: Styled[];
  readonly space: Styled | undefined;
}

/** The words of a line; between two spaces is one of no characters. */
function wordsOf(parts: readonly Styled[]): Word[] {
  const words: Word[] = [{ word: [], space: undefined }];
  // The indentation of a line belongs to its first word.
  let isIndent = true;
  for (const part of parts)
    for (const [index, text] of (part.isOneWord ? [part.text] : part.text.split(' ')).entries()) {
      const space = { ...part, text: ' ' };
      if (index > 0 && isIndent) words.at(-1)?.word.push(space);
      else if (index > 0) words.push({ word: [], space });
      if (text === '') continue;
      isIndent = false;
      words.at(-1)?.word.push({ ...part, text });
    }
  return words;
}

/**
 * Lines of ours, each broken at spaces where it is wider than so many columns; what follows is indented by so many
 * columns more than the line itself.
 */
export function wrapText(text: string, columns: number, indent = 2): string {
  if (columns === Infinity) return text;
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, columns, indent))
    .join('\n');
}

function wrapLine(line: string, columns: number, indent: number): string[] {
  if (width(line) <= columns) return [line];
  const lead = /^ */.exec(line)?.[0] ?? '';
  const inner = ' '.repeat(lead.length + indent);
  const [first = [], ...rest] = wrapParts([{ text: line.slice(lead.length) }], columns - inner.length);
  return [`${lead}${painted(first)}`, ...rest.map((one) => `${inner}${painted(one)}`)];
}
