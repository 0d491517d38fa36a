import type { Span } from '../source/source-file.ts';
import type { SketchMap, SketchNode, SketchPair, SketchSeq } from './sketch/node.ts';

/** A step into a mapping or a list. */
export type Step =
  | {
      readonly into: 'map';
      readonly node: SketchMap;
      readonly pair: SketchPair;
      readonly part: 'key' | 'value';
    }
  | { readonly into: 'seq'; readonly node: SketchSeq; readonly index: number };

/** The innermost node at an offset, and the way to it from the root. */
export interface Located {
  readonly steps: readonly Step[];
  readonly node: SketchNode;
  /** On the tag of the node, not on its value. */
  readonly onTag: boolean;
  readonly onAnchor: boolean;
}

/** Finds what stands at an offset; undefined where there is nothing but space or comments. */
export function locate(root: SketchNode | undefined, offset: number): Located | undefined {
  if (!root) return undefined;
  const steps: Step[] = [];
  let node = root;
  for (;;) {
    const onTag = node.tag !== undefined && holds(node.tag.span, offset);
    const onAnchor = node.anchor !== undefined && holds(node.anchor.span, offset);
    const step = onTag || onAnchor ? undefined : stepAt(node, offset);
    if (!step)
      return onTag || onAnchor || holds(node.span, offset) ? { steps, node, onTag, onAnchor } : undefined;
    steps.push(step.step);
    node = step.node;
  }
}

function stepAt(
  node: SketchNode,
  offset: number,
): { readonly step: Step; readonly node: SketchNode } | undefined {
  if (node.kind === 'seq') {
    const index = node.items.findIndex((item) => holds(wholeOf(item), offset));
    const item = node.items[index];
    return item && { step: { into: 'seq', node, index }, node: item };
  }
  if (node.kind !== 'map') return undefined;
  for (const pair of node.pairs) {
    if (holds(wholeOf(pair.key), offset))
      return { step: { into: 'map', node, pair, part: 'key' }, node: pair.key };
    if (pair.value && holds(wholeOf(pair.value), offset))
      return { step: { into: 'map', node, pair, part: 'value' }, node: pair.value };
  }
  return undefined;
}

/** A node with its tag and anchor. */
export function wholeOf(node: SketchNode): Span {
  return {
    start: Math.min(
      node.span.start,
      node.tag?.span.start ?? node.span.start,
      node.anchor?.span.start ?? node.span.start,
    ),
    end: Math.max(node.span.end, node.tag?.span.end ?? 0, node.anchor?.span.end ?? 0),
  };
}

/** The end counts, too: there the caret stands right after the last letter. */
function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
