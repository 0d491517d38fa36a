import { itemsOf, type Node, type TagNode } from '../blueprint.ts';

/** One `[key, value]` of a `!Find`. */
export interface CriterionNodes {
  readonly node: Node;
  readonly keyNode: Node;
  readonly valueNode: Node;
  /** Items after the first two, which authentik does not look at. */
  readonly extra: readonly Node[];
}

/** The criteria of a `!Find` that have a key and a value; authentik overlooks a tag in front of one. */
export function criteriaOf(tag: TagNode): CriterionNodes[] {
  return tag.args.slice(1).flatMap((node) => {
    const items = itemsOf(node);
    const [keyNode, valueNode, ...extra] = items ?? [];
    return keyNode && valueNode ? [{ node, keyNode, valueNode, extra }] : [];
  });
}
