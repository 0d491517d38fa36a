import { dict, type Value } from '../blueprint/value.ts';
import { itemOf } from '../catalog/item-of.ts';
import type { Shape } from '../catalog/model.ts';
import { accept } from './accept.ts';

/** Values of many kinds, the plainest first. Which of them a field takes, its form decides. */
const SAMPLES: readonly Value[] = [
  'return True',
  'hours=12',
  'https://app.example.com',
  'ldaps://ldap.example.com',
  'name@example.com',
  '2030-01-31T12:00:00Z',
  '30 4 * * *',
  '192.0.2.1',
  'app.example.com',
  'example.png',
  'example.yaml',
  '00000000-0000-4000-8000-000000000001',
  10,
  1,
  0,
  true,
];

/**
 * A value that a field takes, to show people what is meant: its default, the first of its choices, else the first of
 * many kinds that it accepts. `name`: of the field, which a plain text is made of. Undefined for a link, and where
 * none is known.
 */
export function sampleOf(field: Shape, name: string): Value | undefined {
  const { default: usual, enum: choices = [] } = field;
  const own = usual === undefined || usual === null || usual === '' ? [] : [usual];
  return [...own, ...choices, ...madeFor(field, name), ...SAMPLES].find(
    (value) => isFilled(value) && accept(field, value).ok,
  );
}

/** Values that are made of others, and texts of the name of a field. */
function madeFor(field: Shape, name: string): readonly Value[] {
  if (field.type === 'array') {
    const item = field.references ? undefined : sampleOf(itemOf(field), name);
    return item === undefined ? [[]] : [[item]];
  }
  if (field.type === 'object' || field.type === 'json') return [membersOf(field)];
  return field.format === undefined && field.type === 'string' ? [`my-${name.replaceAll('_', '-')}`] : [];
}

/** A mapping with the members that a field requires, and any one of a field that requires none. */
function membersOf({ members = {} }: Shape): Value {
  const made = dict();
  for (const [name, member] of Object.entries(members)) {
    const value = member.required ? sampleOf(member, name) : undefined;
    if (value !== undefined) made[name] = value;
  }
  if (Object.keys(made).length === 0) made['key'] = 'value';
  return made;
}

/** Whether a default shows what a value looks like. */
function isFilled(value: Value): boolean {
  return value !== null && value !== '' && JSON.stringify(value) !== '{}';
}
