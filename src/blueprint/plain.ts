import type { MapNode, Node } from './blueprint.ts';
import { dict, Opaque, type Dict, type Value } from './value.ts';

/** A node as a value with the tags in it left unresolved: what authentik works with where it does not look inside. */
export function plainNode(node: Node): Value {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'seq') return node.items.map(plainNode);
  if (node.kind === 'map') return plainDict(node);
  return new Opaque(node.tag, node.span);
}

/** The same for a mapping. */
export function plainDict(node: MapNode): Dict {
  const value = dict();
  for (const pair of node.pairs) value[pair.key] = plainNode(pair.value);
  return value;
}
