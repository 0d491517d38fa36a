import { type Node, valueAt } from '../blueprint/blueprint.ts';
import { walkNodes } from '../blueprint/walk.ts';
import { uuidOf } from '../forms/uuid.ts';
import { type CheckedEntry, fieldNamed } from './checked-entry.ts';
import { objectKey } from './object-key.ts';
import { pkText } from './pk-text.ts';
import { slotAt } from './slot.ts';
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
  const { entry, ref, resource, skipped, ensure, references } = checked;
  if (!resource || skipped || ensure === 'absent') return [];
  const keys: KeySummary[] = [];
  for (const part of ['identifiers', 'attrs'] as const) {
    for (const { key, value } of entry[part]?.pairs ?? []) {
      const field = fieldNamed(resource, key);
      if (!field || field.readOnly || (!field.references && !field.items?.references)) continue;
      walkNodes(value, (node, path) => {
        const [model] = isUuid(node) ? (slotAt(checked, [part, key, ...path])?.references ?? []) : [];
        if (isUuid(node) && model !== undefined)
          keys.push({
            ref,
            field: key,
            text: node.text,
            span: node.span,
            model,
            isDirect: node === value || (value.kind === 'seq' && value.items.includes(node)),
          });
        return undefined;
      });
    }
  }
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
