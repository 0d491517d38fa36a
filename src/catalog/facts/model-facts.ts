import type { Json, ModelName } from '../model.ts';

/*
 * What the server's own classes say of a model and its OpenAPI document does not, in a short form. Made by
 * `distillFacts` from a description of the classes of a real server (one JSON object a model: fields,
 * serializer, …) and kept in `schemas/facts-<release>.json`.
 */
export interface ModelFacts {
  readonly release: string;
  readonly models: Readonly<Record<ModelName, ModelFact>>;
  /**
   * Models of the oldest document that lists them: a document without such a list can have those, too, where
   * it has their components.
   */
  readonly listed?: readonly ModelName[];
}

export interface ModelFact {
  readonly bases: readonly ModelName[];
  /** The primary key's name in the database. */
  readonly pk: string;
  readonly ordering: readonly string[];
  /** Every name that a look-up may start with. */
  readonly lookups: Readonly<Record<string, LookupFact>>;
  /** By the name in the API. */
  readonly fields: Readonly<Record<string, FieldFact>>;
  readonly unique: readonly (readonly string[])[];
  /**
   * Nobody has described the class: this is what a document shows of it, and what it leaves out is not said.
   */
  readonly inferred?: true;
}

export interface LookupFact {
  /** The primary key itself; with `to`: the link to the parent row, which has the same key. */
  readonly pk?: true;
  /** The key of a parent row that is not this model's own key: the same value as this other look-up. */
  readonly like?: string;
  readonly to?: ModelName;
  readonly many?: true;
  /** The other model holds the link. */
  readonly reverse?: true;
  /** The API shows it or takes it. */
  readonly api?: true;
}

export interface FieldFact {
  readonly to?: ModelName;
  readonly onDelete?: 'cascade' | 'setNull';
  readonly trim?: true;
  readonly required?: true;
  readonly default?: Json;
  readonly generated?: true;
  readonly nullable?: true;
  /** The empty text is one of the choices. */
  readonly blank?: true;
  /** Checked as Django's URLValidator does: a scheme of the web, a host with a dot in it. */
  readonly url?: true;
  /** A list that must not be empty. */
  readonly filled?: true;
}

interface RawField {
  readonly type?: string;
  readonly to?: string;
  readonly relation?: 'one' | 'many';
  readonly reverse?: boolean;
  readonly on_delete?: string;
  readonly primary_key?: boolean;
  readonly default?: Json;
  readonly null?: boolean;
  readonly blank?: boolean;
  readonly choices?: readonly Json[];
}

interface RawSerializerField {
  readonly type?: string;
  readonly read_only?: boolean;
  readonly required?: boolean;
  readonly trim_whitespace?: boolean;
  readonly unique?: boolean;
  readonly allow_null?: boolean;
  readonly allow_blank?: boolean;
}

/** The description of one model of a server's classes. */
export interface RawModel {
  readonly bases: readonly string[];
  readonly pk: string;
  readonly ordering: readonly string[];
  readonly unique_together: readonly (readonly string[])[];
  readonly lookup_fields: readonly string[];
  readonly fields: Readonly<Record<string, RawField>>;
  readonly serializer: Readonly<Record<string, RawSerializerField>>;
}

/**
 * The short form of a description of a server's classes. `aliases`: API names that differ from the
 * database's.
 */
export function distillFacts(
  release: string,
  raw: Readonly<Record<string, RawModel>>,
  aliases: Readonly<Record<ModelName, Readonly<Record<string, string>>>>,
): ModelFacts {
  return {
    release,
    models: Object.fromEntries(
      Object.entries(raw).map(([name, model]) => [name, distillModel(model, aliases[name] ?? {})]),
    ),
  };
}

