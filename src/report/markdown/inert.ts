import { clean } from '../../source/clean.ts';

/*
 * Texts of others in Markdown: they stand in code, where they are neither markup, nor HTML, nor a link, nor a mention
 * of somebody.
 */

/** Backticks, more than a text has in a row. */
function fenceFor(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return '`'.repeat(runs.reduce((most, run) => Math.max(most, run.length + 1), least));
}

/** A text of others as code in a line, whatever backticks it has. */
export function code(text: string): string {
  const shown = clean(text);
  if (shown.trim() === '') return '`(empty)`';
  const fence = fenceFor(shown, 1);
  const room = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${room}${shown}${room}${fence}`;
}

/** Lines as a block of code, in the colours of a language: `text`, `diff`. */
export function block(lines: readonly string[], language: 'text' | 'diff' = 'text'): string {
  const text = lines.join('\n');
  const fence = fenceFor(text, 3);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A text of others as code within HTML. */
export function htmlCode(text: string): string {
  const escaped = clean(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return `<code>${escaped}</code>`;
}
