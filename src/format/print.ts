import { lineStart } from '../source/line-start.ts';
import type {
  DocumentLayout,
  FlowLayout,
  ItemLayout,
  Layout,
  Lines,
  MapLayout,
  PairLayout,
  ScalarLayout,
  SeqLayout,
} from './layout.ts';
import { NotFormatted } from './layout.ts';
import { flowLine, flowLines, keepsQuotes, keyText, WIDTH } from './print-flow.ts';
import { formatScalar } from './quotes.ts';

/**
 * The text of a document, two spaces a level, lists indented below their key. `original`: the text that was
 * read, in which columns are looked up.
 */
export function printDocument(document: DocumentLayout, original: string): string {
  const { before, start, root, tail, end } = document;
  if (root.properties.length > 0)
    throw new NotFormatted('a tag or an anchor of the whole document', root.span);
  const lines = [...comments(before, 0)];
  if (start !== '') lines.push(start);
  lines.push(...new Printer(original).block(root, 0), ...comments(tail, 0));
  if (end !== '') lines.push(end);
  while (lines[0] === '') lines.shift();
  while (lines.at(-1) === '') lines.pop();
  return `${lines.join('\n')}\n`;
}

function comments(lines: Lines, indent: number): string[] {
  return lines.map((line) => (line === '' ? '' : pad(indent) + line));
}

function pad(indent: number): string {
  return ' '.repeat(indent);
}

class Printer {
  readonly #original: string;

  constructor(original: string) {
    this.#original = original;
  }

  /** The lines of a mapping or a list. */
  block(value: Layout, indent: number): string[] {
    if (value.kind === 'map') return this.#map(value, indent);
    return value.kind === 'seq' ? this.#seq(value, indent) : [];
  }

  #map(map: MapLayout, indent: number): string[] {
    return [
      ...map.pairs.flatMap((pair, index) => this.#pair(pair, indent, index === 0)),
      ...comments(map.tail, indent),
    ];
  }

