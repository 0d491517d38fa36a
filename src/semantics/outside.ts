import type { Node, TagNode } from '../blueprint/blueprint.ts';

/** The key of the context whose value is Unknown. */
export const OUTSIDE_KEY = '\0outside';

/** A tag as one that gives Unknown. */
export function outside(node: TagNode): TagNode {
  return {
    ...node,
    tag: '!Context',
    form: 'scalar',
    args: [{ kind: 'scalar', value: OUTSIDE_KEY, text: OUTSIDE_KEY, quoted: true, span: node.span }],
  };
}

/** A node that is true or false, in place of one that was decided. */
export function literal({ span }: TagNode, value: boolean): Node {
  return { kind: 'scalar', value, text: String(value), quoted: false, span };
}
