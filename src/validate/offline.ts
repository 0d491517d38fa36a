import type { Node, TagNode } from '../blueprint/blueprint.ts';
import { evaluateNode, type Result } from '../blueprint/evaluate.ts';
import { features } from '../blueprint/features.ts';
import { good } from '../blueprint/tags/tag-rule.ts';
import { dict, Unknown } from '../blueprint/value.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { CheckedEntry } from '../semantics/checked-entry.ts';
import type { Facts } from './facts.ts';

/*
 * Evaluation without a server and without the environment of a run. Everything that comes from outside of the
 * file (context, environment, files, objects) is Unknown, so a mistake that is found is one in every run.
 */

const OUTSIDE = new Unknown('it comes from outside of the file');
/** The only key of the context, whose value is Unknown. */
const KEY = 'outside';
const FROM_OUTSIDE: ReadonlySet<string> = new Set(['!Context', '!Env', '!File']);

/**
 * Evaluates a node as far as the file alone decides it. Findings go to `report`; the items of an `!Enumerate`
 * around the node are Unknown.
 */
export function evaluateOffline(node: Node, facts: Facts, checked: CheckedEntry, report: Report): Result {
  const context = dict();
  context[KEY] = OUTSIDE;
  return evaluateNode(closeOff(node, 0), {
    file: checked.blueprint.file,
    features: features(facts.catalog.release),
    report,
    context,
    position: 'value',
    nullIsFine: true,
    env: () => undefined,
    keyOf: () => good(OUTSIDE),
    find: () => good(OUTSIDE),
  });
}

/**
 * A node with every tag that reads something outside replaced by one that gives Unknown. `depth`: the number
 * of `!Enumerate`s around the node that are evaluated with it.
 */
function closeOff(node: Node, depth: number): Node {
  switch (node.kind) {
    case 'scalar':
      return node;
    case 'seq':
      return { ...node, items: node.items.map((item) => closeOff(item, depth)) };
    case 'map':
      return { ...node, pairs: node.pairs.map((pair) => ({ ...pair, value: closeOff(pair.value, depth) })) };
    case 'tag': {
      if (looksOutside(node, depth)) return outside(node);
      const within = node.tag === '!Enumerate' ? depth + 1 : depth;
      return { ...node, args: node.args.map((arg) => closeOff(arg, within)) };
    }
  }
}

function looksOutside({ tag, args }: TagNode, depth: number): boolean {
  if (FROM_OUTSIDE.has(tag)) return true;
  const [levels] = args;
  return (tag === '!Index' || tag === '!Value') && levels?.kind === 'scalar' && Number(levels.value) >= depth;
}

function outside(node: TagNode): TagNode {
  return {
    ...node,
    tag: '!Context',
    form: 'scalar',
    args: [{ kind: 'scalar', value: KEY, text: KEY, quoted: true, span: node.span }],
  };
}
