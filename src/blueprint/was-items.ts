import type { Span } from '../source/source-file.ts';

/** A part of a comment between commas: `slug=grafana`, or a value alone. */
export interface WasItem {
  /** Undefined where only a value stands. */
  readonly name: Span | undefined;
  /** Without blanks around it; empty where there is none. */
  readonly value: Span;
}

/**
 * The parts of a text between commas that stand in no quotes and no brackets. What follows ` #` is for people,
 * as everywhere in YAML.
 */
export function wasItems(text: string, from: number, to: number): WasItem[] {
  const items: WasItem[] = [];
  let start = from;
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const sign = text[at] ?? '';
    if (isQuote(text, at, from)) at = endOfQuotes(text, at, to);
    else if ('[{'.includes(sign)) depth += 1;
    else if (']}'.includes(sign)) depth -= 1;
    else if (sign === ',' && depth <= 0) {
      items.push(itemIn(text, start, at));
      start = at + 1;
    } else if (sign === '#' && /\s/.test(text[at - 1] ?? '')) {
      items.push(itemIn(text, start, at));
      return items;
    }
  }
  items.push(itemIn(text, start, to));
  return items;
}

/** Whether quotes open here: the one in `O'Brien` is a letter like any other. */
function isQuote(text: string, at: number, from: number): boolean {
  const sign = text[at];
  return (sign === '"' || sign === "'") && (at === from || /[\s=,:[{]/.test(text[at - 1] ?? ''));
}

/** The offset of the closing quotes, or the last one where there are none. */
function endOfQuotes(text: string, open: number, to: number): number {
  const sign = text[open];
  for (let at = open + 1; at < to; at += 1) {
    if (sign === '"' && text[at] === '\\') at += 1;
    else if (text[at] === sign) return at;
  }
  return to - 1;
}

function itemIn(text: string, from: number, to: number): WasItem {
  const named = /^\s*([A-Za-z_]\w*)\s*=/.exec(text.slice(from, to));
  const [whole = '', name = ''] = named ?? [];
  const value = trimmed(text, from + whole.length, to);
  if (!named) return { name: undefined, value };
  const start = from + whole.indexOf(name);
  return { name: { start, end: start + name.length }, value };
}

function trimmed(text: string, from: number, to: number): Span {
  const part = text.slice(from, to);
  const start = from + part.length - part.trimStart().length;
  return { start: Math.min(start, to), end: Math.max(start, from + part.trimEnd().length) };
}
