import type { Blueprint, Entry, Node, TagNode } from './blueprint.ts';
import { criteriaOf } from './tags/criteria.ts';
import { type NodePath, walkTags } from './walk.ts';

/** A `!KeyOf`. */
export interface KeyOfReference {
  readonly kind: 'keyOf';
  readonly node: TagNode;
  readonly entry: Entry;
  /** Where it stands in the entry: `['attrs', 'provider']`. */
  readonly path: NodePath;
  readonly id: string;
}

/** A `!Find` or `!FindObject`; what is a tag itself is undefined in `model` and in a criterion's `key`. */
export interface FindReference {
  readonly kind: 'find';
  readonly node: TagNode;
  readonly entry: Entry;
  readonly path: NodePath;
  readonly model: string | undefined;
  readonly modelNode: Node;
  readonly criteria: readonly {
    readonly key: string | undefined;
    readonly keyNode: Node;
    readonly valueNode: Node;
  }[];
}

export type Reference = KeyOfReference | FindReference;

/**
 * Every `!KeyOf` and `!Find` of a blueprint whose arguments have the right shape, in the order of the file.
 */
export function references(blueprint: Blueprint): Reference[] {
  const found: Reference[] = [];
  walkTags(blueprint, (node, entry, path) => {
    const [first] = node.args;
    if (!first) return;
    if (node.tag === '!KeyOf') {
      if (node.form === 'scalar') found.push({ kind: 'keyOf', node, entry, path, id: text(first) ?? '' });
    } else if ((node.tag === '!Find' || node.tag === '!FindObject') && node.form === 'seq') {
      const criteria = criteriaOf(node).map(({ keyNode, valueNode }) => ({
        key: text(keyNode),
        keyNode,
        valueNode,
      }));
      found.push({ kind: 'find', node, entry, path, model: text(first), modelNode: first, criteria });
    }
  });
  return found;
}

function text(node: Node): string | undefined {
  return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
