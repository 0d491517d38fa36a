import type { Place, SourceFile, Within } from '../../source/source-file.ts';
import type { Node } from '../blueprint.ts';
import type { Token } from '../yaml/token.ts';
import { blockIndent, mapScalar } from './map-scalar.ts';

const STYLES = ['|', '>', '"', "'"] as const;

/**
 * A text that a value of a file gives, as a file of its own: `text` as it was evaluated, `place` where the
 * value stands. What is written out has its exact places in the outer file, anything else (what a tag makes,
 * what is not in the file at all) has the place of the whole value.
 */
export function textInNode(path: string, text: string, place: Place, node: Node | undefined): SourceFile {
  return { path, text, within: exactly(text, place.file, node) ?? asAWhole(text, place) };
}

function exactly(text: string, file: SourceFile, node: Node | undefined): Within | undefined {
  if (node?.kind !== 'scalar' || !node.text.startsWith(text)) return undefined;
  const style = STYLES.find((one) => one === file.text[node.span.start]);
  if (!node.quoted || style === undefined) return undefined;
  const token: Token = { kind: 'scalar', ...node.span, text: node.text, style, handle: undefined };
  const pieces = mapScalar(file.text, token);
  return { file, style, pieces, indent: blockIndent(file.text, pieces, node.text) };
}

function asAWhole(text: string, { file, span }: Place): Within {
  const piece = { inner: 0, outer: span.start, length: text.length, outerLength: span.end - span.start };
  return { file, style: '"', pieces: [piece], indent: 0 };
}
