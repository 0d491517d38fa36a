import type { Edit, Fix } from '../diagnostics/diagnostic.ts';
import { LineIndex } from '../source/line-index.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import type { MapNode, Node, Pair, ScalarNode } from './blueprint.ts';
import { plainValue } from './yaml/plain-value.ts';

/*
 * Edits of a blueprint's text for the fixes of findings. Where the text at a node is not simply what the node
 * says (escapes, blocks, explicit tags), there is no edit: a fix that might be wrong is none.
 */

/** A finding's fixes, to be spread into it; empty where it is not certain what to write. */
export interface Fixes {
  readonly fixes?: readonly Fix[];
}

/** The fix that writes another text in place of a scalar, with the quotes that it has. */
export function replacing(file: SourceFile, node: Node, text: string, mechanical?: 'mechanical'): Fixes {
  const edit = node.kind === 'scalar' && !isShared(file, node) ? replaceScalar(file, node, text) : undefined;
  return edit ? fixOf(`replace ${shownOf(file, edit)} by ${edit.text}`, [edit], mechanical) : {};
}

/** The fix that writes an unquoted text in place of a scalar, whatever quotes it has. */
export function replacingWhole(
  file: SourceFile,
  node: ScalarNode,
  text: string,
  mechanical?: 'mechanical',
): Fixes {
  const edit: Edit = { place: { file, span: node.span }, text };
  const source = shownOf(file, edit);
  return source === node.text || source.slice(1, -1) === node.text
    ? fixOf(`replace ${source} by ${text}`, [edit], mechanical)
    : {};
}

/** The fix that writes a text in place of a node, as it is; none where aliases may mean that node, too. */
export function writing(file: SourceFile, node: Node, text: string, mechanical?: 'mechanical'): Fixes {
  const written = file.text.slice(node.span.start, node.span.end);
  if (isShared(file, node) || written === '' || written.trimEnd().includes('\n')) return {};
  return fixOf(
    `write ${text}`,
    [{ place: { file, span: node.span }, text: text + written.slice(written.trimEnd().length) }],
    mechanical,
  );
}

/**
 * The fix that writes another tag in place of one, of which `span` is the tag without its arguments; none
 * without a tag to write.
 */
export function replacingTag(file: SourceFile, span: Span, tag: string | undefined): Fixes {
  if (tag === undefined) return {};
  const edit: Edit = { place: { file, span }, text: tag };
  return /^![\w-]+$/.test(shownOf(file, edit))
    ? fixOf(`replace ${shownOf(file, edit)} by ${tag}`, [edit])
    : {};
}

/** The fix that writes a part of the text anew; none where it cannot be told how. */
export function rewriting(
  file: SourceFile,
  rewrite: { readonly span: Span; readonly write: (source: string) => string | undefined } | undefined,
): Fixes {
  const text = rewrite?.write(file.text.slice(rewrite.span.start, rewrite.span.end));
  return !rewrite || text === undefined
    ? {}
    : fixOf(`write ${text}`, [{ place: { file, span: rewrite.span }, text }]);
}

/** The fix that puts quotes around an unquoted scalar, so that it is text. */
export function quoting(file: SourceFile, node: Node): Fixes {
  if (
    node.kind !== 'scalar' ||
    node.value === null ||
    node.quoted ||
    isShared(file, node) ||
    file.text.slice(node.span.start, node.span.end) !== node.text
  )
    return {};
  return fixOf(
    'put it in quotes',
    [{ place: { file, span: node.span }, text: quoted(node.text) }],
    'mechanical',
  );
}

/**
 * The fix that takes a pair out of its mapping, with its line where it has lines of its own; none for the
 * last one, which would leave a null.
 */
export function removing(file: SourceFile, map: MapNode, pair: Pair): Fixes {
  const edit = map.pairs.length > 1 ? removePair(file, map, pair) : undefined;
  return edit ? fixOf(`take ${pair.key} out`, [edit]) : {};
}

