import type { ChalkInstance } from 'chalk';
import type { Block } from './markdown.ts';

/** How a page is shown: with which colours, and how many columns wide. */
export interface Look {
  readonly paint: ChalkInstance;
  readonly columns: number;
}

/** No line of text is longer: longer ones are hard to read. */
const WIDEST = 100;

/** A page for the terminal: text wrapped, code as it is and indented, links as their text. */
export function renderBlocks(blocks: readonly Block[], look: Look): string {
  return `${blocks.map((block) => renderBlock(block, look)).join('\n\n')}\n`;
}

function renderBlock(block: Block, look: Look): string {
  const { paint } = look;
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? paint.bold.underline(block.text) : paint.bold(inline(block.text, paint));
    case 'paragraph':
      return wrap(inline(block.text, paint), look);
    case 'list':
      return block.items.map((item) => wrap(inline(item, paint), look, '- ')).join('\n');
    case 'table':
      return renderTable(block.rows, look);
    case 'code':
      return block.text
        .trimEnd()
        .split('\n')
        .map((line) => `    ${paintCode(line, paint)}`.trimEnd())
        .join('\n');
  }
}

/** Rows with aligned columns; the last column is wrapped in its own. */
function renderTable(rows: readonly (readonly string[])[], look: Look): string {
  const { paint } = look;
  const painted = rows.map((row) => row.map((cell) => inline(cell, paint)));
  const widths = (rows[0] ?? [])
    .slice(0, -1)
    .map((_, column) => Math.max(...painted.map((row) => visible(row[column] ?? '').length)));
  const indent = widths.reduce((sum, width) => sum + width + 2, 0);
  return painted
    .map((row, index) => {
      const first = widths.map((width, column) => pad(row[column] ?? '', width)).join('  ');
      const line = wrap(row.at(-1) ?? '', look, widths.length === 0 ? '' : `${first}  `, indent).trimEnd();
      return index === 0 ? paint.dim(visible(line)) : line;
    })
    .join('\n');
}

/**
 * Code and links inside a line. Without colours the backquotes stay: they say what is to be typed as it
 * stands.
 */
function inline(text: string, paint: ChalkInstance): string {
  const linked = text.replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, words: string, target: string) =>
    /^https?:/.test(target) && !words.includes(target) ? `${words} (${target})` : words,
  );
  return linked
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .map((part) => {
      if (part.startsWith('`') && part.endsWith('`') && part.length > 2)
        return paint.level === 0 ? part : paint.cyan(part.slice(1, -1));
      return part.startsWith('**') && part.length > 4 ? paint.bold(part.slice(2, -2)) : part;
    })
    .join('');
}

/**
 * Breaks a line between words. `lead`: what stands before its first line; the others are indented as far, or
 * by `indent`.
 */
function wrap(text: string, { columns }: Look, lead = '', indent = visible(lead).length): string {
  const width = Math.max(24, Math.min(columns, WIDEST) - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && visible(line).length + 1 + visible(word).length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, index) => `${index === 0 ? lead : ' '.repeat(indent)}${one}`).join('\n');
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - visible(text).length));
}

/** A text without its colours. */
function visible(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}

function paintCode(line: string, paint: ChalkInstance): string {
  const comment = /^(.*?)(\s#\s.*|^#\s.*)$/.exec(line);
  return comment ? `${comment[1] ?? ''}${paint.dim(comment[2] ?? '')}` : line;
}
