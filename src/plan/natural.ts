import { isOpen, type Dict, type Value } from '../blueprint/value.ts';
import type { Resource } from '../catalog/model.ts';
import { readCriterion, select } from './match.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/*
 * What an object is known by on every server, unlike its primary key: a slug, a name, the objects that it
 * links. What comes first is what the object itself is called; then what no two objects share because of what
 * they link; a name that several may have only where there is nothing better, and the links themselves for
 * what has no name at all.
 */

/** The fields by which people know an object, the best first. */
const NAMES = ['slug', 'username', 'identifier', 'name', 'managed'];

/**
 * The sets of fields that identify an object with these values, each by itself; empty when the values tell
 * nothing. A value that is null or empty identifies nothing.
 */
export function naturalSets(model: Resource, values: Dict): readonly (readonly string[])[] {
  const given = (field: string): boolean => {
    const value = values[field];
    return value !== undefined && value !== null && value !== '' && !Array.isArray(value);
  };
  const links = (field: string): boolean => model.fields[field]?.references !== undefined;
  const rules = model.unique
    .map(({ fields }) => fields)
    .filter((fields) => fields.every(given) && !fields.includes(model.collection.pk));
  const own = rules.filter((fields) => !fields.some(links));
  if (own.length > 0) return own;
  if (rules.length > 0) return rules;
  if (model.fields['name']) return given('name') ? [['name']] : [];
  const single = Object.entries(model.fields).filter(
    ([, field]) => !field.readOnly && field.type !== 'array',
  );
  const texts = single
    .filter(
      ([name, field]) =>
        field.required && field.type === 'string' && !field.references && !field.enum && given(name),
    )
    .map(([name]) => name);
  const required = single
    .filter(
      ([name, field]) =>
        field.references && (field.required || texts.length === 0) && values[name] !== undefined,
    )
    .map(([name]) => name);
  const order = texts.length === 0 && values['order'] !== undefined && model.fields['order'] ? ['order'] : [];
  const all = [...texts, ...required, ...order];
  return all.some(given) && (texts.length > 0 || required.filter(given).length > 1) ? [all] : [];
}

/** The objects that surely have these values in these fields. */
export function withValues(
  overlay: Overlay,
  model: Resource,
  fields: readonly string[],
  values: Dict,
): OverlayRow[] {
  const criteria = fields.flatMap((field) => {
    const read = readCriterion(overlay, model.name, field, values[field] ?? null);
    return read.ok ? [read.criterion] : [];
  });
  return criteria.length < fields.length ? [] : select(overlay, model.name, criteria).sure;
}

/**
 * The one field by which an object is best known, with its value: `['slug', 'default-authentication-flow']`;
 * undefined when it has none.
 */
export function naturalName(overlay: Overlay, row: OverlayRow): readonly [string, string] | undefined {
  const model = overlay.resource(row.model);
  const unique = new Set(
    model.unique.filter((rule) => rule.fields.length === 1).map((rule) => rule.fields[0]),
  );
  const names = [...NAMES.filter((name) => unique.has(name)), ...NAMES];
  for (const name of names) {
    const value: Value | undefined =
      model.fields[name] && !model.fields[name].references ? overlay.value(row, name) : undefined;
    if (typeof value === 'string' && value !== '' && !isOpen(value)) return [name, value];
  }
  return undefined;
}

/**
 * How a blueprint looks an object up by what it is known by: `!Find [authentik_flows.flow, [slug, consent]]`;
 * undefined when no single value tells.
 */
export function findText(overlay: Overlay, row: OverlayRow): string | undefined {
  const name = naturalName(overlay, row);
  return (
    name &&
    `!Find [${row.model}, [${name[0]}, ${/^[A-Za-z][\w-]*$/.test(name[1]) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(name[1]) ? name[1] : JSON.stringify(name[1])}]]`
  );
}
