import type { Node, TagNode } from '../blueprint.ts';

/** One `[key, value]` of a `!Find`. */
export interface CriterionNodes {
  readonly node: Node;
  readonly keyNode: Node;
  readonly valueNode: Node;
  /** Items after the first two, which authentik does not look at. */
  readonly extra: readonly Node[];
}

/** The criteria of a `!Find` that are pairs at least. */
export function criteriaOf(tag: TagNode): CriterionNodes[] {
  return tag.args.slice(1).flatMap((node) => {
    const items = itemsOf(node);
    const [keyNode, valueNode, ...extra] = items ?? [];
    return keyNode && valueNode ? [{ node, keyNode, valueNode, extra }] : [];
  });
}

/** The items of a criterion: of a list, or of a tag with a list, whose tag authentik overlooks. */
export function itemsOf(node: Node): readonly Node[] | undefined {
  if (node.kind === 'seq') return node.items;
  return node.kind === 'tag' && node.form === 'seq' ? node.args : undefined;
}
