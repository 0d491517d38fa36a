import { readBlock } from './block.ts';
import type { SketchNode } from './node.ts';
import { Reader } from './reader.ts';

/** The tree of a text's first document, whatever is wrong with it; undefined when nothing is there. */
export function sketch(text: string): SketchNode | undefined {
  const reader = new Reader(text);
  if (text.startsWith('\uFEFF')) reader.pos = 1;
  reader.skipGap();
  while (reader.char === '%' || reader.atMarker) {
    if (reader.char === '%') reader.skipLine();
    else reader.pos += 3;
    reader.skipGap();
  }
  return reader.done ? undefined : readBlock(reader, -1, 0);
}
