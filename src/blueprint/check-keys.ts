import type { Entry, MapNode, Node } from './blueprint.ts';
import { entryRef } from './entry-ref.ts';
import { QUOTES, type StructureCheck } from './structure.ts';
import { PyFloat, PyTime, type ScalarValue } from './value.ts';
import { entryParts } from './walk.ts';

/**
 * Reports keys that cannot be keys of JSON: tags, which authentik resolves as values only (probe
 * tag_as_dict_key), dates, infinity and not a number. A finding inside an entry names that entry. A node that
 * aliases share is looked at once.
 */
export function checkKeys(root: MapNode, entries: readonly Entry[], everywhere: StructureCheck): void {
  const seen = new Set<Node>();
  const visit = (node: Node, check: StructureCheck): void => {
    if (node.kind === 'scalar' || seen.has(node)) return;
    seen.add(node);
    if (node.kind !== 'map') {
      for (const child of node.kind === 'seq' ? node.items : node.args) visit(child, check);
      return;
    }
    for (const { keyNode, value } of node.pairs) {
      if (keyNode.kind === 'tag')
        check.report(
          'tag-misplaced',
          `${keyNode.tag} as a key is not resolved`,
          keyNode.tagSpan,
          'tags are for values; build a mapping with computed keys with !Enumerate and MAP',
        );
      else if (keyNode.kind === 'scalar' && !canBeKey(keyNode.value))
        check.wrong('a key', 'text', keyNode, undefined, QUOTES);
      visit(value, check);
    }
  };
  for (const entry of entries)
    for (const { node } of entryParts(entry)) visit(node, everywhere.of(entryRef(entry)));
  visit(root, everywhere);
}

function canBeKey(value: ScalarValue): boolean {
  return value instanceof PyFloat ? Number.isFinite(value.float) : !(value instanceof PyTime);
}
