import { type Entry, type Node, valueAt } from '../blueprint/blueprint.ts';
import { uuidOf } from '../forms/uuid.ts';
import type { Resource } from '../catalog/model.ts';
import { pkText } from './pk-text.ts';

/**
 * The literal primary key by which an entry names its object, in the one spelling that `pkText` gives, and
 * all keys that name it so: a binding may name its target by the key that only targets have. Undefined where
 * the entry names none.
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

/** A key that is written out. */
export function keyText(node: Node): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  return pkText(typeof node.value === 'number' ? node.value : node.text);
}

/**
 * Whether the objects of a model are numbered: such keys are the same on all servers, and mean other objects.
 */
export function hasNumbers(model: Resource): boolean {
  return model.fields[model.collection.pk]?.type === 'integer';
}

/**
 * Whether a text can be the key of an object of a model at all. A word, or nothing, names no object: it
 * stands in many fields, and means itself.
 */
function canBeKey(model: Resource, text: string): boolean {
  return hasNumbers(model) ? /^\d+$/.test(text) : uuidOf(text) !== undefined;
}
