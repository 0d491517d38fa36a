import type { Blueprint, Entry, Node, TagNode } from './blueprint.ts';

/** Where a node stands in an entry: the part, then keys, indexes and, in tags, argument numbers. */
export type NodePath = readonly (string | number)[];

/**
 * Visits a node and everything in it, in the order of the file; keys of mappings that are tags, too. An
 * aliased node is visited wherever it is named. `visit` gives false to leave out what is inside.
 */
export function walkNodes(
  node: Node,
  visit: (node: Node, path: NodePath) => boolean | undefined,
  path: NodePath = [],
): void {
  if (visit(node, path) === false || node.kind === 'scalar') return;
  if (node.kind === 'map') {
    for (const pair of node.pairs) {
      if (pair.keyNode.kind === 'tag') walkNodes(pair.keyNode, visit, [...path, pair.key]);
      walkNodes(pair.value, visit, [...path, pair.key]);
    }
    return;
  }
  for (const [index, child] of (node.kind === 'seq' ? node.items : node.args).entries())
    walkNodes(child, visit, [...path, index]);
}

/**
 * The parts of an entry that may hold tags, with their names, in the order in which authentik evaluates them.
 */
export function entryParts(entry: Entry): { readonly part: string; readonly node: Node }[] {
  const parts: { part: string; node: Node }[] = [{ part: 'model', node: entry.model }];
  for (const [index, node] of entry.conditions.entries()) parts.push({ part: `conditions.${index}`, node });
  if (entry.ensure) parts.push({ part: 'state', node: entry.ensure });
  if (entry.identifiers) parts.push({ part: 'identifiers', node: entry.identifiers });
  if (entry.attrs) parts.push({ part: 'attrs', node: entry.attrs });
  if (entry.permissions) parts.push({ part: 'permissions', node: entry.permissions });
  return parts;
}

/** Visits every tag in the entries of a blueprint. */
export function walkTags(
  blueprint: Blueprint,
  visit: (tag: TagNode, entry: Entry, path: NodePath) => void,
): void {
  for (const entry of blueprint.entries) {
    for (const { part, node } of entryParts(entry)) {
      walkNodes(
        node,
        (found, path) => {
          if (found.kind === 'tag') visit(found, entry, path);
          return undefined;
        },
        [part],
      );
    }
  }
}
