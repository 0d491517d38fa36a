import { type MapNode, type Node, valueAt } from './blueprint.ts';
import type { Features } from './features.ts';
import { isDict, Unknown, type Dict, type Value } from './value.ts';

/**
 * The value of a context that a `!Context` names; undefined where it has none. Where the release knows it, a
 * name with dots that is no key leads into mappings and lists: `smtp.hosts.0`.
 */
export function contextValue(
  context: Dict,
  name: string,
  { nestedContext }: Pick<Features, 'nestedContext'>,
): Value | undefined {
  if (Object.hasOwn(context, name)) return context[name];
  return nestedContext && name.includes('.') ? valueAlong(context, name.split('.')) : undefined;
}

function valueAlong(value: Value, [part, ...rest]: readonly string[]): Value | undefined {
  if (part === undefined || value instanceof Unknown) return value;
  if (isDict(value)) return Object.hasOwn(value, part) ? valueAlong(value[part] ?? null, rest) : undefined;
  const item = Array.isArray(value) && /^\d+$/.test(part) ? value[Number(part)] : undefined;
  return item === undefined ? undefined : valueAlong(item, rest);
}

/** The same as it is written: the node in the context of a file. */
export function contextNode(
  context: MapNode,
  name: string,
  { nestedContext }: Pick<Features, 'nestedContext'>,
): Node | undefined {
  const node = valueAt(context, name);
  return node || !nestedContext ? node : nodeAlong(context, name.split('.'));
}

function nodeAlong(node: Node | undefined, [part, ...rest]: readonly string[]): Node | undefined {
  if (part === undefined || !node) return node;
  if (node.kind === 'map') return nodeAlong(valueAt(node, part), rest);
  return node.kind === 'seq' && /^\d+$/.test(part) ? nodeAlong(node.items[Number(part)], rest) : undefined;
}
