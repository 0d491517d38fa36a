import type { Field, Resource } from '../../catalog/model.ts';

const TYPES: Readonly<Record<Field['type'], string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  json: 'any value',
};
const FORMATS: Readonly<Record<string, string>> = {
  duration: 'a duration such as hours=1;minutes=30',
  url: 'a web address',
  uri: 'an address',
  email: 'an e-mail address',
  uuid: 'a UUID',
  'date-time': 'a time stamp such as 2030-01-31T12:00:00Z',
};

/**
 * A field in a few words, for an editor: its type, what it links to, whether it must be given, its default,
 * the release that brought it.
 */
export function describeField(field: Field, since: string | undefined): string {
  const facts = [
    kindOf(field),
    ...(field.required ? ['required to create an object'] : []),
    ...(field.nullable ? ['may be null'] : []),
    ...(field.maxLength === undefined ? [] : [`at most ${field.maxLength} characters`]),
    ...(field.minimum === undefined ? [] : [`at least ${field.minimum}`]),
    ...(field.maximum === undefined ? [] : [`at most ${field.maximum}`]),
    ...(field.generated
      ? ['made by the server when it is not given']
      : field.default === undefined || field.required
        ? []
        : [`default ${JSON.stringify(field.default)}`]),
    ...(field.secret ? ['a secret: take it from !Env or !File, not from the repository'] : []),
    ...(field.grants ? ['permissions on all objects'] : field.writeOnly ? ['never shown by the server'] : []),
    ...(since === undefined ? [] : [`since ${since}`]),
  ];
  return facts.join('; ');
}

function kindOf(field: Field): string {
  if (field.references) {
    const models = field.references.join(' or ');
    return field.type === 'array'
      ? `keys of ${models}, each by !KeyOf or !Find`
      : `the key of ${models}, by !KeyOf or !Find`;
  }
  if (field.type === 'array' && field.items?.enum) return 'a list of choices';
  if (field.enum) return 'a choice';
  return FORMATS[field.format ?? ''] ?? TYPES[field.type];
}

/**
 * A model in a few words, Markdown: what must be given to create an object, and what no two objects share,
 * the release that brought it.
 */
export function describeModel(model: Resource, since: string | undefined): string {
  const required = Object.entries(model.fields)
    .filter(([, field]) => field.required && !field.readOnly)
    .map(([name]) => `\`${name}\``);
  const unique = model.unique.map(({ fields }) => fields.map((field) => `\`${field}\``).join(' + '));
  return [
    model.label,
    ...(required.length > 0 ? [`required to create one: ${required.join(', ')}`] : []),
    ...(unique.length > 0 ? [`unique: ${unique.join('; ')}`] : []),
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(model.cannotCreate === undefined ? [] : [`cannot be created: ${model.cannotCreate}`]),
  ].join('\n\n');
}
