import { isDict, PyFloat, type Value } from '../blueprint/value.ts';
import type { Resource } from '../catalog/model.ts';
import { sampleOf } from '../forms/sample.ts';
import { fieldNamed } from '../semantics/checked-entry.ts';
import { requiredFields } from '../semantics/required.ts';
import { itemOf, type Slot } from '../semantics/slot.ts';
import { type Links, tagTo } from './links.ts';
import { inFlow } from './refer-to.ts';

/**
 * How a value of a field may be written in one line, to show what is meant: for a link the tag that names an earlier
 * entry of the file which fits, or looks an object up. `name`: of the field. Undefined where nothing is known.
 */
export function exampleFor(links: Links, field: Slot, name: string): string | undefined {
  if ('grants' in field && field.grants === true) return `[${aPermission(links)}]`;
  if (!field.references) {
    const value = sampleOf(field, name);
    return value === undefined ? undefined : written(value);
  }
  const item = itemOf(field);
  const tag = tagTo(links, item ?? field, name);
  return item && tag !== undefined ? `[${tag}]` : tag;
}

/** These fields of a model with a value each, as they are written: `name: my-name`. Those that are not known are left out. */
export function exampleFields(links: Links, resource: Resource, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const field = fieldNamed(resource, name);
    const value = field && exampleFor(links, field, name);
    return value === undefined ? [] : [`${name}: ${value}`];
  });
}

/**
 * The fields by which objects of a model are found: those that are unique alone or together, rather without those that
 * are `given` elsewhere; else the name.
 */
export function identifyingFields(resource: Resource, given: readonly string[]): readonly string[] {
  const isSet = (name: string): boolean => fieldNamed(resource, name)?.readOnly === undefined;
  const givenOf = (fields: readonly string[]): number => fields.filter((name) => given.includes(name)).length;
  const rules = resource.unique
    .map(({ fields }) => fields)
    .filter((fields) => fields.every((name) => fieldNamed(resource, name) && isSet(name)))
    .sort((one, other) => givenOf(one) - givenOf(other) || one.length - other.length);
  const required = requiredFields(resource).filter((name) => !given.includes(name));
  const best = rules.find((fields) => fields.every((name) => required.includes(name))) ?? rules[0];
  if (best) return best;
  return fieldNamed(resource, 'name') && isSet('name') ? ['name'] : required.slice(0, 2);
}

/** A permission that there is, with its app. */
function aPermission({ catalog }: Links): string {
  const name = Object.values(catalog.models).find(({ kind }) => kind === 'resource')?.name ?? '';
  return name.replace('.', '.view_');
}

/** A value as it is written in one line. */
function written(value: Value): string {
  if (typeof value === 'string') return inFlow(value);
  if (value instanceof PyFloat) return String(value.float);
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (isDict(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}: ${written(item)}`)
      .join(', ')}}`;
  return String(value);
}
