import type { ScalarNode } from '../blueprint/blueprint.ts';
import { walkNodes } from '../blueprint/walk.ts';
import type { ModelName } from '../catalog/model.ts';
import { type CheckedEntry, fieldNamed } from './checked-entry.ts';
import { slotAt } from './slot.ts';

/** A scalar that an entry writes where a link to an object belongs. */
export interface LinkValue {
  readonly part: 'identifiers' | 'attrs';
  /** The field of the entry that it is in. */
  readonly field: string;
  readonly node: ScalarNode;
  /** The models that the link may lead to; never empty. */
  readonly references: readonly [ModelName, ...ModelName[]];
  /** Whether it is the value itself, or an item of it, and not in a tag. */
  readonly isDirect: boolean;
}

/** The scalars of an entry that are links, in the order of the file: direct ones, in lists, and in branches of tags. */
export function linkValues(checked: CheckedEntry): LinkValue[] {
  const { entry, resource } = checked;
  if (!resource) return [];
  const found: LinkValue[] = [];
  for (const part of ['identifiers', 'attrs'] as const) {
    for (const { key, value } of entry[part]?.pairs ?? []) {
      const field = fieldNamed(resource, key);
      if (!field || field.readOnly || (!field.references && !field.items?.references)) continue;
      walkNodes(value, (node, path) => {
        if (node.kind !== 'scalar') return undefined;
        const [first, ...others] = slotAt(checked, [part, key, ...path])?.references ?? [];
        const isDirect = node === value || (value.kind === 'seq' && value.items.includes(node));
        if (first !== undefined)
          found.push({ part, field: key, node, references: [first, ...others], isDirect });
        return undefined;
      });
    }
  }
  return found;
}
