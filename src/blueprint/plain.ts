import type { MapNode, Node, TagNode } from './blueprint.ts';
import { dict, Opaque, type Dict, type Value } from './value.ts';

const tags = new WeakMap<Opaque, TagNode>();

/** The tag that was left unresolved. */
export function tagBehind(value: Opaque): TagNode | undefined {
  return tags.get(value);
}

/**
 * A node as a value with the tags in it left unresolved: what authentik works with where it does not look
 * inside.
 */
export function plainNode(node: Node): Value {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'seq') return node.items.map(plainNode);
  if (node.kind === 'map') return plainDict(node);
  const opaque = new Opaque(node.tag, node.tagSpan);
  tags.set(opaque, node);
  return opaque;
}

/** The same for a mapping. */
export function plainDict(node: MapNode): Dict {
  const value = dict();
  for (const pair of node.pairs) value[pair.key] = plainNode(pair.value);
  return value;
}
