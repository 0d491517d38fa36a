import type { Field } from '../model.ts';
import type { Facet } from './catalog-changes.ts';

/** What differs between two releases of a field, as far as its writer can tell. */
export function compareFields(before: Field, after: Field): Facet[] {
  if (!isWritable(after)) return [{ facet: 'read only', after: 'yes' }];
  const [typeBefore, typeAfter] = [typeText(before), typeText(after)];
  return [
    ...differ('required', before.required ? 'yes' : 'no', after.required ? 'yes' : 'no'),
    // Some documents say of a mapping that it is any value: no other writes are taken for that.
    ...(isMapping(typeBefore) && isMapping(typeAfter) ? [] : differ('type', typeBefore, typeAfter)),
    ...(typeBefore === typeAfter ? differ('format', before.format, after.format) : []),
    ...(before.enum && after.enum
      ? valueFacets(before.enum, after.enum)
      : valueFacets(before.items?.enum ?? [], after.items?.enum ?? [])),
    ...differ(
      'null',
      before.nullable ? 'allowed' : 'not allowed',
      after.nullable ? 'allowed' : 'not allowed',
    ),
    ...differ('minimum', before.minimum?.toString(), after.minimum?.toString()),
    ...differ('maximum', before.maximum?.toString(), after.maximum?.toString()),
    ...differ('length', lengthText(before), lengthText(after)),
    ...differ('pattern', before.pattern, after.pattern),
    // What is known of one release only is no difference: defaults and links are not in every document.
    ...(before.default === undefined || after.default === undefined
      ? []
      : differ('default', JSON.stringify(before.default), JSON.stringify(after.default))),
    ...(before.references === undefined || after.references === undefined
      ? []
      : differ('links to', before.references.join(', '), after.references.join(', '))),
  ];
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

function valueFacets(before: readonly (string | number)[], after: readonly (string | number)[]): Facet[] {
  const gone = before.filter((value) => value !== '' && !after.map(String).includes(String(value)));
  const come = after.filter((value) => value !== '' && !before.map(String).includes(String(value)));
  return gone.length + come.length === 0
    ? []
    : [
        {
          facet: 'values',
          ...(gone.length > 0 ? { before: gone.join(', ') } : {}),
          ...(come.length > 0 ? { after: come.join(', ') } : {}),
        },
      ];
}

function isMapping(type: string): boolean {
  return type === 'mapping' || type === 'any value';
}

function lengthText({ minLength, maxLength }: Field): string | undefined {
  const parts = [
    ...(minLength ? [`at least ${minLength}`] : []),
    ...(maxLength === undefined ? [] : [`at most ${maxLength}`]),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

function differ(facet: Facet['facet'], before: string | undefined, after: string | undefined): Facet[] {
  return before === after
    ? []
    : [{ facet, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}
