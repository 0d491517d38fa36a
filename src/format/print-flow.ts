import type { FlowItem, FlowLayout, Layout } from './layout.ts';
import { formatScalar, needsNoQuotes } from './quotes.ts';

/** Columns that a list in brackets may fill before it is broken over lines. */
export const WIDTH = 100;

/** A value between brackets, on one line. */
export function flowLine(value: Layout, keepQuotes = false): string {
  return [...value.properties, content(value, keepQuotes)].filter((part) => part !== '').join(' ');
}

function content(value: Layout, keepQuotes: boolean): string {
  if (value.kind === 'scalar') return formatScalar(value, true, keepQuotes);
  if (value.kind === 'alias') return value.raw;
  if (value.kind !== 'flow') return '';
  const items = value.items.map((item) => itemLine(item, keepItemQuotes(value))).join(', ');
  if (items === '') return value.open === '[' ? '[]' : '{}';
  return value.open === '[' ? `[${items}]` : `{ ${items} }`;
}

function itemLine({ key, value }: FlowItem, keepQuotes: boolean): string {
  if (!value) return flowLine(key, keepQuotes);
  const text = flowLine(value);
  return `${keyText(key)}:${text === '' ? '' : ' '}${text}`;
}

/** An alias needs a space before the colon, or that would be part of its name to newer readers. */
export function keyText(key: Layout): string {
  return `${flowLine(key)}${key.kind === 'alias' ? ' ' : ''}`;
}

/** The items of a list are quoted alike: when one needs its quotes, all keep them. */
function keepItemQuotes({ items }: FlowLayout): boolean {
  return items.some(({ key, value }) => !value && keepsQuotes(key, true));
}

/** Whether a value is in quotes that it needs. */
export function keepsQuotes(value: Layout, inFlow: boolean): boolean {
  return (
    value.kind === 'scalar' && (value.style === '"' || value.style === "'") && !needsNoQuotes(value, inFlow)
  );
}

/**
 * A list in brackets over several lines, one item a line; the first line goes on where the caller stands, the
 * others start at `indent`.
 */
export function flowLines(flow: FlowLayout, indent: number): string[] {
  const inside = indent + 2;
  const lines = [[...flow.properties, flow.open].join(' ')];
  for (const item of flow.items) {
    const line = `${' '.repeat(inside)}${itemLine(item, keepItemQuotes(flow))},`;
    const nested = item.value ?? item.key;
    if (line.length <= WIDTH || nested.kind !== 'flow' || nested.items.length === 0) lines.push(line);
    else {
      const [first = '', ...rest] = flowLines(nested, inside);
      lines.push(
        `${' '.repeat(inside)}${item.value ? `${keyText(item.key)}: ` : ''}${first}`,
        ...rest.slice(0, -1),
        `${rest.at(-1) ?? ''},`,
      );
    }
  }
  lines.push(`${' '.repeat(indent)}${flow.open === '[' ? ']' : '}'}`);
  return lines;
}
