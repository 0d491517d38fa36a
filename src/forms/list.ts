import { isDict, type Value } from '../blueprint/value.ts';
import { itemOf } from '../catalog/item-of.ts';
import type { Shape } from '../catalog/model.ts';
import type { Form, Problem } from './form.ts';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import { modelsOf } from './link.ts';
import { plainJson } from './plain.ts';
import { refused, wrongKind } from './problem.ts';

/**
 * A list, of links or of anything else. A set reads back without duplicates and in another order (recording
 * "oauth2 m2m dup+order").
 */
export const list: Form = {
  name: 'list',
  of: ({ type }) => type === 'array',
  schema: (field, part) => ({ type: 'array', minItems: field.minLength, items: part(itemOf(field)) }),
  editorSchema: (field, part) => ({ type: 'array', minItems: field.minLength, items: part(itemOf(field)) }),
  present: (field, value, part) =>
    itemsOf(field, value)?.map((item) => part(itemOf(field), item)) ?? plainJson(value),
  accept: (field, written, within) => {
    const value = itemsOf(field, written);
    if (!value) return wrongKind('a list', written, within);
    if (value.length === 0 && (field.minLength ?? 0) > 0)
      return refused('attribute-format', 'must not be empty', within);
    const items: Value[] = [];
    const problems: Problem[] = [];
    for (const [index, item] of value.entries()) {
      const accepted = within.part(itemOf(field), item, index);
      if (accepted.ok) items.push(accepted.value);
      else problems.push(...accepted.problems);
    }
    return problems.length > 0 ? { ok: false, problems } : { ok: true, value: items };
  },
  normal: (field, value, { part }) => {
    if (!Array.isArray(value)) return canonicalJson(value);
    const items: string[] = [];
    for (const item of value) {
      const normal = part(itemOf(field), item);
      if (normal === undefined) return undefined;
      items.push(normal);
    }
    return JSON.stringify(field.set ? [...new Set(items)].sort() : items);
  },
  // The server adds items of its own to some lists: there, all desired items must be among the stored ones.
  becomes: (field, desired, stored) => {
    const less: unknown = JSON.parse(desired);
    const more: unknown = JSON.parse(stored);
    return (
      field.forms?.includes('adds') === true &&
      Array.isArray(less) &&
      Array.isArray(more) &&
      less.every((item) => more.includes(item))
    );
  },
  words: (field, plural) => {
    if (field.references) return `a list of keys of ${modelsOf(field)}`;
    return field.items ? `a list of ${plural(field.items)}` : 'a list';
  },
  plural: 'lists',
};

/**
 * The items of a list; undefined for anything else. A mapping without members is a list of no links to the
 * server (measured with the importer of 2023.2.3); of one with members it takes the keys, which nobody means.
 */
function itemsOf(field: Shape, value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value;
  return field.references && isDict(value) && Object.keys(value).length === 0 ? [] : undefined;
}
