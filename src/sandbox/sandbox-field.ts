import type { Field, Json, ModelName } from '../catalog/model.ts';
import type { Behaviour } from './behaviour/behaviour.ts';
import type { CheckName } from './behaviour/validation-rules.ts';
import type { Column, ModelRules, SerializerField } from './rules.ts';

/** One field of a resource's serializer, ready to use. */
export interface SandboxField {
  readonly name: string;
  /** The class of Django REST framework that reads it. */
  readonly type: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly allowBlank: boolean;
  readonly allowNull: boolean;
  /** White space at both ends is cut off. */
  readonly trim: boolean;
  readonly maxLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly choices?: readonly (string | number)[] | undefined;
  /** The class of the objects that it points at. */
  readonly to?: ModelName | undefined;
  /** A list of whole numbers. */
  readonly numbers?: boolean | undefined;
  /** A list that may be empty. */
  readonly allowEmpty: boolean;
  /** What a PUT or POST without the field sets; undefined: nothing. */
  readonly fallback?: Json | undefined;
  readonly checks: readonly CheckName[];
  readonly list: boolean;
  /** The fields of each object of a list of objects. */
  readonly members?: Readonly<Record<string, SandboxField>> | undefined;
}

/** The part of a field that its serializer decides, without its column. */
type Reading = Pick<
  SandboxField,
  'type' | 'required' | 'readOnly' | 'writeOnly' | 'allowBlank' | 'allowNull' | 'trim' | 'fallback'
>;

/**
 * A field of a model as the sandbox reads and shows it. Undefined for one that only the catalog knows: it is
 * written through a path of its own (a password, a key), and the object itself does not have it.
 */
export function buildField(
  model: ModelName,
  name: string,
  field: Field,
  measured: ModelRules,
  behaviour: Pick<Behaviour, 'checks' | 'mirrors'>,
): SandboxField | undefined {
  const serializer = measured.serializer?.[name];
  if (measured.serializer && !serializer) return undefined;
  const column = measured.columns[name];
  const mirror = behaviour.mirrors.find((rule) => rule.model === model && rule.field === name);
  const to = mirror?.of ?? column?.to;
  const checks = listChecks(model, name, column, measured.bases, behaviour.checks);
  return {
    name,
    ...(serializer ? readSerializer(serializer) : readCatalog(field, column)),
    maxLength: serializer?.max_length ?? field.maxLength,
    minimum: serializer?.min_value,
    maximum: serializer?.max_value,
    choices: listChoices(field, column),
    to,
    allowEmpty: mirror !== undefined || checks.includes('any-count') || canBeEmpty(column),
    checks,
    list: column?.many === true || field.type === 'array',
    numbers: field.items?.type === 'integer' && !to,
    members: buildMembers(field.items?.members),
  };
}

function readSerializer(serializer: SerializerField): Reading {
  return {
    type: serializer.type,
    required: serializer.required === true,
    readOnly: serializer.read_only === true,
    writeOnly: serializer.write_only === true,
    allowBlank: serializer.allow_blank === true,
    allowNull: serializer.allow_null === true,
    trim: serializer.trim === true,
    fallback: serializer.default === '<generated>' ? [] : serializer.default,
  };
}

/** The same from the catalog, for a field whose serializer was not measured. */
function readCatalog(field: Field, column: Column | undefined): Reading {
  return {
    type: guessType(field, column),
    required: field.required === true,
    readOnly: field.readOnly === true,
    writeOnly: field.writeOnly === true,
    allowBlank: column?.blank === true,
    allowNull: field.nullable === true,
    trim: field.type === 'string',
  };
}

/** A list of links or of values whose column may be blank, or that is no list. */
const canBeEmpty = (column: Column | undefined): boolean =>
  column?.blank === true || (column?.many !== true && column?.type !== 'ArrayField');

/** The server's classes name choices as texts, whatever the column holds. */
function listChoices(field: Field, column: Column | undefined): readonly (string | number)[] | undefined {
  const named = column?.choices ?? field.enum ?? field.items?.enum;
  return field.type === 'integer' ? named?.map(Number) : named;
}

function listChecks(
  model: ModelName,
  name: string,
  column: Column | undefined,
  bases: readonly ModelName[],
  rules: Behaviour['checks'],
): readonly CheckName[] {
  const checks = rules
    .filter(
      (rule) =>
        rule.field === name && (rule.model === '*' || rule.model === model || bases.includes(rule.model)),
    )
    .map((rule) => rule.check);
  const isDuration = typeof column?.default === 'string' && /^\w+=-?\d+$/.test(column.default);
  return isDuration ? [...checks, 'duration'] : checks;
}

/** The class of the framework that fits the catalog's type, where the serializer was not measured. */
function guessType(field: Field, column: Column | undefined): string {
  if (column?.to !== undefined || field.references)
    return field.type === 'array' ? 'ManyRelatedField' : 'PrimaryKeyRelatedField';
  if (column?.type === 'SlugField' || column?.type === 'EmailField' || column?.type === 'URLField')
    return column.type;
  if (field.format === 'date-time') return 'DateTimeField';
  if (field.format === 'uuid') return 'UUIDField';
  if (field.enum) return 'ChoiceField';
  const types = {
    string: 'CharField',
    integer: 'IntegerField',
    number: 'FloatField',
    boolean: 'BooleanField',
    array: 'ListField',
    object: 'JSONField',
    json: 'JSONField',
  };
  return types[field.type];
}

function buildMembers(members: Readonly<Record<string, Field>> | undefined): SandboxField['members'] {
  if (!members) return undefined;
  return Object.fromEntries(
    Object.entries(members).map(([name, field]): [string, SandboxField] => [
      name,
      {
        name,
        type: guessType(field, undefined),
        required: field.required === true,
        readOnly: false,
        writeOnly: false,
        allowBlank: field.minLength === undefined,
        allowNull: field.nullable === true,
        trim: true,
        fallback: field.default,
        choices: field.enum,
        allowEmpty: true,
        checks: [],
        list: false,
      },
    ]),
  );
}
