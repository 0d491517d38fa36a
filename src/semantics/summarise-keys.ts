import { type Node, valueAt } from '../blueprint/blueprint.ts';
import { uuidOf } from '../forms/uuid.ts';
import type { CheckedEntry } from './checked-entry.ts';
import { linkValues } from './link-values.ts';
import { objectKey } from './object-key.ts';
import { pkText } from './pk-text.ts';
import type { KeySummary } from './summary.ts';

/**
 * The primary keys by which an entry identifies its object. They count even where the release does not have
 * the model: that is reported on its own, and references to the keys are no further mistakes.
 */
export function namedKeys({ entry, resource }: CheckedEntry): readonly string[] {
  if (resource) return objectKey(entry, resource)?.all ?? [];
  const pk = entry.identifiers && valueAt(entry.identifiers, 'pk');
  const key = pk && isUuid(pk) ? pkText(pk.text) : undefined;
  return key === undefined ? [] : [key];
}

/** The primary keys that an entry has written out as references: UUIDs only, as a number may be anything. */
export function summariseKeys(checked: CheckedEntry): KeySummary[] {
  const { ref, resource, skipped, ensure, references } = checked;
  if (!resource || skipped || ensure === 'absent') return [];
  const keys: KeySummary[] = linkValues(checked)
    .filter(({ node }) => isUuid(node))
    .map(({ field, node, references: [model], isDirect }) => ({
      ref,
      field,
      text: node.text,
      span: node.span,
      model,
      isDirect,
    }));
  for (const reference of references) {
    if (reference.kind !== 'find' || reference.model === undefined) continue;
    for (const { key, valueNode } of reference.criteria)
      if (key === 'pk' && isUuid(valueNode))
        keys.push({
          ref,
          field: 'pk',
          text: valueNode.text,
          span: valueNode.span,
          model: reference.model,
          isDirect: false,
        });
  }
  return keys;
}

function isUuid(node: Node): node is Node & { readonly kind: 'scalar' } {
  return node.kind === 'scalar' && uuidOf(node.text) !== undefined;
}
