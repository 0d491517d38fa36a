import type { FieldFact, LookupFact, ModelFact, ModelFacts } from '../facts/model-facts.ts';
import type { Json, ModelName } from '../model.ts';
import { withoutUndefined } from './without-undefined.ts';

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
  /** Only a serializer field that is written out has one: what is made from the column has the column's. */
  readonly default?: Json;
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
  const models = Object.entries(raw).map(([name, model]) => [name, distillModel(model, aliases[name] ?? {})]);
  return withoutUndefined<ModelFacts>({
    release,
    models: Object.fromEntries(models) as ModelFacts['models'],
  });
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
        api: api.has(name) || api.has(name.replace(/_id$/, '')) || undefined,
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
  const isFilled =
    field?.type === 'ManyToManyField' && !field.blank && name === column && serializer.default === undefined;
  return {
    to: field?.to,
    onDelete: onDeleteOf(field?.on_delete),
    trim: serializer.trim_whitespace || undefined,
    filled: isFilled || undefined,
    required: serializer.required || undefined,
    blank: serializer.allow_blank || undefined,
    nullable: serializer.allow_null || undefined,
    ...distillDefault(serializer.required ? undefined : field),
  };
}

/** What deleting what a link points at does to the row that has the link. */
function onDeleteOf(rule: string | undefined): FieldFact['onDelete'] {
  if (rule === 'CASCADE') return 'cascade';
  return rule?.startsWith('SET') ? 'setNull' : undefined;
}

/**
 * Default values of a class that are empty without saying so (the text of every field type is empty, a list
 * of links has none in it).
 */
const TEXT_TYPES = new Set(['TextField', 'CharField', 'SlugField', 'EmailField', 'URLField']);

function distillDefault(field: RawField | undefined): Pick<FieldFact, 'default' | 'generated'> {
  if (!field) return {};
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
  if (plain === raw.pk || sharesKey(raw, plain)) return { pk: true, to: raw.fields[name]?.to };
  const parent = field?.primary_key ? parentLink(raw) : undefined;
  if (parent !== undefined) return { like: parent };
  if (field?.to === undefined) return {};
  return {
    to: field.to,
    many: field.relation === 'many' || undefined,
    reverse: field.reverse || undefined,
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
