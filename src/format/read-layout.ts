/*
 * Longer than other files: one reader, whose rules call each other and share the tokens and the gaps between them.
 */

import type { Scanner } from '../blueprint/yaml/scanner.ts';
import type { Token, TokenKind } from '../blueprint/yaml/token.ts';
import { lineStart } from '../source/line-start.ts';
import type { Span } from '../source/source-file.ts';
import { Gaps } from './gaps.ts';
import {
  type DocumentLayout,
  type FlowItem,
  type FlowLayout,
  type ItemLayout,
  type Layout,
  type Lines,
  NotFormatted,
  type PairLayout,
  type ScalarLayout,
} from './layout.ts';

/**
 * Reads how a text is laid out, by a scanner at its start. The text must be YAML. Throws NotFormatted where
 * it is laid out in a way that is left as it is.
 */
export function readLayout(scanner: Scanner, text: string): DocumentLayout {
  return new LayoutReader(scanner, text).document();
}

/** Tokens after which a `-` or `:` has no value. */
const NO_VALUE: readonly TokenKind[] = ['-', '?', ':', 'block-end', 'stream-end', 'document-end'];

/** The column of values between brackets, which stand in no block. */
const NOWHERE = -2;

class LayoutReader {
  readonly #gaps: Gaps;
  readonly #text: string;

  constructor(scanner: Scanner, text: string) {
    this.#gaps = new Gaps(scanner, text);
    this.#text = text;
  }

  document(): DocumentLayout {
    const gaps = this.#gaps;
    if (gaps.peek().kind === 'directive') throw this.#odd('a "%" line');
    let before: Lines = [];
    let start = '';
    if (gaps.peek().kind === 'document-start') {
      before = gaps.lead();
      gaps.take();
      start = `---${gaps.trail()}`;
    }
    const root = this.#value(-1);
    if (root.kind !== 'map' && root.kind !== 'seq')
      throw this.#odd('a document that is no block of lines', root.span);
    const tail = gaps.lead();
    const end = gaps.peek().kind === 'document-end' ? '...' : '';
    if (end !== '') gaps.take();
    if (gaps.hasComment() || gaps.peek().kind !== 'stream-end')
      throw this.#odd('something after the end of the document');
    return { before, start, root, tail, end };
  }

