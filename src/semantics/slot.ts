import { type Node, pairAt } from '../blueprint/blueprint.ts';
import type { NodePath } from '../blueprint/walk.ts';
import { itemOf as itemShape } from '../catalog/item-of.ts';
import type { Catalog, ModelName, Resource, Shape } from '../catalog/model.ts';
import { type CheckedEntry, fieldNamed } from './checked-entry.ts';

/** What a value is written to: a field, or an item of a list field. */
export type Slot = Shape;

/**
 * The shape of the items of a list field, which link to what the list links to; undefined for any other
 * field.
 */
export function itemOf(field: Slot): Slot | undefined {
  return field.type === 'array' && field.items ? itemShape(field) : undefined;
}

/**
 * The field or item that the value at a path of an entry (`['attrs', 'fields', 0]`) is written to, through
 * lists, the branches of an `!If` and the body of an `!Enumerate`; undefined where the value only decides or
 * looks up something, and inside JSON.
 */
export function slotAt({ entry, resource }: CheckedEntry, path: NodePath): Slot | undefined {
  const [part, name, ...rest] = path;
  if (!resource || (part !== 'attrs' && part !== 'identifiers')) return undefined;
  const map = entry[part];
  if (!map || typeof name !== 'string') return undefined;
  let slot: Slot | undefined = fieldNamed(resource, name);
  let node: Node | undefined = pairAt(map, name)?.value;
  for (const step of rest) {
    if (!slot || !node || typeof step !== 'number') return undefined;
    if (node.kind === 'seq') [slot, node] = [itemOf(slot), node.items[step]];
    else if (node.kind === 'tag' && node.tag === '!If' && step > 0) node = node.args[step];
    else if (node.kind === 'tag' && node.tag === '!Enumerate' && step === 2)
      [slot, node] = [itemOf(slot), node.args[2]];
    else return undefined;
  }
  return slot;
}

/**
 * Whether a field can hold the key of an object of this model: the field links to it, to a base model of it,
 * or to one of its concrete models (which have the same keys); of two base models it is enough that they have
 * a concrete model in common (a source is also what policies are bound to). A list of mappings accepts any
 * concrete model (rest-api-2023.2, point 15).
 */
export function accepts(catalog: Catalog, slot: Slot, model: ModelName): boolean {
  return (slot.references ?? []).some(
    (name) =>
      name === model ||
      !catalog.models[name] ||
      isKindOf(catalog, name, model) ||
      isKindOf(catalog, model, name),
  );
}

/**
 * Whether a slot wants a UUID and the keys of this model are numbers, so that no key of one is ever right
 * there (reviewers of a lifecycle rule are named by the `uuid` of a user).
 */
export function wantsAnotherKey(slot: Slot, { fields, collection }: Resource): boolean {
  return slot.format === 'uuid' && !slot.references && fields[collection.pk]?.type === 'integer';
}

function isKindOf(catalog: Catalog, base: ModelName, model: ModelName): boolean {
  const found = catalog.models[base];
  if (found?.kind !== 'base') return false;
  const other = catalog.models[model];
  const kinds = other?.kind === 'base' ? other.concrete : [model];
  return kinds.some((kind) => found.concrete.includes(kind));
}
