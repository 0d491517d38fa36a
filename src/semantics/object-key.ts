import { type Entry, type Node, valueAt } from '../blueprint/blueprint.ts';
import { INTEGER, readNumber } from '../forms/number.ts';
import { uuidOf } from '../forms/uuid.ts';
import { SPACE } from '../forms/white-space.ts';
import type { Resource } from '../catalog/model.ts';
import { pkText } from './pk-text.ts';

const COUNTED = new RegExp(`^${INTEGER}${SPACE}*$`, 'u');

/**
 * The literal primary key by which an entry identifies its object, as `pkText` spells it, and all keys by
 * which the object may be referred to: a binding refers to its target by the key that only targets have.
 * Undefined where the entry has no such key.
 */
export function objectKey(
  entry: Entry,
  model: Resource,
): { readonly pk: string; readonly all: readonly string[] } | undefined {
  const written = entry.identifiers && valueAt(entry.identifiers, 'pk');
  const isAbsent = entry.ensure?.kind === 'scalar' && entry.ensure.value === 'absent';
  const pk = written && keyText(written);
  if (pk === undefined || isAbsent || !canBeKey(model, pk)) return undefined;
  const { targetPk } = model.collection;
  const target = targetPk === undefined || !entry.attrs ? undefined : valueAt(entry.attrs, targetPk);
  const other = target && keyText(target);
  return { pk, all: other !== undefined && canBeKey(model, other) ? [pk, other] : [pk] };
}

/** A key that is written out, as `pkText` spells it; undefined where a tag makes it. */
export function keyText(node: Node): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  return pkText(typeof node.value === 'number' ? node.value : node.text);
}

/**
 * Whether the primary keys of a model are numbers: the same numbers occur on all servers and identify other
 * objects there.
 */
export function hasNumbers(model: Resource): boolean {
  return model.fields[model.collection.pk]?.type === 'integer';
}

/**
 * Whether a text has the form of a primary key of a model. Any other text, which may occur in many fields,
 * identifies no object.
 */
function canBeKey(model: Resource, text: string): boolean {
  return hasNumbers(model) ? /^\d+$/.test(text) : uuidOf(text) !== undefined;
}

/**
 * Whether a value that is written out can be no primary key of a model: the server then refuses to look for
 * it. What is no text is read as a number by both kinds of keys.
 */
export function isNoKey(model: Resource, node: Node): boolean {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return false;
  return hasNumbers(model) ? readNumber(node.value, COUNTED) === undefined : uuidOf(node.value) === undefined;
}
