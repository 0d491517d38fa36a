import type { Node } from '../blueprint/blueprint.ts';
import { textOf } from '../blueprint/tags/arguments.ts';

/** The tags that may have a default. */
export const WITH_DEFAULT: ReadonlySet<string> = new Set(['!Env', '!Context', '!File']);

/**
 * The node that gives a value: the default of a tag that has one, else the node itself. `isTyped`: see
 * `Features`; before, a default is the text as it is written.
 */
export function sourceOf(node: Node, isTyped: boolean): Node {
  const fallback =
    node.kind === 'tag' && node.form === 'seq' && WITH_DEFAULT.has(node.tag) ? node.args[1] : undefined;
  if (!fallback) return node;
  const text = isTyped ? undefined : textOf(fallback);
  return text === undefined
    ? fallback
    : { kind: 'scalar', value: text, text, quoted: true, span: fallback.span };
}