function distillModel(raw: RawModel, aliases: Readonly<Record<string, string>>): ModelFact {
  const fields: Record<string, FieldFact> = {};
  const unique = raw.unique_together.map((names) => [...names]);
  for (const [name, serializer] of Object.entries(raw.serializer)) {
    if (serializer.read_only) continue;
    const column = columnOf(raw, aliases, name);
    fields[name] = distillField(name, column, serializer, raw.fields[column]);
    if (serializer.unique) unique.push([name]);
  }
  // A description may hold another serializer than the API's (invitations in 2023.2.3): then the columns say
  // what they can.
  for (const [name, column] of Object.entries(raw.fields)) {
    if (!(name in fields) && !(name in raw.serializer) && !column.reverse && !column.primary_key)
      fields[name] = distillField(name, name, {}, column);
  }
  const api = new Set(Object.keys(raw.serializer).map((name) => columnOf(raw, aliases, name)));
  const lookups = Object.fromEntries(
    raw.lookup_fields.map((name) => [
      name,
      {
        ...distillLookup(raw, name),
        ...(api.has(name) || api.has(name.replace(/_id$/, '')) ? { api: true as const } : {}),
      },
    ]),
  );
  return { bases: raw.bases, pk: raw.pk, ordering: raw.ordering, lookups, fields, unique };
}

/** The name in the database of a field of the API. */
function columnOf(raw: RawModel, aliases: Readonly<Record<string, string>>, name: string): string {
  const alias = aliases[name];
  return alias !== undefined && alias in raw.fields ? alias : name;
}

function distillField(
  name: string,
  column: string,
  serializer: RawSerializerField,
  field: RawField | undefined,
): FieldFact {
  return {
    ...(field?.to === undefined ? {} : { to: field.to }),
    ...(field?.on_delete === 'CASCADE'
      ? { onDelete: 'cascade' as const }
      : field?.on_delete?.startsWith('SET')
        ? { onDelete: 'setNull' as const }
        : {}),
    ...(serializer.trim_whitespace ? { trim: true as const } : {}),
    ...(field?.type === 'ManyToManyField' && !field.blank && name === column
      ? { filled: true as const }
      : {}),
    ...(serializer.type === 'URLField' ? { url: true as const } : {}),
    ...(serializer.required ? { required: true as const } : {}),
    ...(serializer.allow_blank ? { blank: true as const } : {}),
    ...(serializer.allow_null ? { nullable: true as const } : {}),
    ...(serializer.required || !field ? {} : distillDefault(field)),
  };
}

/**
 * Default values of a class that are empty without saying so (the text of every field type is empty, a list
 * of links has none in it).
 */
const TEXT_TYPES = new Set(['TextField', 'CharField', 'SlugField', 'EmailField', 'URLField']);

function distillDefault(field: RawField): FieldFact {
  if (field.relation === 'many') return { default: [] };
  if (field.default === '<generated>')
    return field.type === 'JSONField' ? { default: {} } : { generated: true };
  if (field.default !== undefined) return { default: field.default };
  if (field.null) return { default: null };
  return TEXT_TYPES.has(field.type ?? '') ? { default: '' } : {};
}

function distillLookup(raw: RawModel, name: string): LookupFact {
  const plain = name in raw.fields ? name : name.replace(/_id$/, '');
  const field = raw.fields[plain];
  if (plain === raw.pk || sharesKey(raw, plain))
    return { pk: true, ...(raw.fields[name]?.to === undefined ? {} : { to: raw.fields[name].to }) };
  const parent = field?.primary_key ? parentLink(raw) : undefined;
  if (parent !== undefined) return { like: parent };
  if (field?.to === undefined) return {};
  return {
    to: field.to,
    ...(field.relation === 'many' ? { many: true as const } : {}),
    ...(field.reverse ? { reverse: true as const } : {}),
  };
}

/** A parent's key is this model's own where the pk is the link to that parent. */
function sharesKey(raw: RawModel, name: string): boolean {
  const own = raw.fields[raw.pk];
  return own?.to !== undefined && raw.fields[name]?.primary_key === true;
}

/** The link to a parent row that has a key of its own (a flow and its policy binding model). */
function parentLink(raw: RawModel): string | undefined {
  return Object.entries(raw.fields).find(
    ([, field]) => field.type === 'OneToOneField' && !field.primary_key && raw.bases.includes(field.to ?? ''),
  )?.[0];
}