  /** A value; `parent` is the column of the block that it stands in. */
  #value(parent: number): Layout {
    const gaps = this.#gaps;
    const properties: string[] = [];
    const start = gaps.peek().start;
    while (gaps.peek().kind === 'anchor' || gaps.peek().kind === 'tag') {
      const token = gaps.take();
      properties.push(this.#raw(token));
      if (
        gaps.hasComment() &&
        gaps.peek().kind !== 'block-map-start' &&
        gaps.peek().kind !== 'block-seq-start'
      )
        throw this.#odd('a comment after a tag or an anchor', token);
    }
    const token = gaps.peek();
    switch (token.kind) {
      case 'scalar':
        return this.#scalar(gaps.take(), properties, start, parent);
      case 'alias':
        gaps.take();
        return { kind: 'alias', properties, span: token, raw: this.#raw(token) };
      case '[':
      case '{':
        return this.#flow(properties, start);
      case 'block-map-start':
        return this.#map(properties, start);
      case 'block-seq-start':
        return this.#seq(properties, start, true);
      // A list that is not indented below its key.
      case '-':
        if (parent === this.#column(token.start)) return this.#seq(properties, start, false);
        break;
      default:
    }
    return emptyScalar(properties, start, start, parent);
  }

  #scalar(token: Token, properties: readonly string[], start: number, parent: number): ScalarLayout {
    const raw = this.#raw(token);
    const isBlock = token.style === '|' || token.style === '>';
    if (isBlock && /^[|>][0-9]?\+/.test(raw))
      throw this.#odd('a block text that keeps the blank lines behind it ("+")', token);
    if (isBlock && token.end === this.#text.length && !/^[|>][0-9]?-/.test(raw))
      throw this.#odd(
        'the file ends in a block text without a line break, which would become part of it',
        token,
      );
    return {
      kind: 'scalar',
      properties,
      span: { start, end: token.end },
      style: token.style,
      text: token.text,
      raw,
      parent,
    };
  }

  #map(properties: readonly string[], start: number): Layout {
    const gaps = this.#gaps;
    const head = gaps.trail();
    const column = this.#column(gaps.take().start);
    const pairs: PairLayout[] = [];
    while (gaps.peek().kind === '?') {
      const lead = gaps.lead();
      const mark = gaps.take();
      if (mark.end > mark.start) throw this.#odd('a key that starts with "?"', mark);
      const key = this.#value(column);
      if (key.kind !== 'scalar' && key.kind !== 'alias')
        throw this.#odd('a key that is no plain value', key.span);
      if (gaps.peek().kind !== ':') throw this.#odd('a key without a value', key.span);
      const colon = gaps.take();
      pairs.push({ key, ...this.#after(colon, lead, column) });
    }
    if (gaps.peek().kind !== 'block-end') throw this.#odd('a key in an unusual form');
    const tail = gaps.tail(column);
    const { start: end } = gaps.take();
    return { kind: 'map', properties, span: { start, end }, pairs, head, tail };
  }

  #seq(properties: readonly string[], start: number, isIndented: boolean): Layout {
    const gaps = this.#gaps;
    const head = gaps.trail();
    if (isIndented) gaps.take();
    const column = this.#column(gaps.peek().start);
    const items: ItemLayout[] = [];
    while (gaps.peek().kind === '-') {
      const lead = gaps.lead();
      items.push(this.#after(gaps.take(), lead, column));
    }
    const tail = gaps.tail(isIndented ? column : column + 1);
    if (isIndented) gaps.take();
    return { kind: 'seq', properties, span: { start, end: gaps.peek().start }, items, head, tail };
  }

  /** The value after a `-` or a `:`, with the comment at the end of its first line. */
  #after(indicator: Token, lead: Lines, column: number): ItemLayout {
    const gaps = this.#gaps;
    const next = gaps.peek();
    const early = gaps.trail();
    if (
      NO_VALUE.includes(next.kind) &&
      !(next.kind === '-' && indicator.kind === ':' && this.#column(next.start) === column)
    ) {
      return {
        lead,
        trail: early,
        isBelow: false,
        value: emptyScalar([], indicator.end, indicator.end, column),
      };
    }
    const isBelow = this.#text.slice(indicator.end, next.start).includes('\n');
    const isBlock = next.kind.startsWith('block-') || next.kind === '-';
    if (!isBlock && (early !== '' || gaps.hasComment()))
      throw this.#odd('a comment between a key and its value', indicator);
    if (!isBlock) gaps.skipBlank();
    const value = this.#value(column);
    return {
      lead,
      value,
      trail: value.kind === 'map' || value.kind === 'seq' ? early || value.head : gaps.trail(),
      isBelow,
    };
  }

  #flow(properties: readonly string[], start: number): FlowLayout {
    const gaps = this.#gaps;
    const open = gaps.take();
    const close = open.kind === '[' ? ']' : '}';
    const items: FlowItem[] = [];
    let isFixed = this.#forget();
    while (gaps.peek().kind !== close) {
      const mark = gaps.peek();
      if (mark.kind === '?') {
        gaps.take();
        isFixed = this.#forget() || isFixed || mark.end > mark.start;
      }
      const key = this.#value(NOWHERE);
      isFixed = this.#forget() || isFixed || needsLines(key);
      let value: Layout | undefined;
      if (gaps.peek().kind === ':') {
        gaps.take();
        isFixed = this.#forget() || isFixed;
        value = this.#value(NOWHERE);
        isFixed = this.#forget() || isFixed || needsLines(value);
      }
      items.push({ key, value });
      if (gaps.peek().kind === ',') gaps.take();
      isFixed = this.#forget() || isFixed;
    }
    const { end } = gaps.take();
    const from = open.start;
    return {
      kind: 'flow',
      properties,
      span: { start, end },
      open: open.kind === '[' ? '[' : '{',
      items,
      raw: this.#text.slice(from, end),
      isFixed,
    };
  }

  /**
   * Goes over what stands before the next token, since between brackets all line breaks are kept or none.
   * True when a comment is among it.
   */
  #forget(): boolean {
    const hasComment = this.#gaps.hasComment();
    this.#gaps.trail();
    this.#gaps.lead();
    return hasComment;
  }

  #raw(token: Span): string {
    return this.#text.slice(token.start, token.end);
  }

  #column(offset: number): number {
    return offset - lineStart(this.#text, offset);
  }

  #odd(what: string, span: Span = this.#gaps.peek()): NotFormatted {
    return new NotFormatted(what, { start: span.start, end: Math.max(span.end, span.start) });
  }
}

/** A value that is not written, but for its properties. */
function emptyScalar(
  properties: readonly string[],
  start: number,
  end: number,
  parent: number,
): ScalarLayout {
  return { kind: 'scalar', properties, span: { start, end }, style: '', text: '', raw: '', parent };
}

/** Whether a value between brackets must keep its line breaks. */
function needsLines(value: Layout): boolean {
  return value.kind === 'scalar' ? value.raw.includes('\n') : value.kind === 'flow' && value.isFixed;
}
