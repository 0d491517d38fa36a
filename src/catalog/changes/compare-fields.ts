import type { Field } from '../model.ts';
import type { Facet } from './catalog-changes.ts';

/** What differs between two releases of a field, as far as its writer can tell. */
export function compareFields(before: Field, after: Field): Facet[] {
  if (!isWritable(after)) return [{ facet: 'read only', after: 'yes' }];
  const yes = (holds: boolean | undefined): string => (holds ? 'yes' : 'no');
  const allowed = (holds: boolean | undefined): string => (holds ? 'allowed' : 'not allowed');
  return [
    ...differ('required', yes(before.required), yes(after.required)),
    ...typeFacets(before, after),
    ...differ('values', ...comeAndGone(choicesOf(before, after), choicesOf(after, before))),
    ...differ('keys', ...comeAndGone(keysOf(before, after), keysOf(after, before))),
    ...differ('null', allowed(before.nullable), allowed(after.nullable)),
    ...differ('shown', yes(!before.writeOnly), yes(!after.writeOnly)),
    ...differ('minimum', before.minimum?.toString(), after.minimum?.toString()),
    ...differ('maximum', before.maximum?.toString(), after.maximum?.toString()),
    ...differ('length', lengthText(before), lengthText(after)),
    ...differ('pattern', before.pattern, after.pattern),
    ...ofBoth('default', defaultText(before), defaultText(after)),
    ...ofBoth('links to', before.references?.join(', '), after.references?.join(', ')),
  ];
}

function typeFacets(before: Field, after: Field): Facet[] {
  const [typeBefore, typeAfter] = [typeText(before), typeText(after)];
  if (typeBefore === typeAfter) return differ('format', before.format, after.format);
  // Some documents say of a mapping that it is any value: no other writes are taken for that.
  return isMapping(typeBefore) && isMapping(typeAfter) ? [] : differ('type', typeBefore, typeAfter);
}

/**
 * The choices of a field that are compared with those of another: its own, where both have some, or its
 * items'.
 */
function choicesOf(field: Field, other: Field): readonly (string | number)[] {
  return (field.enum && other.enum ? field.enum : field.items?.enum) ?? [];
}

function defaultText(field: Field): string | undefined {
  return field.default === undefined ? undefined : JSON.stringify(field.default);
}

/** What is known of one release only is no difference: defaults and links are not in every document. */
function ofBoth(facet: Facet['facet'], before: string | undefined, after: string | undefined): Facet[] {
  return before === undefined || after === undefined ? [] : differ(facet, before, after);
}

/** Whether a blueprint can write a field. */
export function isWritable(field: Field | undefined): field is Field {
  return field !== undefined && (!field.readOnly || field.setter !== undefined);
}

/** The type of a field in a word or three. */
function typeText(field: Omit<Field, 'required'>): string {
  if (field.enum) return 'choice';
  const names: Readonly<Record<Field['type'], string>> = {
    string: 'text',
    integer: 'whole number',
    number: 'number',
    boolean: 'true or false',
    array: 'list',
    object: 'mapping',
    json: 'any value',
  };
  if (field.type !== 'array' || !field.items) return names[field.type];
  const items: Readonly<Record<string, string>> = {
    choice: 'choices',
    text: 'texts',
    mapping: 'mappings',
    'whole number': 'whole numbers',
  };
  const item = typeText(field.items);
  return `list of ${items[item] ?? item}`;
}

/** The same, and what a link leads to. */
export function kindText(field: Field): string {
  return field.references
    ? `${field.type === 'array' ? 'keys' : 'key'} of ${field.references.join(' or ')}`
    : typeText(field);
}

/** What of two lists is only in the first, and what only in the second; undefined where nothing is. */
function comeAndGone(
  before: readonly (string | number)[],
  after: readonly (string | number)[],
): [gone: string | undefined, come: string | undefined] {
  const without = (some: typeof before, others: typeof before): string | undefined => {
    const left = some.filter((value) => value !== '' && !others.map(String).includes(String(value)));
    return left.length > 0 ? left.join(', ') : undefined;
  };
  return [without(before, after), without(after, before)];
}

/** The keys of a field's mapping, or of those in its list, where those of another are known, too. */
function keysOf(field: Field, other: Field): readonly string[] {
  const [own, others] = [field, other].map(({ members, items }) => members ?? items?.members);
  return own && others ? Object.keys(own) : [];
}

function isMapping(type: string): boolean {
  return type === 'mapping' || type === 'any value';
}

function lengthText({ minLength, maxLength }: Field): string | undefined {
  const least = minLength ? `at least ${minLength}` : undefined;
  const most = maxLength === undefined ? undefined : `at most ${maxLength}`;
  const parts = [least, most].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : undefined;
}

function differ(facet: Facet['facet'], before: string | undefined, after: string | undefined): Facet[] {
  return before === after ? [] : [{ facet, before, after }];
}