  #pair(pair: PairLayout, indent: number, isFirst: boolean): string[] {
    return [
      ...comments(leadOf(pair, isFirst), indent),
      ...this.#value(`${pad(indent)}${keyText(pair.key)}:`, pair, indent, false),
    ];
  }

  #seq(seq: SeqLayout, indent: number): string[] {
    const keepQuotes = seq.items.some(({ value }) => keepsQuotes(value, false));
    return [
      ...seq.items.flatMap((item, index) => [
        ...comments(leadOf(item, index === 0), indent),
        ...this.#item(item, indent, keepQuotes),
      ]),
      ...comments(seq.tail, indent),
    ];
  }

  #item(item: ItemLayout, indent: number, keepQuotes: boolean): string[] {
    const { value, trail } = item;
    const first = firstInside(value);
    if (!first || value.properties.length > 0 || trail !== '' || leadOf(first, true).length > 0)
      return this.#value(`${pad(indent)}-`, item, indent, keepQuotes);
    const [line = '', ...rest] = this.block(value, indent + 2);
    return [`${pad(indent)}- ${line.slice(indent + 2)}`, ...rest];
  }

  /**
   * A value behind the key or dash that `prefix` ends with; `indent` is the column of that. `keepQuotes`: its
   * neighbours need theirs.
   */
  #value(prefix: string, item: ItemLayout, indent: number, keepQuotes: boolean): string[] {
    const { value, trail, isBelow } = item;
    const start = [prefix, ...value.properties].join(' ');
    switch (value.kind) {
      case 'map':
      case 'seq':
        return [start + trail, ...this.block(value, indent + 2)];
      case 'alias':
        return this.#oneLine(prefix, item, indent, value.raw);
      case 'scalar':
        if (value.style === '|' || value.style === '>') return this.#blockText(start, value, indent);
        if (!value.raw.includes('\n'))
          return this.#oneLine(prefix, item, indent, formatScalar(value, false, keepQuotes));
        return this.#severalLines(
          isBelow ? [prefix, [pad(indent + 1), ...value.properties].join(' ')] : [start],
          value,
          indent,
          trail,
        );
      case 'flow':
        if (value.isFixed)
          return this.#shifted(start, value.raw, value.span.end - value.raw.length, indent, trail);
        return this.#flow(prefix, item, value, indent);
    }
  }

  /** A value without line breaks: behind its key, or below it where it stood there and fits. */
  #oneLine(prefix: string, { value, trail, isBelow }: ItemLayout, indent: number, text: string): string[] {
    const start = [prefix, ...value.properties].join(' ');
    const line = text === '' ? start : `${start} ${text}`;
    if (!isBelow || line.length + trail.length <= WIDTH) return [line + trail];
    return [prefix, `${pad(indent + 2)}${[...value.properties, text].join(' ')}${trail}`];
  }

  /** A list or mapping in brackets: on one line where it fits, or where it was on one already. */
  #flow(prefix: string, item: ItemLayout, flow: FlowLayout, indent: number): string[] {
    const { trail, isBelow } = item;
    const text = flowLine({ ...flow, properties: [] });
    const below = [...flow.properties, text].join(' ');
    const fits = [prefix, below].join(' ').length + trail.length <= WIDTH;
    const fitsBelow = isBelow && indent + 2 + below.length + trail.length <= WIDTH;
    if (fits || fitsBelow || !flow.raw.includes('\n')) return this.#oneLine(prefix, item, indent, text);
    const isDeeper = isBelow || prefix.endsWith('-');
    const [first = '', ...rest] = flowLines(flow, isDeeper ? indent + 2 : indent);
    const lines = isBelow ? [prefix, `${pad(indent + 2)}${first}`, ...rest] : [`${prefix} ${first}`, ...rest];
    return withTrail(lines, trail);
  }

  /** A `|` or `>` text: its lines are moved as a whole, and nothing in them is touched. */
  #blockText(start: string, { raw, parent }: ScalarLayout, indent: number): string[] {
    const [header = '', ...lines] = raw.split('\n');
    const digit = /^[|>][-+]?([1-9])/.exec(header)?.[1];
    const was = digit === undefined ? textIndent(lines) : Math.max(parent, 0) + Number(digit);
    const is = indent + (digit === undefined ? 2 : Number(digit));
    return [
      `${start} ${header.trimEnd()}`,
      ...lines.map((line) => {
        if (line.slice(0, was).trim() === '' && line.length > was) return pad(is) + line.slice(was);
        return line.trim() === '' ? '' : line;
      }),
    ];
  }

  /** A plain or quoted text over several lines: their indentation has no meaning. */
  #severalLines(start: readonly string[], { raw }: ScalarLayout, indent: number, trail: string): string[] {
    const [first = '', ...rest] = raw.split('\n');
    const lines = [
      ...start.slice(0, -1),
      `${start.at(-1) ?? ''} ${first}`,
      ...rest.map((line) => (line.trim() === '' ? '' : pad(indent + 2) + line.trimStart())),
    ];
    return withTrail(lines, trail);
  }

  /** A list in brackets with comments in it: its lines are moved as far as its first one. */
  #shifted(start: string, raw: string, offset: number, indent: number, trail: string): string[] {
    const line = this.#original.slice(lineStart(this.#original, offset));
    const by = indent - (line.length - line.trimStart().length);
    const lines = `${start} ${raw}`.split('\n').map((text, index) => {
      if (index === 0 || text.trim() === '') return text.trimEnd();
      return pad(Math.max(0, text.length - text.trimStart().length + by)) + text.trim();
    });
    return withTrail(lines, trail);
  }
}

/** Lines with the comment at the end of the last one. */
function withTrail(lines: readonly string[], trail: string): string[] {
  return [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${trail}`];
}

/** The first pair or item of a block that is not empty; undefined for all other values. */
function firstInside(value: Layout): ItemLayout | undefined {
  if (value.kind === 'map') return value.pairs[0];
  return value.kind === 'seq' ? value.items[0] : undefined;
}

/** What stands above a value; above the first of a block no blank line. */
function leadOf({ lead }: ItemLayout, isFirst: boolean): Lines {
  return isFirst && lead[0] === '' ? lead.slice(1) : lead;
}

/** The indentation of a block text: that of its first line with text. */
function textIndent(lines: readonly string[]): number {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  return first.length - first.trimStart().length;
}
