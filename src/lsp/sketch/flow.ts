import type { SketchNode, SketchPair } from './node.ts';
import type { Reader } from './reader.ts';
import { emptyScalar, readAlias, readFlowPlain, readQuoted } from './scalar.ts';

/** How deep lists and mappings may nest; beyond it their text is no longer told apart. */
export const MAX_DEPTH = 200;

/**
 * A list or mapping in brackets. Either bracket closes it, and so does the next key or item of the blocks
 * around it.
 */
export function readFlow(reader: Reader, parent: number, depth: number): SketchNode {
  const start = reader.pos;
  const isList = reader.char === '[';
  reader.lastEnd = ++reader.pos;
  const items: SketchNode[] = [];
  const pairs: SketchPair[] = [];
  while (nextInFlow(reader, parent)) {
    const char = reader.char;
    if (char === ',' || char === ']' || char === '}') {
      reader.lastEnd = ++reader.pos;
      if (char === ',') continue;
      break;
    }
    const pair = readElement(reader, parent, depth);
    if (!isList) pairs.push(pair);
    else if (!pair.value) items.push(pair.key);
    else
      items.push({ kind: 'map', pairs: [pair], span: { start: pair.key.span.start, end: reader.lastEnd } });
  }
  const span = { start, end: reader.lastEnd };
  return isList ? { kind: 'seq', items, span } : { kind: 'map', pairs, span };
}

/** Goes to the next thing between brackets; false, without moving, when there is none. */
function nextInFlow(reader: Reader, parent: number): boolean {
  const from = reader.pos;
  reader.skipGap();
  if (!reader.done && !(reader.text.slice(from, reader.pos).includes('\n') && reader.leaves(parent)))
    return true;
  reader.pos = from;
  return false;
}

/** A value, or a key with its value. */
function readElement(reader: Reader, parent: number, depth: number): SketchPair {
  const from = reader.pos;
  const key = readFlowNode(reader, parent, depth);
  const after = reader.pos;
  if (nextInFlow(reader, parent) && reader.char === ':') {
    reader.lastEnd = ++reader.pos;
    const at = reader.pos;
    const value =
      nextInFlow(reader, parent) && !',]}'.includes(reader.char)
        ? readFlowNode(reader, parent, depth)
        : emptyScalar(at);
    return { key, value };
  }
  // Every step must take something of the text.
  reader.pos = Math.max(after, from + 1);
  return { key, value: undefined };
}

function readFlowNode(reader: Reader, parent: number, depth: number): SketchNode {
  const properties = reader.properties();
  if ((properties.tag ?? properties.anchor) && !nextInFlow(reader, parent))
    return { ...emptyScalar(reader.lastEnd), ...properties };
  return { ...content(reader, parent, depth), ...properties };
}

function content(reader: Reader, parent: number, depth: number): SketchNode {
  switch (reader.char) {
    case '[':
    case '{':
      if (depth < MAX_DEPTH) return readFlow(reader, parent, depth + 1);
      reader.pos++;
      return emptyScalar(reader.pos);
    case '"':
    case "'":
      return readQuoted(reader, parent);
    case '*':
      return readAlias(reader);
    case ',':
    case ']':
    case '}':
    case ':':
      return emptyScalar(reader.lastEnd);
    default:
      return readFlowPlain(reader, parent);
  }
}
