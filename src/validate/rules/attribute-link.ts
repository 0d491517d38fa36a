import { type Node, pairAt, type ScalarNode } from '../../blueprint/blueprint.ts';
import { TAGS } from '../../blueprint/features.ts';
import { uuidOf } from '../../forms/uuid.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { itemOf, type Slot } from '../../semantics/slot.ts';

/**
 * Code `attribute-format`: what cannot be the key of an object, such as the text `KeyOf flow` without its
 * exclamation mark, or a number where keys are UUIDs. The `pk` of an earlier entry is accepted whatever it looks
 * like: the server replaces it by the key that the object really got.
 */
export function checkAttributeLink(facts: Facts): void {
  const given = new Set<string>();
  for (const checked of facts.entries) {
    const { entry, resource, skipped } = checked;
    for (const part of ['identifiers', 'attrs'] as const)
      for (const { key, value } of (!skipped && entry[part]?.pairs) || []) {
        const field = resource && fieldNamed(resource, key);
        const meant = (part === 'identifiers' && value.kind === 'map' && pairAt(value, 'pk')?.value) || value;
        if (field && !field.readOnly) check(facts, checked, key, meant, field, given);
      }
    const pk = entry.identifiers && pairAt(entry.identifiers, 'pk')?.value;
    if (pk?.kind === 'scalar') given.add(pk.text);
  }
}

function check(
  facts: Facts,
  checked: CheckedEntry,
  name: string,
  value: Node,
  slot: Slot,
  given: ReadonlySet<string>,
): void {
  const item = itemOf(slot);
  if (value.kind === 'seq' && item)
    for (const one of value.items) check(facts, checked, `an item of ${name}`, one, item, given);
  if (!slot.references || value.kind !== 'scalar' || given.has(value.text)) return;
  const fault = faultOf(slot, value);
  if (fault === undefined) return;
  const word = /^(\w+)\b/.exec(value.text)?.[1] ?? '';
  reportAt(facts, checked, value.span, {
    code: 'attribute-format',
    severity: checked.ensure === 'created' ? 'warning' : undefined,
    message: `${name} is ${fault}`,
    hint: Object.hasOwn(TAGS, `!${word}`)
      ? `write !${value.text}`
      : 'refer to the object with !KeyOf or !Find',
  });
}

/** The largest key that the server counts to. */
const LARGEST = 2 ** 31 - 1;

/** Why a value cannot be the key of an object; undefined where it can, or where that is found elsewhere. */
function faultOf(slot: Slot, { value, text }: ScalarNode): string | undefined {
  if (slot.type === 'integer') {
    const key = typeof value === 'bigint' ? Number(value) : value;
    if (typeof key !== 'number' || (key >= 1 && key <= LARGEST)) return undefined;
    return `${text}, which is no key of an object (a number of at least 1, and at most ${LARGEST})`;
  }
  if (slot.format !== 'uuid') return undefined;
  if (typeof value === 'number' && value >= 0) return `${text}, a number, and keys of objects are UUIDs here`;
  if (typeof value !== 'string' || (value === '' && slot.nullable)) return undefined;
  return uuidOf(value.trim()) === undefined ? `"${text}", which is no key of an object (a UUID)` : undefined;
}
