import { type Node, pairAt, type TagNode } from '../../blueprint/blueprint.ts';
import { replacingWhole } from '../../blueprint/rewrite.ts';
import { features, TAGS } from '../../blueprint/features.ts';
import type { Value } from '../../blueprint/value.ts';
import type { Finding } from '../../diagnostics/collector.ts';
import type { Path } from '../../forms/form.ts';
import { uuidOf } from '../../forms/uuid.ts';
import { type CheckedEntry, fieldNamed } from '../../semantics/checked-entry.ts';
import { type Facts, reportAt } from '../facts.ts';
import { itemOf, type Slot } from '../../semantics/slot.ts';
import { tagFor } from '../refer-to.ts';
import { nodeBelow, waysTo } from '../value-source.ts';

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
  if (value.kind === 'tag' && (slot.references || item?.references))
    checkTag(facts, checked, name, value, slot, given);
  if (!slot.references || value.kind !== 'scalar' || given.has(value.text)) return;
  const fault = faultOf(slot, value.value, value.text);
  if (fault === undefined) return;
  const tag = typeof value.value === 'string' ? tagFor(facts, checked, slot, value.text) : undefined;
  reportLink(facts, checked, value, value.text, `${name} is ${fault}`, { tag });
}

/** Checks what a tag gives, as far as the file decides it. */
function checkTag(
  facts: Facts,
  checked: CheckedEntry,
  name: string,
  tag: TagNode,
  slot: Slot,
  given: ReadonlySet<string>,
): void {
  const { typedArguments } = features(facts.catalog.release);
  for (const { node, when, result } of facts.values.outcomes(tag, checked.entry.conditions).outcomes) {
    if (!result.ok) continue;
    for (const { value, path } of linksIn(result.value, slot)) {
      const text = typeof value === 'string' ? value : String(value);
      const fault = given.has(text) ? undefined : faultOf(itemOf(slot) ?? slot, value, text);
      if (fault === undefined) continue;
      const at = nodeBelow(node, path, typedArguments);
      const { where, notes } = waysTo(at, tag, when, checked.blueprint.file);
      const words = `${path.length > 0 ? 'an item of ' : ''}${name} is ${fault}`;
      reportLink(
        facts,
        checked,
        at,
        text,
        where.length > 0 ? `where ${where.join(' and ')}, ${words}` : words,
        {
          notes: notes.length > 0 ? notes : undefined,
          supposed: where.length > 0 ? true : undefined,
        },
      );
    }
  }
}

/** The values that are written as links: one, or the items of a list. */
function linksIn(value: Value, slot: Slot): readonly { value: string | number | bigint; path: Path }[] {
  if (itemOf(slot))
    return Array.isArray(value)
      ? value.flatMap((item, index) => (isKey(item) ? [{ value: item, path: [index] }] : []))
      : [];
  return isKey(value) ? [{ value, path: [] }] : [];
}

function isKey(value: Value): value is string | number | bigint {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
}

function reportLink(
  facts: Facts,
  checked: CheckedEntry,
  node: Node,
  text: string,
  message: string,
  { tag, notes, supposed }: Pick<Finding, 'notes' | 'supposed'> & { readonly tag?: string | undefined } = {},
): void {
  const word = /^(\w+)\b/.exec(text)?.[1] ?? '';
  const write = Object.hasOwn(TAGS, `!${word}`) ? `!${text}` : tag;
  reportAt(facts, checked, node.span, {
    notes,
    supposed,
    code: 'attribute-format',
    severity: checked.ensure === 'created' ? 'warning' : undefined,
    message,
    hint: write === undefined ? 'refer to the object with !KeyOf or !Find' : `write ${write}`,
    fixes:
      write === undefined || node.kind !== 'scalar'
        ? undefined
        : replacingWhole(checked.blueprint.file, node, write).fixes,
  });
}

/** The largest key that the server counts to. */
const LARGEST = 2 ** 31 - 1;

/** Why a value cannot be the key of an object; undefined where it can, or where that is found elsewhere. */
function faultOf(slot: Slot, value: Value, text: string): string | undefined {
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
