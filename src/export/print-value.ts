import { WIDTH } from '../format/print-flow.ts';
import { needsNoQuotes } from '../format/quotes.ts';
import type { OverlayRow } from '../plan/overlay/overlay-row.ts';
import type { ExportValue } from './export-value.ts';

/*
 * Values as YAML in the layout of fmt: two spaces a level, lists indented below their key, quotes only where
 * nobody can doubt them away.
 */

/** The `!KeyOf` or `!Find` that stands for an object. */
export type ReferenceText = (row: OverlayRow) => string;

/** The lines of a key with its value, indented. `refer`: what stands for an object. */
export function pairLines(key: string, value: ExportValue, indent: number, refer: ReferenceText): string[] {
  return valueLines(`${pad(indent)}${scalarText(key, false)}:`, value, indent, refer);
}

/** A text as one scalar; `inFlow`: between brackets. */
export function scalarText(text: string, inFlow: boolean): string {
  return needsNoQuotes({ text }, inFlow) ? text : quoted(text);
}

function valueLines(prefix: string, value: ExportValue, indent: number, refer: ReferenceText): string[] {
  switch (value.kind) {
    case 'plain': {
      const block = typeof value.value === 'string' ? blockText(prefix, value.value, indent + 2) : undefined;
      return block ?? [`${prefix} ${plainText(value.value, false)}`];
    }
    case 'object':
      return [`${prefix} ${refer(value.row)}`];
    case 'variable':
      return [`${prefix} !Env ${value.name}`];
    case 'list':
      return listLines(prefix, value.items, indent, refer);
    case 'mapping':
      if (value.pairs.length === 0) return [`${prefix} {}`];
      return [prefix, ...value.pairs.flatMap(([key, part]) => pairLines(key, part, indent + 2, refer))];
  }
}

function listLines(
  prefix: string,
  items: readonly ExportValue[],
  indent: number,
  refer: ReferenceText,
): string[] {
  const line = flowList(items);
  if (line !== undefined && prefix.length + 1 + line.length <= WIDTH) return [`${prefix} ${line}`];
  return [prefix, ...items.flatMap((item) => itemLines(item, indent + 2, refer))];
}

/** A list on one line; undefined where it holds more than short values. */
function flowList(items: readonly ExportValue[]): string | undefined {
  const texts: string[] = [];
  for (const item of items) {
    if (item.kind !== 'plain') return undefined;
    texts.push(plainText(item.value, true));
  }
  return `[${texts.join(', ')}]`;
}

/** An item of a list: a mapping starts on the line of the dash, and so does a list. */
function itemLines(item: ExportValue, indent: number, refer: ReferenceText): string[] {
  const isBlock =
    (item.kind === 'mapping' && item.pairs.length > 0) ||
    (item.kind === 'list' && item.items.length > 0 && flowList(item.items) === undefined);
  if (!isBlock) return valueLines(`${pad(indent)}-`, item, indent, refer);
  const lines =
    item.kind === 'mapping'
      ? item.pairs.flatMap(([key, part]) => pairLines(key, part, indent + 2, refer))
      : item.items.flatMap((part) => itemLines(part, indent + 2, refer));
  const [first = '', ...rest] = lines;
  return [`${pad(indent)}- ${first.slice(indent + 2)}`, ...rest];
}

function plainText(value: null | boolean | number | bigint | string, inFlow: boolean): string {
  if (typeof value === 'string') return scalarText(value, inFlow);
  return typeof value === 'number' ? numberText(value) : String(value);
}

/** A number as YAML 1.1 reads one: with a point and a signed exponent. */
function numberText(value: number): string {
  const text = String(value);
  const [digits = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const sign = /^[-+]/.test(exponent) ? '' : '+';
  return `${digits}${digits.includes('.') ? '' : '.0'}e${sign}${exponent}`;
}

/** A text over several lines as `|`; undefined for one that it cannot hold as it is. */
function blockText(prefix: string, text: string, indent: number): string[] | undefined {
  if (!text.includes('\n') || /^\s|[\r\u0085\u2028\u2029\ufeff]|\n\n$/.test(text)) return undefined;
  if (UNPRINTABLE.test(text)) return undefined;
  const isEnded = text.endsWith('\n');
  const lines = (isEnded ? text.slice(0, -1) : text).split('\n');
  // White space alone on a line does not survive everywhere.
  if (lines.some((line) => line !== '' && line.trim() === '')) return undefined;
  return [
    `${prefix} ${isEnded ? '|' : '|-'}`,
    ...lines.map((line) => (line === '' ? '' : `${pad(indent)}${line}`)),
  ];
}

const UNPRINTABLE = /[^\t\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** A text in double quotes, with everything escaped that YAML takes for a line break or refuses. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function pad(indent: number): string {
  return ' '.repeat(indent);
}
