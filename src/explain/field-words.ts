import { formatJson } from '../catalog/exact-json.ts';
import type { Field } from '../catalog/model.ts';

/** No default is shown longer. */
const LONGEST_DEFAULT = 60;

/** The choices of an attribute, or of the items of a list; empty when it has none. */
export function valuesOf(field: Field | undefined): readonly (string | number)[] {
  return field?.enum ?? field?.items?.enum ?? [];
}

/** What a new object gets when nothing is given, as code; '' when that is nothing, or not known. */
export function defaultWords(field: Field): string {
  const value = field.default;
  if (value === undefined || value === null || value === '') return '';
  if (typeof value === 'object' && Object.keys(value).length === 0) return '';
  const text = typeof value === 'string' ? value : formatJson(value).replace(/\s+/g, ' ').trim();
  return `\`${text.length > LONGEST_DEFAULT ? `${text.slice(0, LONGEST_DEFAULT)}…` : text}\``;
}

/** Everything about an attribute but its name and type, in a fixed order. */
export function traits(field: Field, isUnique: boolean): string[] {
  const words: (string | false)[] = [
    isUnique && 'unique',
    !field.required && defaultWords(field) !== '' && `default ${defaultWords(field)}`,
    field.nullable === true && 'may be null',
    field.generated === true && 'made by the server when it is not given',
    field.secret === true && 'secret',
    ...keeping(field),
    ...limits(field),
    field.onDelete === 'cascade' && 'deleted along with that',
    field.onDelete === 'setNull' && 'cleared when that is deleted',
  ];
  return words.filter((word) => word !== false);
}

/** How the server keeps a value and shows it. */
function keeping(field: Field): (string | false)[] {
  const { volatile = [], ownKeys } = field;
  return [
    field.grants
      ? 'permissions that it holds on all objects, granted through endpoints of their own'
      : field.writeOnly === true && 'never shown by the API, so it cannot be compared',
    field.setter !== undefined && 'written through an endpoint of its own',
    ...volatile.map((one) => `not compared where ${one.why}`),
    field.forms?.includes('adds') === true && 'the server adds items of its own',
    ownKeys !== undefined &&
      `the server writes ${ownKeys.map((key) => `\`${key}\``).join(', ')} into it by itself`,
    field.set === true && !field.references && 'the order does not matter',
  ];
}

/** Limits that mean something: those of the database's number types are left out. */
function limits({ type, minLength, maxLength, minimum, maximum, pattern }: Field): (string | false)[] {
  return [
    minLength !== undefined && minLength > 0 && type === 'array' && 'not empty',
    maxLength !== undefined && `at most ${maxLength} characters`,
    minimum !== undefined && minimum > -32768 && `at least ${minimum}`,
    maximum !== undefined && maximum < 2147483647 && maximum !== 32767 && `at most ${maximum}`,
    pattern !== undefined && `must match \`${pattern}\``,
  ];
}
