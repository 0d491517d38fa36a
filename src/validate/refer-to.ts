import type { Reference } from '../blueprint/references.ts';
import type { Catalog, ModelName, Resource } from '../catalog/model.ts';
import { readLookup } from '../semantics/criterion.ts';
import { type CheckedEntry, nodeText, ownerOf, valueOf } from '../semantics/checked-entry.ts';
import { accepts, type Slot } from '../semantics/slot.ts';
import { literalOf } from '../semantics/written-value.ts';
import type { Facts } from './facts.ts';

/** The fields that people know objects by, the most telling first. */
const KNOWN_BY = ['slug', 'username', 'name', 'identifier'];

/**
 * The tag to write where a link has the slug, name or id of its object instead of its key: of an earlier entry of
 * the file that has it, else a look-up on the server. Undefined where no model that the link accepts has such a field.
 */
export function tagFor(facts: Facts, checked: CheckedEntry, slot: Slot, text: string): string | undefined {
  const wanted = text.trim();
  for (const other of facts.entries) {
    if (other.entry.index >= checked.entry.index) break;
    if (!other.resource || !accepts(facts.catalog, slot, other.resource.name)) continue;
    const id = other.entry.id?.text;
    if (id !== undefined && id === wanted) return `!KeyOf ${id}`;
    const field = KNOWN_BY.find((name) => literalText(other, name) === wanted);
    if (field !== undefined)
      return id === undefined ? find(other.resource.name, [[field, wanted]]) : `!KeyOf ${id}`;
  }
  return findOf(facts, slot, wanted);
}

/**
 * The tag that looks an object up by its slug, name or the like; undefined where no model that the link accepts has
 * such a field.
 */
export function findOf({ catalog }: Pick<Facts, 'catalog'>, slot: Slot, wanted: string): string | undefined {
  for (const model of [...(slot.references ?? []), ...concreteOf(catalog, slot)]) {
    const field = KNOWN_BY.find((name) => readLookup(catalog, model, name).kind === 'readable');
    if (field !== undefined) return find(model, [[field, wanted]]);
  }
  return undefined;
}

/**
 * What to refer to where a link does not accept the object that a tag gives, but one that links to that object: the
 * binding of a stage in its flow, the application of a provider. Undefined where nothing of the kind is accepted, or
 * several are and the file has none of them.
 */
export function holderHint(
  facts: Facts,
  checked: CheckedEntry,
  slot: Slot,
  given: {
    readonly model: ModelName;
    readonly reference: Reference;
    readonly target?: CheckedEntry | undefined;
  },
): string | undefined {
  const links = linksTo(facts.catalog, slot, given.model);
  for (const other of facts.entries) {
    if (other === checked || other.entry.index > checked.entry.index) continue;
    const link = links.find(
      ({ holder, field }) => holder === other.resource && refersTo(other, field, given),
    );
    if (!link) continue;
    const id = other.entry.id?.text;
    const write = id === undefined ? 'give that entry an id and name it with !KeyOf' : `write !KeyOf ${id}`;
    return `refer to the ${link.holder.name} whose ${link.field} it is, entry ${other.entry.index + 1} of this file: ${write}`;
  }
  const [only, ...more] = links;
  if (!only || more.length > 0) return undefined;
  const criteria = criteriaFor(facts.catalog, only, given);
  return `refer to the ${only.holder.name} whose ${only.field} it is: ${criteria ? `write ${find(only.holder.name, criteria)}` : 'with !Find'}`;
}

interface Link {
  readonly holder: Resource;
  readonly field: string;
}

/** The links to a model of the models that a slot accepts: first those that each object must have. */
function linksTo(catalog: Catalog, slot: Slot, model: ModelName): Link[] {
  const all = concreteOf(catalog, slot).flatMap((name): Link[] => {
    const holder = catalog.models[name];
    if (holder?.kind !== 'resource') return [];
    return Object.entries(holder.fields)
      .filter(
        ([, field]) =>
          !field.readOnly && field.type !== 'array' && field.references && accepts(catalog, field, model),
      )
      .map(([field]) => ({ holder, field }));
  });
  const isOwn = ({ holder, field }: Link): boolean =>
    holder.unique.some(({ fields }) => fields.includes(field)) || holder.fields[field]?.required === true;
  const own = all.filter(isOwn);
  return own.length > 0 ? own : all;
}

/** Whether the field of an entry refers to the same object as a tag. */
function refersTo(
  other: CheckedEntry,
  field: string,
  { reference }: { readonly reference: Reference },
): boolean {
  const node = valueOf(other, field);
  const owner = ownerOf(other.blueprint);
  return node !== undefined && nodeText(node, owner) === nodeText(reference.node, owner);
}

/** How to look for the holder of an object: by what identifies that object in the file. */
function criteriaFor(
  catalog: Catalog,
  { holder, field }: Link,
  { reference, target }: { readonly reference: Reference; readonly target?: CheckedEntry | undefined },
): [string, string][] | undefined {
  const known =
    reference.kind === 'find'
      ? reference.criteria.map(({ key, valueNode }) => [key, literalOf(valueNode)] as const)
      : (target?.entry.identifiers?.pairs ?? []).map(({ key, value }) => [key, literalOf(value)] as const);
  const criteria = known.flatMap(([key, value]): [string, string][] =>
    key !== undefined &&
    typeof value === 'string' &&
    readLookup(catalog, holder.name, `${field}__${key}`).kind === 'readable'
      ? [[`${field}__${key}`, value]]
      : [],
  );
  return criteria.length > 0 && criteria.length === known.length ? criteria : undefined;
}

function concreteOf(catalog: Catalog, { references = [] }: Slot): readonly ModelName[] {
  return references.flatMap((name) => {
    const model = catalog.models[name];
    return model?.kind === 'base' ? model.concrete : [name];
  });
}

function literalText(checked: CheckedEntry, field: string): string | undefined {
  const node = valueOf(checked, field);
  const literal = node && literalOf(node);
  return typeof literal === 'string' ? literal : undefined;
}

function find(model: ModelName, criteria: readonly (readonly [string, string])[]): string {
  const written = criteria.map(([field, value]) => `[${field}, ${inFlow(value)}]`);
  return `!Find [${model}, ${written.join(', ')}]`;
}

/** A text as it stands in brackets. */
export function inFlow(text: string): string {
  return /^[a-z][\w-]*$/i.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
