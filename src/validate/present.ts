import type { Node } from '../blueprint/blueprint.ts';
import { PyFloat, PyTime } from '../blueprint/value.ts';
import { TAG, TIME } from '../schema/build-schema.ts';

/** A node as the schema takes it: plain values, a tag as `{"$tag": …}`, a date as `{"$time": …}`. */
export function presentNode(node: Node): unknown {
  switch (node.kind) {
    case 'scalar': {
      const { value } = node;
      if (value instanceof PyTime) return { [TIME]: value.kind };
      if (value instanceof PyFloat) return value.float;
      return typeof value === 'bigint' ? Number(value) : value;
    }
    case 'seq':
      return node.items.map(presentNode);
    case 'map':
      return Object.fromEntries(node.pairs.map((pair) => [pair.key, presentNode(pair.value)]));
    case 'tag':
      return { [TAG]: node.tag };
  }
}

/** The node at a path of what was presented; the deepest one that is written out. */
export function nodeAt(root: Node, path: readonly string[]): Node {
  let node = root;
  for (const part of path) {
    const next: Node | undefined =
      node.kind === 'map'
        ? node.pairs.find((pair) => pair.key === part)?.value
        : node.kind === 'seq'
          ? node.items[Number(part)]
          : undefined;
    if (!next) return node;
    node = next;
  }
  return node;
}
