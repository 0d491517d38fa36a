import type { Catalog, Field, FieldType, Json, Resource } from '../catalog/model.ts';
import { isSince } from '../catalog/release.ts';
import type { Column, ModelRules, SerializerField } from './rules.ts';

/** The rules of a model whose classes were never measured, from the OpenAPI document of its release. */
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
  const keeps = (name: string, column: Column): boolean => {
    if (name in resource.fields) return known(name) || !(name in said.columns);
    // Columns that only the database has stay, except for what nothing would set: required links, and what the
    // API had under a name that is gone.
    if (column.null === true || column.many === true) return true;
    const isGone = (column.default ?? null) === null && measured.serializer?.[name] !== undefined;
    return column.to === undefined && !isGone;
  };
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(measured.columns))
    if (keeps(name, column)) columns[name] = withChoices(column, said.columns[name]);
  for (const [name, column] of Object.entries(said.columns))
    columns[name] ??= withChoices(
      others.find((rules) => knows(rules, name))?.columns[name] ?? column,
      column,
    );
  const serializer: Record<string, SerializerField> = {};
  for (const [name, field] of Object.entries(said.serializer ?? {}))
    serializer[name] = known(name) ? mergeFields(measured.serializer?.[name], field, catalog.release) : field;
  return { ...measured, bases: said.bases, together: said.together, columns, serializer };
}

/**
 * The rules of a model that were measured on this release, with what the API can write beyond the class that the
 * importer uses: `is_primary` of a device's user binding.
 */
export function withApiFields(
  catalog: Catalog,
  resource: Resource,
  { columns, serializer, ...more }: ModelRules,
): ModelRules {
  const said = rulesFromCatalog(catalog, resource);
  const isAdded = (name: string): boolean =>
    serializer !== undefined && !(name in serializer) && resource.fields[name]?.grants === undefined;
  const added = Object.keys(said.columns).filter(isAdded);
  const of = <Rule>(rules: Readonly<Record<string, Rule>>): Record<string, Rule> =>
    Object.fromEntries(Object.entries(rules).filter(([name]) => added.includes(name)));
  return {
    ...more,
    columns: { ...of(said.columns), ...columns },
    serializer: serializer && { ...of(said.serializer ?? {}), ...serializer },
  };
}

/**
 * A measured field with the bounds and the flags that the document of this release gives it, and no others.
 */
function mergeFields(
  measured: SerializerField | undefined,
  said: SerializerField,
  release: string,
): SerializerField {
  const type = measured?.type ?? said.type;
  return {
    ...measured,
    min_value: said.min_value,
    max_value: said.max_value,
    // Where null is taken, the document shows it; where an empty text is not, too.
    allow_null: said.allow_null,
    allow_blank: measured?.allow_blank === true && said.allow_blank === true,
    // Before 2025.8 only fields with a check of their own want a mapping (authentik/core/api/utils.py).
    type: type === 'JSONDictField' && !isSince(release, '2025.8') ? 'JSONField' : type,
    required: said.required === true,
    read_only: said.read_only === true,
  };
}

/** A column with the choices, and with the null, that the document of this release gives it. */
function withChoices(column: Column, said: Column | undefined): Column {
  const own = said?.null === true ? { ...column, null: true } : column;
  return said?.choices && column.choices ? { ...own, choices: said.choices } : own;
}

/** How a field is read: as a list, a number or a boolean, or in some `other` way. */
function kindOf({ type }: SerializerField): string {
  return /^(List|ManyRelated)/.test(type) ? 'list' : (/^(Integer|Float|Boolean)/.exec(type)?.[1] ?? 'other');
}

/** The base classes of a model, as far as the catalog names them. */
function findBases(catalog: Catalog, resource: Resource): string[] {
  return Object.values(catalog.models).flatMap((model) =>
    model.kind === 'base' && model.concrete.includes(resource.name) ? [model.name] : [],
  );
}

/**
 * The default of a column whose type alone is known: a switch without a default in the document is off, a text
 * is empty.
 */
const EMPTY: Readonly<Partial<Record<FieldType, Json>>> = {
  integer: 0,
  number: 0,
  boolean: false,
  string: '',
};

const COLUMN_TYPES: Readonly<Record<FieldType, string>> = {
  string: 'TextField',
  integer: 'IntegerField',
  number: 'FloatField',
  boolean: 'BooleanField',
  array: 'ArrayField',
  object: 'JSONField',
  json: 'JSONField',
};

function columnOf(resource: Resource, name: string, field: Field): Column {
  const shared = {
    null: field.nullable,
    unique: resource.unique.some(({ fields }) => fields.length === 1 && fields[0] === name),
    choices: field.enum?.map(String),
  };
  const [to] = field.references ?? [];
  if (to === undefined)
    return {
      ...shared,
      type: COLUMN_TYPES[field.type],
      // The document never says what is stored where nothing was given.
      default: field.default === undefined ? EMPTY[field.type] : field.default,
      generated: field.generated === true || isContainer(field),
      blank: isBlank(field),
    };
  const link = { ...shared, to, default: field.default, generated: field.generated };
  return field.type === 'array'
    ? { ...link, type: 'ManyToManyField', many: true, blank: field.required !== true }
    : {
        ...link,
        type: 'ForeignKey',
        blank: isBlank(field),
        onDelete: field.onDelete === 'cascade' ? 'cascade' : 'null',
      };
}

/** A list or mapping without a default of its own: an empty one is made. */
const isContainer = (field: Field): boolean =>
  field.default === undefined && ['object', 'json', 'array'].includes(field.type);

const isBlank = (field: Field): boolean =>
  ['string', 'array'].includes(field.type) && field.minLength === undefined;

/** The field as the framework's serializer reads it, as far as the document shows it. */
function serializerOf(field: Field): SerializerField {
  return {
    type: readerOf(field),
    required: field.required,
    // What has a path of its own is only shown here.
    read_only: field.readOnly === true || field.setter !== undefined,
    write_only: field.writeOnly,
    allow_null: field.nullable,
    allow_blank: isBlank(field),
    trim: field.trim,
    max_length: field.maxLength,
    min_value: field.minimum,
    max_value: field.maximum,
  };
}

/** The class of the framework that reads the field. */
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
