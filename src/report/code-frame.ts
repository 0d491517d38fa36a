import type { ChalkInstance } from 'chalk';
import { LineIndex } from '../source/line-index.ts';
import type { Place } from '../source/source-file.ts';

/** Columns of the text that are shown at most; a longer line is cut around the place. */
const WIDTH = 110;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The line of a place with one before it, and a mark below. `hide`: the text of the place is a secret. */
export function formatCodeFrame(place: Place, paint: ChalkInstance, hide = false): string {
  const index = LineIndex.of(place.file);
  const from = index.position(place.span.start);
  const to = index.position(Math.max(place.span.end, place.span.start));
  const line = index.line(from.line);
  const endColumn = to.line === from.line ? to.column : line.length + 1;
  const length = Math.max(1, Math.min(endColumn, line.length + 1) - from.column);
  const cut = Math.max(0, Math.min(from.column - 1 - Math.floor(WIDTH / 3), line.length - WIDTH));
  const gutter = String(from.line).length;
  const out: string[] = [];
  const show = (text: string): string => {
    const part = text.slice(cut, cut + WIDTH);
    return `${cut > 0 && text !== '' ? '…' : ''}${clean(part)}${text.length > cut + WIDTH ? '…' : ''}`;
  };
  if (from.line > 1) out.push(`${paint.dim(`${String(from.line - 1).padStart(gutter)} │`)} ${paint.dim(show(index.line(from.line - 1)))}`);
  const before = line.slice(0, from.column - 1);
  const marked = line.slice(from.column - 1, from.column - 1 + length);
  const shown = hide ? `${before}${'•'.repeat(Math.min(8, marked.length))}` : line;
  out.push(`${paint.dim(`${String(from.line).padStart(gutter)} │`)} ${show(shown)}`);
  const indent = width(clean(line.slice(cut, from.column - 1))) + (cut > 0 ? 1 : 0);
  const marks = Math.max(1, Math.min(width(clean(marked)), WIDTH));
  out.push(`${paint.dim(`${' '.repeat(gutter)} │`)} ${' '.repeat(indent)}${paint.red('^'.repeat(hide ? Math.min(8, marks) : marks))}`);
  return out.join('\n');
}

/** A text that a terminal shows as it is: tabs as spaces, control characters (they could rewrite the screen) as a dot. */
export function clean(text: string): string {
  return text.replaceAll('\t', '  ').replace(CONTROL, '·');
}

/** Columns that a text takes: wide characters (Chinese, emoji) take two. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) || code >= 0x1f300;
    columns += wide ? 2 : 1;
  }
  return columns;
}
