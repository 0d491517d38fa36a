import { TextDocument } from 'vscode-languageserver-textdocument';
import { lineStart } from '../../source/line-start.ts';
import type { Span } from '../../source/source-file.ts';
import { type Draft, draftOf } from '../draft.ts';
import { locate, type Located } from '../locate.ts';
import type { SketchPair } from '../sketch/node.ts';

/**
 * What is being typed: the place that it has in the blueprint, the text up to the caret, and what an answer
 * replaces.
 */
export interface Caret {
  /** The blueprint with a mark where the caret is, so that a word that is not typed yet has a place, too. */
  readonly draft: Draft;
  readonly located: Located;
  readonly typed: string;
  readonly replaced: Span;
  /** The caret is in quotes, so nothing that is not text can stand there. */
  readonly quoted: '' | "'" | '"';
  /** The key that is being typed, when it is one. */
  readonly key: SketchPair | undefined;
}

/** A character for private use: no blueprint has it, and to YAML it is a letter. */
const MARK = '\uE000';
/** A tag, an alias or an anchor up to the caret. */
const SIGN = /(?:^|[\s,[{])([!*&][^\s,[\]{}]*)$/;

/** Finds out what is being typed at an offset; undefined in comments and in texts of several lines. */
export function caretAt(draft: Draft, offset: number): Caret | undefined {
  const { text } = draft;
  const line = text.slice(lineStart(text, offset), offset);
  const sign = SIGN.exec(line)?.[1] ?? '';
  const rest = sign === '' ? '' : (/^[^\s,[\]{}]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '');
  const start = offset - sign.length;
  const marked = draftOf(
    TextDocument.create(draft.uri, 'yaml', 0, text.slice(0, start) + MARK + text.slice(offset + rest.length)),
  );
  const located = locate(marked.root, start);
  if (located?.node.kind !== 'scalar' || !located.node.text.includes(MARK)) return undefined;
  const { node, steps } = located;
  const last = steps.at(-1);
  const key = last?.into === 'map' && last.part === 'key' ? last.pair : undefined;
  const base = { draft: marked, located, quoted: node.style === '|' ? ('' as const) : node.style, key };
  if (sign !== '') return { ...base, typed: sign, replaced: { start, end: offset + rest.length } };
  const content = node.inner;
  if (node.style === '|' || text.slice(content.start, content.end - 1).includes('\n')) return undefined;
  return {
    ...base,
    typed: text.slice(content.start, offset),
    replaced: { start: content.start, end: content.end - 1 },
  };
}

/** A text without the mark. */
export function unmarked(text: string): string {
  return text.replaceAll(MARK, '');
}
