import { MAX_DEPTH, readFlow } from './flow.ts';
import type { Properties, SketchMap, SketchNode, SketchPair, SketchSeq } from './node.ts';
import type { Reader } from './reader.ts';
import { emptyScalar, readAlias, readBlockScalar, readPlain, readQuoted, scalar } from './scalar.ts';

/*
 * Blocks: the columns tell what belongs together. A line that is too deep or not deep enough is taken where
 * it fits best, and the part of a line that cannot be understood is left out; the next line is read as if
 * nothing were wrong.
 */

/** The node that starts here. `parent`: the column of the collection in which it stands. */
export function readBlock(reader: Reader, parent: number, depth: number): SketchNode {
  const column = reader.column();
  if (depth < MAX_DEPTH) {
    if (reader.atDash) return readSeq(reader, column, depth + 1);
    if (reader.keyAt(reader.pos)) return readMap(reader, column, depth + 1);
  }
  const startsMap = !'[{|>"\'*&!'.includes(reader.char) && depth < MAX_DEPTH && reader.keyFollows(column);
  return startsMap ? readMap(reader, column, depth + 1) : readValue(reader, parent, depth);
}

/** A value after its `:` or `-`, on the same line or below. */
function readValue(reader: Reader, parent: number, depth: number): SketchNode {
  reader.skipBlanks();
  const properties = reader.properties();
  if (!reader.atLineEnd) {
    const node = readContent(reader, parent, depth);
    reader.skipRest();
    return { ...node, ...properties };
  }
  const at = reader.lastEnd;
  reader.skipGap();
  const column = reader.column();
  const below =
    !reader.done &&
    !reader.atMarker &&
    (column > parent || (column === parent && reader.atDash && depth > 0));
  return withProperties(below ? readBlock(reader, parent, depth) : emptyScalar(at), properties);
}

function withProperties(node: SketchNode, properties: Properties): SketchNode {
  return { ...node, ...properties };
}

function readContent(reader: Reader, parent: number, depth: number): SketchNode {
  switch (reader.char) {
    case '[':
    case '{':
      return readFlow(reader, parent, depth + 1);
    case '|':
    case '>':
      return readBlockScalar(reader, parent);
    case '"':
    case "'":
      return readQuoted(reader, parent);
    case '*':
      return readAlias(reader);
    default:
      return readPlain(reader, parent);
  }
}

function readSeq(reader: Reader, column: number, depth: number): SketchSeq {
  const start = reader.pos;
  const items: SketchNode[] = [];
  for (;;) {
    if (reader.atDash) items.push(readItem(reader, column, depth));
    else items.push(...continueItem(reader, items.pop(), depth));
    reader.skipGap();
    if (reader.done || reader.atMarker || reader.column() < column) break;
    if (reader.column() === column && !reader.atDash) break;
  }
  return { kind: 'seq', items, span: { start, end: reader.lastEnd } };
}

function readItem(reader: Reader, column: number, depth: number): SketchNode {
  reader.lastEnd = ++reader.pos;
  reader.skipBlanks();
  if (!reader.atLineEnd) return readBlock(reader, column, depth);
  const at = reader.lastEnd;
  reader.skipGap();
  return !reader.done && !reader.atMarker && reader.column() > column
    ? readBlock(reader, column, depth)
    : emptyScalar(at);
}

/**
 * A line in a list that is neither an item nor deep enough for the item before it: if both have keys, it is
 * meant to be part of it.
 */
function continueItem(reader: Reader, last: SketchNode | undefined, depth: number): SketchNode[] {
  const more = readBlock(reader, reader.column() - 1, depth);
  if (last?.kind === 'map' && more.kind === 'map')
    return [
      {
        ...last,
        pairs: [...last.pairs, ...more.pairs],
        span: { start: last.span.start, end: more.span.end },
      },
    ];
  return last ? [last] : [];
}

function readMap(reader: Reader, column: number, depth: number): SketchMap {
  const start = reader.pos;
  const pairs: SketchPair[] = [];
  for (;;) {
    if (reader.atDash) continueList(pairs, readSeq(reader, reader.column(), depth));
    else pairs.push(readPair(reader, column, depth));
    reader.skipGap();
    if (reader.done || reader.atMarker || reader.column() < column) break;
  }
  return { kind: 'map', pairs, span: { start, end: reader.lastEnd } };
}

/** Items that stand among keys go on with the last list that the mapping has. */
function continueList(pairs: SketchPair[], more: SketchSeq): void {
  const at = pairs.findLastIndex(({ value }) => value?.kind === 'seq');
  const pair = pairs[at];
  if (pair?.value?.kind !== 'seq') return;
  const { value } = pair;
  pairs[at] = {
    key: pair.key,
    value: {
      ...value,
      items: [...value.items, ...more.items],
      span: { start: value.span.start, end: more.span.end },
    },
  };
}

function readPair(reader: Reader, column: number, depth: number): SketchPair {
  const found = reader.keyAt(reader.pos);
  const properties = reader.properties();
  if (!found) {
    const start = reader.pos;
    const end = reader.plainEnd(start, false);
    const text = reader.text.slice(start, end).trimEnd();
    reader.lastEnd = start + text.length;
    reader.pos = end;
    reader.skipLine();
    return { key: { ...scalar(text, '', { start, end: reader.lastEnd }), ...properties }, value: undefined };
  }
  const key = { ...readKey(reader, found.end), ...properties };
  reader.lastEnd = reader.pos = found.colon + 1;
  return { key, value: readValue(reader, column, depth) };
}

function readKey(reader: Reader, end: number): SketchNode {
  if (reader.char === '"' || reader.char === "'") return readQuoted(reader, -1);
  if (reader.char === '*') return readAlias(reader);
  const start = reader.pos;
  return scalar(reader.text.slice(start, end), '', { start, end });
}
