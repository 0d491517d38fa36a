import type { Node } from '../blueprint/blueprint.ts';
import { dict, Unknown, type Value } from '../blueprint/value.ts';

/** The value of a node, with Unknown for tags. */
export function writtenValue(node: Node): Value {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'seq':
      return node.items.map(writtenValue);
    case 'map': {
      const map = dict();
      for (const { key, value } of node.pairs) map[key] = writtenValue(value);
      return map;
    }
    case 'tag':
      return new Unknown(node.tag);
  }
}

/** The node at a path within `root`, or the deepest one on the way that the file has. */
export function nodeAt(root: Node, path: readonly (string | number)[]): Node {
  let node = root;
  for (const part of path) {
    const next = nodeUnder(node, part);
    if (!next) return node;
    node = next;
  }
  return node;
}

/** The item or member of a node; undefined where there is none. */
export function nodeUnder(node: Node, part: string | number): Node | undefined {
  if (node.kind === 'map') return node.pairs.find(({ key }) => key === part)?.value;
  return node.kind === 'seq' ? node.items[Number(part)] : undefined;
}
