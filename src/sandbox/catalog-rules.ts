import type { Catalog, Field, Json, Resource } from '../catalog/model.ts';
import type { Column, ModelRules, SerializerField } from './rules.ts';

/** The rules of a model whose classes were never measured: what its release's document says of it. */
export function rulesFromCatalog(catalog: Catalog, resource: Resource): ModelRules {
  const written = Object.entries(resource.fields).filter(
    ([name, field]) =>
      name !== resource.collection.pk && !(field.setter && field.writeOnly) && !field.importerOnly,
  );
  return {
    bases: findBases(catalog, resource),
    pk: resource.collection.pk,
    auto: resource.fields[resource.collection.pk]?.type === 'integer',
    ordering: resource.ordering,
    together: resource.unique.filter(({ fields }) => fields.length > 1).map(({ fields }) => fields),
    columns: Object.fromEntries(
      written
        .filter(([, field]) => !field.readOnly)
        .map(([name, field]) => [name, columnOf(resource, name, field)]),
    ),
    serializer: Object.fromEntries(
      Object.entries(resource.fields)
        .filter(([, field]) => !(field.setter && field.writeOnly) && !field.importerOnly)
        .map(([name, field]) => [name, serializerOf(field)]),
    ),
  };
}

/**
 * The rules of a model that were measured on another release, as this release's document allows: without the
 * fields that it does not have, and with those that it has of another kind or that are new; `others`: what
 * was measured on further releases, for such fields.
 */
export function fitRules(
  catalog: Catalog,
  resource: Resource,
  measured: ModelRules,
  others: readonly ModelRules[],
): ModelRules {
  const said = rulesFromCatalog(catalog, resource);
  const knows = (rules: ModelRules, name: string): boolean => {
    const field = resource.fields[name];
    return (
      field !== undefined &&
      rules.serializer?.[name] !== undefined &&
      kindOf(rules.serializer[name]) === kindOf(serializerOf(field))
    );
  };
  const known = (name: string): boolean => knows(measured, name);
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(measured.columns)) {
    const unknown = !(name in resource.fields);
    // What only the database has stays, apart from links that must be filled: nobody would fill them.
    if (
      unknown
        ? column.to === undefined || column.null === true || column.many === true
        : known(name) || !(name in said.columns)
    )
      columns[name] = withChoices(column, said.columns[name]);
  }
  for (const [name, column] of Object.entries(said.columns))
    columns[name] ??= withChoices(
      others.find((rules) => knows(rules, name))?.columns[name] ?? column,
      column,
    );
  const serializer: Record<string, SerializerField> = {};
  for (const [name, field] of Object.entries(said.serializer ?? {}))
    serializer[name] = known(name)
      ? {
          ...withBounds(measured.serializer?.[name], field),
          type: measured.serializer?.[name]?.type ?? field.type,
          required: field.required === true,
          read_only: field.read_only === true,
        }
      : field;
  return { ...measured, bases: said.bases, columns, serializer };
}

/** Choices came and went; the document has those of its release. */
function withChoices(column: Column, said: Column | undefined): Column {
  return said?.choices && column.choices ? { ...column, choices: said.choices } : column;
}

/** A field with the bounds that the document of its release says, and no others. */
function withBounds(
  field: Partial<SerializerField> | undefined,
  said: SerializerField,
): Partial<SerializerField> {
  const bounds = ['min_value', 'max_value'] as const;
  const unbounded = Object.fromEntries(
    Object.entries(field ?? {}).filter(([key]) => !bounds.some((bound) => bound === key)),
  );
  return {
    ...unbounded,
    ...Object.fromEntries(
      bounds.flatMap((bound) => (said[bound] === undefined ? [] : [[bound, said[bound]]])),
    ),
  };
}

/**
 * Lists, numbers and truth values are read in ways of their own, everything else as text or whatever it is.
 */
function kindOf({ type }: SerializerField): string {
  return /^(List|ManyRelated)/.test(type) ? 'list' : (/^(Integer|Float|Boolean)/.exec(type)?.[1] ?? 'other');
}

/** Its base classes, and what policies can be bound to where the document shows such an id. */
function findBases(catalog: Catalog, resource: Resource): string[] {
  return Object.values(catalog.models).flatMap((model) =>
    model.kind === 'base' && model.concrete.includes(resource.name) ? [model.name] : [],
  );
}

/** What a column has of which only the kind is known. */
const EMPTY: Readonly<Record<string, Json>> = { integer: 0, number: 0, boolean: false };

function columnOf(resource: Resource, name: string, field: Field): Column {
  const to = field.references?.[0];
  const many = to !== undefined && field.type === 'array';
  const types = {
    string: 'TextField',
    integer: 'IntegerField',
    number: 'FloatField',
    boolean: 'BooleanField',
    array: 'ArrayField',
    object: 'JSONField',
    json: 'JSONField',
  };
  return {
    type: to === undefined ? types[field.type] : many ? 'ManyToManyField' : 'ForeignKey',
    // A switch that the document gives no default is off.
    // Something is stored where nobody says what: the document never does.
    ...(field.default !== undefined
      ? { default: field.default }
      : to === undefined && field.type in EMPTY
        ? { default: EMPTY[field.type] ?? null }
        : {}),
    ...(field.generated ||
    (field.default === undefined && ['object', 'json', 'array'].includes(field.type) && to === undefined)
      ? { generated: true }
      : {}),
    ...(field.nullable ? { null: true } : {}),
    ...(field.type === 'string' && field.minLength === undefined ? { blank: true } : {}),
    ...(resource.unique.some(({ fields }) => fields.length === 1 && fields[0] === name)
      ? { unique: true }
      : {}),
    ...(field.enum ? { choices: field.enum.map(String) } : {}),
    ...(to === undefined
      ? {}
      : {
          to,
          ...(many
            ? { many: true, blank: field.required !== true }
            : { onDelete: field.onDelete === 'cascade' ? 'cascade' : 'null' }),
        }),
  };
}

/** Which class of the framework reads the field: what its kind says. */
function serializerOf(field: Field): SerializerField {
  return {
    type: readerOf(field),
    ...(field.required ? { required: true } : {}),
    // What has a path of its own is only shown here.
    ...(field.readOnly || field.setter ? { read_only: true } : {}),
    ...(field.writeOnly ? { write_only: true } : {}),
    ...(field.nullable ? { allow_null: true } : {}),
    ...(field.type === 'string' && field.minLength === undefined ? { allow_blank: true } : {}),
    ...(field.trim ? { trim: true } : {}),
    ...(field.maxLength === undefined ? {} : { max_length: field.maxLength }),
    ...(field.minimum === undefined ? {} : { min_value: field.minimum }),
    ...(field.maximum === undefined ? {} : { max_value: field.maximum }),
  };
}

function readerOf(field: Field): string {
  if (field.references) return field.type === 'array' ? 'ManyRelatedField' : 'PrimaryKeyRelatedField';
  if (field.format === 'date-time') return 'DateTimeField';
  if (field.format === 'uuid') return 'UUIDField';
  if (field.format === 'email') return 'EmailField';
  if (field.enum) return 'ChoiceField';
  if (field.items?.members) return 'ListSerializer';
  return {
    string: 'CharField',
    integer: 'IntegerField',
    number: 'FloatField',
    boolean: 'BooleanField',
    array: 'ListField',
    object: 'JSONDictField',
    json: 'JSONField',
  }[field.type];
}
