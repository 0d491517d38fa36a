import { lineStart } from '../source/line-start.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import type { Node } from './blueprint.ts';

/**
 * The place in a file of an offset in the text that a node stands for, to the end of the text's line; undefined
 * where the file does not have that line as it is (an escape, a folded line), or has it twice.
 */
export function spanInText(file: SourceFile, node: Node, at: number | undefined): Span | undefined {
  if (at === undefined || node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const text = node.value;
  const start = lineStart(text, at);
  const line = text.slice(start).split('\n', 1)[0] ?? '';
  const written = file.text.slice(node.span.start, node.span.end);
  const from = written.startsWith('|') ? inBlock(written, text, start, line) : onlyPlace(written, line);
  if (from === undefined) return undefined;
  const begin = node.span.start + from + at - start;
  return { start: begin, end: Math.max(begin, node.span.start + from + line.trimEnd().length) };
}

/** Where a line begins in a literal block: it is the line of the same number after the head. */
function inBlock(written: string, text: string, start: number, line: string): number | undefined {
  const number = text.slice(0, start).split('\n').length;
  const lines = written.split('\n');
  const found = lines[number]?.replace(/\r$/, '');
  if (found?.endsWith(line) !== true) return undefined;
  return lines.slice(0, number).join('\n').length + 1 + found.length - line.length;
}

function onlyPlace(written: string, line: string): number | undefined {
  const found = written.indexOf(line);
  return line.trim() === '' || found === -1 || written.includes(line, found + 1) ? undefined : found;
}
