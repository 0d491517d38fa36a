import { type Node, pairAt } from '../../blueprint/blueprint.ts';
import { TAGS } from '../../blueprint/features.ts';
import { uuidOf } from '../../forms/uuid.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { itemOf, type Slot } from '../../semantics/slot.ts';

/**
 * Code `attribute-format`: a text that cannot be the key of an object, such as `KeyOf flow` without its
 * exclamation mark. The `pk` of an earlier entry is accepted whatever it looks like: the server replaces it
 * by the key that the object really got.
 */
export function checkAttributeLink(facts: Facts): void {
  const given = new Set<string>();
  for (const checked of facts.entries) {
    const { entry, resource, skipped } = checked;
    for (const { key, value } of resource && !skipped
      ? [...(entry.identifiers?.pairs ?? []), ...(entry.attrs?.pairs ?? [])]
      : []) {
      const field = resource && fieldNamed(resource, key);
      if (field && !field.readOnly) check(facts, checked, key, value, field, given);
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
  if (
    value.kind !== 'scalar' ||
    typeof value.value !== 'string' ||
    slot.type !== 'string' ||
    slot.format !== 'uuid' ||
    !slot.references
  )
    return;
  if (
    uuidOf(value.value.trim()) !== undefined ||
    given.has(value.text) ||
    (value.value === '' && slot.nullable)
  )
    return;
  const word = /^(\w+)\b/.exec(value.text)?.[1] ?? '';
  reportAt(facts, checked, value.span, {
    code: 'attribute-format',
    severity: checked.ensure === 'created' ? 'warning' : undefined,
    message: `${name} is "${value.text}", which is no key of an object (a UUID)`,
    hint: Object.hasOwn(TAGS, `!${word}`)
      ? `write !${value.text}`
      : 'refer to the object with !KeyOf or !Find',
  });
}
