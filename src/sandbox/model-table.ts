import type { Catalog, Field, Filter, Json, ModelName } from '../catalog/model.ts';
import type { Behaviour, BaseRule, CheckName, ListRule, MirrorRule } from './behaviour/behaviour.ts';
import type { Column, KindNames, ModelRules, SandboxRules } from './rules.ts';

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
  readonly trim: boolean;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly (string | number)[];
  readonly to?: ModelName;
  /** A list of whole numbers. */
  readonly numbers?: true;
  /** A list that may be empty. */
  readonly allowEmpty: boolean;
  /** What a PUT or POST without the field sets; missing: nothing. */
  readonly fallback?: Json;
  readonly checks: readonly CheckName[];
  readonly list: boolean;
  /** The fields of each object of a list of objects. */
  readonly members?: Readonly<Record<string, SandboxField>>;
}

/** One kind of object with everything the engine needs. */
export interface SandboxModel {
  readonly name: ModelName;
  readonly label: string;
  readonly path: string | undefined;
  readonly item: string | undefined;
  /** The field that stands in the item's path. */
  readonly key: string;
  /** The field under which the primary key is shown. */
  readonly pkField: string;
  readonly auto: boolean;
  readonly sequence: string;
  /** Has an id of its own as the target of policy bindings. */
  readonly hasPtr: boolean;
  readonly bases: readonly ModelName[];
  readonly actions: { readonly create: boolean; readonly update: boolean; readonly delete: boolean };
  readonly fields: readonly SandboxField[];
  readonly columns: Readonly<Record<string, Column>>;
  readonly filters: Readonly<Record<string, Filter>>;
  readonly together: readonly (readonly string[])[];
  readonly ordering: readonly string[];
  readonly names: KindNames | undefined;
  readonly list: ListRule | undefined;
}

/** A column of some model that points at another. */
export interface Relation {
  readonly from: ModelName;
  readonly column: string;
  readonly to: ModelName;
  readonly many: boolean;
  readonly onDelete: 'cascade' | 'null';
}

/** The models of a release as the sandbox needs them: fields, base classes, and who links to whom. */
export class ModelTable {
  readonly models: ReadonlyMap<ModelName, SandboxModel>;
  readonly bases: ReadonlyMap<ModelName, BaseRule>;
  readonly relations: readonly Relation[];
  readonly #concrete = new Map<ModelName, ModelName[]>();

  constructor(catalog: Catalog, rules: SandboxRules, behaviour: Behaviour) {
    this.models = new Map([...buildModels(catalog, rules, behaviour)].map((model) => [model.name, model]));
    this.bases = new Map(behaviour.bases.map((base) => [base.model, base]));
    for (const base of behaviour.bases) if (base.concrete) this.#concrete.set(base.model, [base.model]);
    for (const model of this.models.values()) {
      for (const name of [model.name, ...model.bases])
        this.#concrete.set(name, [...(this.#concrete.get(name) ?? []), model.name]);
    }
    this.relations = [...this.models.values()].flatMap((model) =>
      Object.entries(model.columns).flatMap(([column, { to, many, onDelete }]) =>
        to === undefined
          ? []
          : [{ from: model.name, column, to, many: many === true, onDelete: onDelete ?? 'null' }],
      ),
    );
  }

  get(name: ModelName): SandboxModel {
    const model = this.models.get(name);
    if (!model) throw new Error(`the sandbox has no model ${name}`);
    return model;
  }

  /** The models whose rows are objects of this class: itself and those that inherit from it. */
  concrete(name: ModelName): readonly ModelName[] {
    return this.#concrete.get(name) ?? [];
  }

  /** The class and what it inherits from. */
  lineage(name: ModelName): readonly ModelName[] {
    return [name, ...(this.models.get(name)?.bases ?? [])];
  }
}

function* buildModels(catalog: Catalog, rules: SandboxRules, behaviour: Behaviour): Generator<SandboxModel> {
  const { target } = behaviour.anchors;
  for (const entry of Object.values(catalog.models)) {
    const found = rules.models[entry.name];
    if (entry.kind !== 'resource' || !found) continue;
    const measured = withMirroredLists(entry.name, found, behaviour);
    const mirrors = behaviour.mirrors.filter((mirror) => mirror.model === entry.name);
    yield {
      name: entry.name,
      label: entry.label,
      path: entry.collection.path,
      item: entry.collection.item,
      key: entry.collection.key,
      pkField: entry.collection.pk,
      auto: measured.auto,
      sequence: measured.bases.at(-1) ?? entry.name,
      hasPtr: measured.bases.includes(target) && measured.pk !== `${target.split('.')[1] ?? ''}_ptr`,
      bases: measured.bases,
      actions: entry.actions,
      fields: Object.entries(entry.fields).flatMap(([name, field]) =>
        buildField(entry.name, name, field, measured, mirrors, behaviour),
      ),
      columns: Object.fromEntries(
        Object.entries(measured.columns).filter(
          ([name, column]) =>
            !mirrors.some((mirror) => mirror.field === name) && isStored(measured, name, column),
        ),
      ),
      filters: entry.filters,
      together: measured.together,
      ordering: measured.ordering,
      names: rules.names[entry.name],
      list: behaviour.lists.find((rule) => rule.model === entry.name),
    };
  }
}

