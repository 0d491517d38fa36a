import type { Entry, Node } from '../../blueprint/blueprint.ts';
import { entryParts, walkNodes } from '../../blueprint/walk.ts';
import { type Facts, reportAt } from '../facts.ts';
import { evaluateOffline } from '../offline.ts';

/** The tags that may fail because of what the file has in them. */
const CAN_FAIL: readonly string[] = ['!Format', '!Enumerate', '!AtIndex', '!ParseJSON'];

/**
 * Code `tag-failed`: tags that fail whatever the context and the server have, e.g. a `!Format` with too few
 * arguments (probes format_*) or an `!Enumerate` whose body is no pair (probe enumerate_map_scalar_body).
 */
export function checkTagFailed(facts: Facts): void {
  for (const checked of facts.entries) {
    if (checked.skipped) continue;
    const seen = new Set<string>();
    for (const root of rootsOf(checked.entry)) {
      evaluateOffline(root, facts, checked, ({ code, message, hint, place, fixes }) => {
        const at = `${place?.span.start ?? ''} ${message}`;
        if (code !== 'tag-failed' || !place || seen.has(at)) return;
        seen.add(at);
        reportAt(facts, checked, place.span, { code, message, hint, fixes });
      });
    }
  }
}

/**
 * The nodes to evaluate: every value, and the branches of an `!If`, since its condition is mostly not known
 * here.
 */
function rootsOf(entry: Entry): Node[] {
  return entryParts(entry).flatMap(({ node }) => {
    const roots: Node[] = [];
    const tags = new Set<string>();
    walkNodes(node, (found) => {
      if (found.kind !== 'tag') return undefined;
      tags.add(found.tag);
      // The body as well: whether it is evaluated at all depends on the items.
      if (found.tag === '!Enumerate') roots.push(...found.args.slice(2, 3));
      if (found.tag === '!If') roots.push(...found.args.slice(1, 3));
      return undefined;
    });
    return CAN_FAIL.some((tag) => tags.has(tag)) ? [node, ...roots] : [];
  });
}
