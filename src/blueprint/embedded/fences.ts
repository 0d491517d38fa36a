import type { Piece, SourceFile } from '../../source/source-file.ts';
import { isMeantInside } from './looks-like.ts';

/** A fence of Markdown with YAML in it: its indentation, its marks, its lines. */
const FENCE = /^([ \t]*)(`{3,}|~{3,})[ \t]*(?:ya?ml|blueprint)\b[^\n]*\n([^]*?)^[ \t]*\2[`~]*[ \t]*\r?$/gim;

/** Whether a file is Markdown, by its name. */
export function isMarkdown(path: string): boolean {
  return /\.(?:md|markdown|mdx)$/i.test(path);
}

/** The blueprints in the fences of a Markdown file, each a file of its own that knows where it stands. */
export function blueprintsInFences(file: SourceFile): SourceFile[] {
  return [...file.text.matchAll(FENCE)].flatMap(({ 0: all, 1: indent = '', 3: body = '', index }) => {
    const start = index + all.indexOf('\n') + 1;
    const { text, pieces } = withoutIndent(body, start, indent);
    const line = file.text.slice(0, start).split('\n').length;
    const within = { file, style: '|' as const, pieces, indent: indent.length };
    return isMeantInside(text) ? [{ path: `${file.path}#line-${line}`, text, within }] : [];
  });
}

/** The lines of a fence without the indentation that the fence has itself. */
function withoutIndent(
  body: string,
  start: number,
  indent: string,
): { readonly text: string; readonly pieces: readonly Piece[] } {
  const pieces: Piece[] = [];
  let text = '';
  let outer = start;
  for (const line of body.split(/(?<=\n)/)) {
    const cut = line.startsWith(indent) ? indent.length : 0;
    const length = line.length - cut;
    if (length > 0) pieces.push({ inner: text.length, outer: outer + cut, length, outerLength: length });
    text += line.slice(cut);
    outer += line.length;
  }
  return { text, pieces };
}
