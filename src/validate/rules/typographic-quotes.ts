import { type Node, pairAt, type ScalarNode } from '../../blueprint/blueprint.ts';
import { replacingWhole } from '../../blueprint/rewrite.ts';
import { entryParts } from '../../blueprint/walk.ts';
import { allInside, type Cause, lostId } from '../../diagnostics/cause.ts';
import type { CheckedEntry } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';

/** A text between quotes that are none to YAML: those that word processors and chats make of " and '. */
const QUOTED = /^[“”„‟«‘’‚‛](.*)[“”‟»‘’‛]$/u;

/**
 * Code `typographic-quotes`: a text, a key or the argument of a tag that stands in quotes which are part of it. A node
 * that aliases share is looked at once.
 */
export function checkTypographicQuotes(facts: Facts): void {
  const seen = new Set<Node>();
  const visit = (checked: CheckedEntry, node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'scalar') check(facts, checked, node, [allInside(node.span)]);
    else if (node.kind === 'tag' && node.form === 'scalar' && node.args[0]?.kind === 'scalar')
      check(facts, checked, node.args[0], [allInside(node.span)]);
    else if (node.kind === 'map')
      for (const { keyNode, value } of node.pairs) {
        visit(checked, keyNode);
        visit(checked, value);
      }
    else for (const child of node.kind === 'seq' ? node.items : node.args) visit(checked, child);
  };
  for (const checked of facts.entries) {
    for (const { node } of entryParts(checked.entry)) visit(checked, node);
    const id = pairAt(checked.entry.map, 'id')?.value;
    if (id?.kind === 'scalar') check(facts, checked, id, [lostId(id.text.slice(1, -1))]);
  }
}

/** `explains`: what else goes wrong because of the quotes. */
function check(facts: Facts, checked: CheckedEntry, node: ScalarNode, explains: readonly Cause[]): void {
  const inside = node.quoted || typeof node.value !== 'string' ? undefined : QUOTED.exec(node.text)?.[1];
  if (inside === undefined || /["\\\n]|[“”„«»]/u.test(inside)) return;
  // A tag that was put in quotes is one without them.
  const write = inside.startsWith('!') ? inside : `"${inside}"`;
  reportAt(facts, checked, node.span, {
    code: 'typographic-quotes',
    message: `the quotes of ${node.text} are part of the text: YAML knows " and ' only`,
    hint: `write ${write}`,
    explains,
    fixes: replacingWhole(checked.blueprint.file, node, write, 'mechanical').fixes,
  });
}
