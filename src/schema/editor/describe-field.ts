import type { Field, Resource } from '../../catalog/model.ts';
import { wordsOf } from '../../forms/words.ts';

/**
 * A short description of a field for editors: its type, what it links to, whether it is required, its
 * default, the release since which it exists.
 */
export function describeField(field: Field, since: string | undefined): string {
  const { required, nullable, maxLength, minimum, maximum } = field;
  const facts = [
    kindOf(field),
    required && 'required to create an object',
    nullable && 'may be null',
    maxLength !== undefined && `at most ${maxLength} characters`,
    minimum !== undefined && !isColumnBound(minimum) && `at least ${minimum}`,
    maximum !== undefined && !isColumnBound(maximum) && `at most ${maximum}`,
    defaultOf(field),
    field.secret && 'a secret: take it from !Env or !File, not from the repository',
    visibilityOf(field),
    since !== undefined && `since ${since}`,
  ];
  return facts.filter((fact) => typeof fact === 'string').join('; ');
}

/** Whether a bound is only that of the numbers of a database: nobody wants to read it at every number. */
function isColumnBound(bound: number): boolean {
  return Math.abs(bound) >= 2 ** 31 - 1;
}

function defaultOf(field: Field): string | undefined {
  if (field.generated) return 'made by the server when it is not given';
  return field.default === undefined || field.required
    ? undefined
    : `default ${JSON.stringify(field.default)}`;
}

function visibilityOf({ grants, writeOnly }: Field): string | undefined {
  if (grants) return 'permissions on all objects';
  return writeOnly ? 'never shown by the server' : undefined;
}

function kindOf(field: Field): string {
  if (!field.references) return wordsOf(field);
  const models = field.references.join(' or ');
  return field.type === 'array'
    ? `keys of ${models}, each by !KeyOf or !Find`
    : `the key of ${models}, by !KeyOf or !Find`;
}

/**
 * A short description of a model, as Markdown: what a create requires, what must be unique, the release since
 * which it exists.
 */
export function describeModel(model: Resource, since: string | undefined): string {
  const required = Object.entries(model.fields)
    .filter(([, field]) => field.required && !field.readOnly)
    .map(([name]) => `\`${name}\``);
  const unique = model.unique.map(({ fields }) => fields.map((field) => `\`${field}\``).join(' + '));
  const facts = [
    model.label,
    required.length > 0 && `required to create one: ${required.join(', ')}`,
    unique.length > 0 && `unique: ${unique.join('; ')}`,
    since !== undefined && `since ${since}`,
    model.cannotCreate !== undefined && `cannot be created: ${model.cannotCreate}`,
  ];
  return facts.filter((fact) => fact !== false).join('\n\n');
}