/** A list that both ends show is stored with one of them, which Django does not call a column there. */
function withMirroredLists(model: ModelName, measured: ModelRules, behaviour: Behaviour): ModelRules {
  const own = behaviour.mirrors
    .filter((mirror) => mirror.of === model)
    .map((mirror): [string, Column] => [
      mirror.via,
      { type: 'ManyToManyField', many: true, blank: true, to: mirror.model },
    ]);
  return own.length === 0
    ? measured
    : { ...measured, columns: { ...measured.columns, ...Object.fromEntries(own) } };
}

/** A list that the API does not write is made of the links of another model, or is not shown at all. */
function isStored(measured: ModelRules, name: string, column: Column): boolean {
  return (
    column.many !== true ||
    (measured.serializer?.[name] !== undefined && measured.serializer[name].read_only !== true)
  );
}

/** Which class of the framework the catalog's type stands for, where the serializer was not measured. */
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

function buildField(
  model: ModelName,
  name: string,
  field: Field,
  measured: ModelRules,
  mirrors: readonly MirrorRule[],
  behaviour: Behaviour,
): SandboxField[] {
  const serializer = measured.serializer?.[name];
  // A field that only the catalog knows is written through a path of its own (a password, a key): the object
  // itself does not have it.
  if (measured.serializer && !serializer) return [];
  const column = measured.columns[name];
  const mirror = mirrors.find((candidate) => candidate.field === name);
  // The server's classes name choices as texts, whatever the column holds.
  const named = column?.choices ?? field.enum ?? field.items?.enum;
  const choices = field.type === 'integer' ? named?.map(Number) : named;
  const to = mirror?.of ?? column?.to;
  const checks = behaviour.checks
    .filter(
      (rule) =>
        rule.field === name &&
        (rule.model === '*' || rule.model === model || measured.bases.includes(rule.model)),
    )
    .map((rule) => rule.check);
  const duration = typeof column?.default === 'string' && /^\w+=-?\d+$/.test(column.default);
  return [
    {
      name,
      type: serializer?.type ?? guessType(field, column),
      required: serializer ? serializer.required === true : field.required === true,
      readOnly: serializer ? serializer.read_only === true : field.readOnly === true,
      writeOnly: serializer ? serializer.write_only === true : field.writeOnly === true,
      allowBlank: serializer ? serializer.allow_blank === true : column?.blank === true,
      allowNull: serializer ? serializer.allow_null === true : field.nullable === true,
      trim: serializer ? serializer.trim === true : field.type === 'string',
      ...((serializer?.max_length ?? field.maxLength) === undefined
        ? {}
        : { maxLength: serializer?.max_length ?? field.maxLength ?? 0 }),
      ...(serializer?.min_value === undefined ? {} : { minimum: serializer.min_value }),
      ...(serializer?.max_value === undefined ? {} : { maximum: serializer.max_value }),
      ...(choices ? { choices } : {}),
      ...(to ? { to } : {}),
      allowEmpty: column?.blank === true || mirror !== undefined || column?.many !== true,
      ...(serializer && 'default' in serializer
        ? { fallback: serializer.default === '<generated>' ? [] : (serializer.default ?? null) }
        : {}),
      checks: duration ? [...checks, 'duration'] : checks,
      list: column?.many === true || field.type === 'array',
      ...(field.items?.type === 'integer' && !to ? { numbers: true as const } : {}),
      ...(field.items?.members
        ? {
            members: Object.fromEntries(
              Object.entries(field.items.members).map(([member, inner]) => [
                member,
                makeMember(member, inner),
              ]),
            ),
          }
        : {}),
    },
  ];
}

function makeMember(name: string, field: Field): SandboxField {
  return {
    name,
    type: guessType(field, undefined),
    required: field.required === true,
    readOnly: false,
    writeOnly: false,
    allowBlank: field.minLength === undefined,
    allowNull: field.nullable === true,
    trim: true,
    ...(field.enum ? { choices: field.enum } : {}),
    allowEmpty: true,
    checks: [],
    list: false,
  };
}