/** The fix that takes an item of a list out, with its lines; none where it does not stand behind a dash. */
export function removingItem(file: SourceFile, item: Node): Fixes {
  const index = LineIndex.of(file);
  const span = {
    start: index.start(index.position(item.span.start).line),
    end: index.start(index.position(Math.max(item.span.start, item.span.end - 1)).line + 1),
  };
  return /^ *- *$/.test(file.text.slice(span.start, item.span.start))
    ? fixOf('take this item out', [{ place: { file, span }, text: '' }])
    : {};
}

/**
 * The fix that adds an attribute before the first one of a mapping; none where that has no line of its own.
 * `text`: the attribute with its value, as it is written.
 */
export function adding(file: SourceFile, map: MapNode | null | undefined, text: string): Fixes {
  const start = map?.pairs[0]?.keyNode.span.start;
  if (start === undefined) return {};
  const edit = addingAt(file, start, [text]);
  return edit ? fixOf(`add ${text}`, [edit]) : {};
}

/**
 * The edit that writes lines before the key at an offset, in its column; undefined where something else than the dash
 * of an item stands before it on its line.
 */
export function addingAt(file: SourceFile, start: number, lines: readonly string[]): Edit | undefined {
  const before = /(?:^|\n)( *(?:- +)*)$/.exec(file.text.slice(0, start))?.[1];
  if (before === undefined) return undefined;
  const indent = ' '.repeat(before.length);
  return {
    place: { file, span: { start, end: start } },
    text: lines.map((line) => `${line}\n${indent}`).join(''),
  };
}

function fixOf(title: string, edits: readonly Edit[], mechanical?: 'mechanical'): Fixes {
  return { fixes: [{ title, edits, mechanical: mechanical && true }] };
}

function shownOf(file: SourceFile, { place: { span } }: Edit): string {
  return file.text.slice(span.start, span.end);
}

/** A node behind an anchor may be meant by aliases elsewhere, where the same fix would be wrong. */
function isShared(file: SourceFile, node: Node): boolean {
  return /&[\w-]+\s+$/.test(file.text.slice(Math.max(0, node.span.start - 80), node.span.start));
}

function replaceScalar(
  file: SourceFile,
  { span, text: written }: ScalarNode,
  text: string,
): Edit | undefined {
  const source = file.text.slice(span.start, span.end);
  if (source === written) return { place: { file, span }, text: isPlainText(text) ? text : quoted(text) };
  const quote = source.charAt(0);
  if ((quote !== '"' && quote !== "'") || source !== quote + written + quote || /["'\\\n]/.test(text))
    return undefined;
  return { place: { file, span }, text: quote + text + quote };
}

/** A text that stays itself without quotes, in blocks and in flow collections. */
function isPlainText(text: string): boolean {
  const plain = plainValue(text);
  return /^[A-Za-z0-9_][\w./-]*$/.test(text) && plain.kind === 'value' && plain.value === text;
}

function quoted(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

function removePair(file: SourceFile, map: MapNode, pair: Pair): Edit | undefined {
  const at = map.pairs.indexOf(pair);
  const [before, next] = [map.pairs[at - 1], map.pairs[at + 1]];
  const start = pair.keyNode.span.start;
  const end = endOf(pair);
  if (end === undefined || start < map.span.start || end > map.span.end) return undefined;
  if (file.text.charAt(map.span.start) === '{') {
    const from = next ? start : before && endOf(before);
    const to = next ? next.keyNode.span.start : end;
    // Between two pairs that stand side by side there is nothing but their comma.
    const isNear =
      from !== undefined &&
      from < to &&
      /^[\s,]*$/.test(file.text.slice(from, start) + file.text.slice(end, to));
    return isNear ? { place: { file, span: { start: from, end: to } }, text: '' } : undefined;
  }
  const index = LineIndex.of(file);
  const span = {
    start: index.start(index.position(start).line),
    end: index.start(index.position(end).line + 1),
  };
  const hasOwnLines =
    file.text.slice(span.start, start).trim() === '' &&
    /^:?\s*(#.*)?\s*$/.test(file.text.slice(end, span.end));
  return hasOwnLines ? { place: { file, span }, text: '' } : undefined;
}

/** Where a pair ends; undefined where its value is an alias, which has the place of what it names. */
function endOf({ keyNode, value }: Pair): number | undefined {
  return value.span.start < keyNode.span.end ? undefined : value.span.end;
}
