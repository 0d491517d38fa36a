import type { Edit } from '../diagnostics/diagnostic.ts';
import { LineIndex } from '../source/line-index.ts';
import type { SourceFile, Span } from '../source/source-file.ts';
import type { MapNode, Node, Pair } from './blueprint.ts';
import type { Fixes } from './rewrite.ts';

/** How much deeper what is moved stands than the key that it is moved under. */
const STEP = '  ';

/**
 * The fix that moves pairs of an entry under keys of it (`attrs`), each of which is written where the entry has
 * none; mechanical. None where a pair has no lines of its own (in braces, behind the dash of the entry), where it
 * comes from an anchor, or where what the key has is not written as a block.
 */
export function movingUnder(
  file: SourceFile,
  entry: MapNode,
  moves: readonly { readonly under: string; readonly pairs: readonly Pair[] }[],
): Fixes {
  const edits = moves.map(({ under, pairs }) => {
    const blocks = pairs.flatMap((pair) => blockOf(file, entry, pair) ?? []);
    return blocks.length === pairs.length ? editsFor(file, entry, under, blocks) : undefined;
  });
  const known = edits.flatMap((own) => own ?? []);
  if (edits.includes(undefined) || known.length === 0) return {};
  const title = moves.map(({ under, pairs }) => `${pairs.map(({ key }) => key).join(', ')} under ${under}`);
  return { fixes: [{ title: `move ${title.join(', ')}`, edits: known, mechanical: true }] };
}

/**
 * The fix that moves a key of an entry out of a mapping inside it, where it was indented too far; none where it has no
 * lines of its own.
 */
export function movingOut(file: SourceFile, entry: MapNode, inside: Node | undefined, key: string): Fixes {
  const pairs = inside?.kind === 'map' ? inside.pairs : [];
  const pair = pairs.find((one) => one.key === key);
  const block = pair && inside && blockOf(file, entry, pair);
  const first = entry.pairs[0]?.keyNode.span.start;
  if (!block || first === undefined || file.text.charAt(inside.span.start) === '{') return {};
  const index = LineIndex.of(file);
  const text = indented(block, ' '.repeat(index.position(first).column - 1));
  const end = index.start(index.position(Math.max(inside.span.start, inside.span.end - 1)).line + 1);
  const edits: Edit[] =
    end <= block.span.end
      ? [{ place: { file, span: block.span }, text }]
      : [
          { place: { file, span: block.span }, text: '' },
          { place: { file, span: { start: end, end } }, text },
        ];
  return { fixes: [{ title: `move ${key} to the keys of the entry`, edits }] };
}

/**
 * The fix that moves an item of a list, such as an entry, before another one; none where one of them shares its lines.
 */
export function movingBefore(file: SourceFile, item: MapNode, before: MapNode): Fixes {
  const [own, other] = [itemLines(file, item), itemLines(file, before)];
  if (!own || !other) return {};
  const text = file.text.slice(own.start, own.end);
  return {
    fixes: [
      {
        title: 'move the entry before this one',
        edits: [
          {
            place: { file, span: { start: other.start, end: other.start } },
            text: text.endsWith('\n') ? text : `${text}\n`,
          },
          { place: { file, span: own }, text: '' },
        ],
      },
    ],
  };
}

/** The lines of an item of a list; undefined where it does not stand behind a dash, or not alone. */
function itemLines(file: SourceFile, { span }: MapNode): Span | undefined {
  const index = LineIndex.of(file);
  const start = index.start(index.position(span.start).line);
  const end = index.start(index.position(Math.max(span.start, span.end - 1)).line + 1);
  const isAlone =
    /^ *- *$/.test(file.text.slice(start, span.start)) &&
    /^\s*(#.*)?$/.test(file.text.slice(span.end, Math.max(end, span.end)));
  return isAlone ? { start, end } : undefined;
}

/** The lines of a pair. */
interface Block {
  readonly span: Span;
  /** Its text, ending in a line break. */
  readonly text: string;
  readonly indent: string;
}

function editsFor(
  file: SourceFile,
  entry: MapNode,
  key: string,
  blocks: readonly Block[],
): readonly Edit[] | undefined {
  const at = entry.pairs.find((pair) => pair.key === key);
  const start = at ? insideOf(file, at) : undefined;
  if (at && !start) return undefined;
  const [first, ...others] = blocks;
  if (!first) return undefined;
  const removed = (all: readonly Block[]): Edit[] =>
    all.map(({ span }) => ({ place: { file, span }, text: '' }));
  const indent = start?.indent ?? first.indent + STEP;
  const text = blocks.map((block) => indented(block, indent)).join('');
  if (start?.at === first.span.start)
    return [{ place: { file, span: first.span }, text }, ...removed(others)];
  if (start) return [{ place: { file, span: { start: start.at, end: start.at } }, text }, ...removed(blocks)];
  return [{ place: { file, span: first.span }, text: `${first.indent}${key}:\n${text}` }, ...removed(others)];
}

/** Where a line can be put as the first one under a key, and how far it is indented; undefined where none can. */
function insideOf(
  file: SourceFile,
  { keyNode, value }: Pair,
): { readonly at: number; readonly indent: string } | undefined {
  const index = LineIndex.of(file);
  const own = index.position(keyNode.span.start);
  const next = index.start(own.line + 1);
  // Nothing but a comment stands behind the key.
  if (!/^:[ \t]*(#.*)?\r?\n$/.test(file.text.slice(keyNode.span.end, next))) return undefined;
  if (value.kind === 'scalar' && value.value === null)
    return { at: next, indent: ' '.repeat(keyNode.span.start - index.start(own.line)) + STEP };
  const start = value.kind === 'map' ? value.pairs[0]?.keyNode.span.start : undefined;
  if (start === undefined || start < next || file.text.charAt(value.span.start) === '{') return undefined;
  const line = index.start(index.position(start).line);
  const indent = file.text.slice(line, start);
  return indent.trim() === '' ? { at: line, indent } : undefined;
}

function blockOf(file: SourceFile, entry: MapNode, { keyNode, value }: Pair): Block | undefined {
  const start = keyNode.span.start;
  const end = Math.max(value.span.end, keyNode.span.end);
  if (start < entry.span.start || end > entry.span.end || value.span.end < keyNode.span.end) return undefined;
  const index = LineIndex.of(file);
  const from = index.start(index.position(start).line);
  const last = index.position(Math.max(start, end - 1)).line;
  const to = index.start(last + 1);
  const indent = file.text.slice(from, start);
  const behind = file.text.slice(end, Math.max(end, to));
  if (indent.trim() !== '' || !/^:?[ \t]*(#.*)?\r?\n?$/.test(behind)) return undefined;
  const text = file.text.slice(from, to);
  return { span: { start: from, end: to }, indent, text: text.endsWith('\n') ? text : `${text}\n` };
}

/** A block with another indentation; empty lines stay empty. */
function indented({ text, indent }: Block, by: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith(indent) && line.trim() !== '' ? by + line.slice(indent.length) : line))
    .join('\n');
}
