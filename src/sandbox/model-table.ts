import type { Filter, ModelName } from '../catalog/model.ts';
import type { Behaviour } from './behaviour/behaviour.ts';
import type { BaseRule, ListRule } from './behaviour/list-rules.ts';
import type { MirrorRule } from './behaviour/write-rules.ts';
import type { WellKnown } from './behaviour/conventions.ts';
import type { Release } from './release.ts';
import type { Column, KindNames, ModelRules } from './rules.ts';
import { buildField, type SandboxField } from './sandbox-field.ts';

/** One kind of object with everything that the engine needs. */
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
  readonly names: KindNames | undefined;
  readonly list: ListRule | undefined;
}

/** A list of objects that nothing writes: those of the state that the sandbox starts with. */
export interface FixedList {
  readonly model: ModelName;
  readonly path: string;
  /** The field that holds the primary key. */
  readonly pkField: string;
}

/** A column of some model that points at another. */
export interface Relation {
  readonly from: ModelName;
  readonly column: string;
  readonly to: ModelName;
  readonly many: boolean;
  readonly onDelete: 'cascade' | 'null';
}

const known = new WeakMap<Release['rules'], { readonly release: Release; readonly table: ModelTable }>();

/** The table of a release: one for all sandboxes that are made of the same parts. */
export function modelTable(release: Release): ModelTable {
  const before = known.get(release.rules);
  if (before?.release.catalog === release.catalog && before.release.behaviour === release.behaviour)
    return before.table;
  const table = new ModelTable(release);
  known.set(release.rules, { release, table });
  return table;
}

/** The models of a release as the sandbox needs them: fields, base classes, and which links to which. */
export class ModelTable {
  readonly models: ReadonlyMap<ModelName, SandboxModel>;
  readonly bases: ReadonlyMap<ModelName, BaseRule>;
  /** Lists of what is only looked up, such as the types of WebAuthn devices. */
  readonly fixed: readonly FixedList[];
  readonly relations: readonly Relation[];
  /** Lists that are stored with their other side. */
  readonly mirrors: readonly MirrorRule[];
  /** The models that the engine itself works with. */
  readonly wellKnown: WellKnown;
  readonly #concrete = new Map<ModelName, ModelName[]>();

  constructor(release: Release) {
    const { behaviour } = release;
    this.models = new Map([...buildModels(release)].map((model) => [model.name, model]));
    this.bases = new Map(behaviour.bases.map((base) => [base.model, base]));
    this.mirrors = behaviour.mirrors;
    this.wellKnown = behaviour.wellKnown;
    this.fixed = Object.values(release.catalog.models).flatMap((model) =>
      model.kind === 'listed'
        ? [{ model: model.name, path: model.collection.path, pkField: model.collection.pk }]
        : [],
    );
    for (const { model } of this.fixed) this.#concrete.set(model, [model]);
    for (const base of behaviour.bases) if (base.concrete) this.#concrete.set(base.model, [base.model]);
    for (const model of this.models.values()) {
      for (const name of [model.name, ...model.bases])
        this.#concrete.set(name, [...(this.#concrete.get(name) ?? []), model.name]);
    }
    for (const base of behaviour.bases) if (base.concrete) this.#addToItsBases(base.model);
    this.relations = [...this.models.values()].flatMap(listRelations);
  }

  /**
   * Makes objects of a base class itself objects of the classes that it inherits from: those that all its kinds
   * have (the built-in source can be what a policy is bound to; measured on a real 2025.12.4).
   */
  #addToItsBases(name: ModelName): void {
    const kinds = [...this.models.values()].filter(({ bases }) => bases.includes(name));
    for (const base of kinds[0]?.bases ?? []) {
      if (base === name || !kinds.every(({ bases }) => bases.includes(base))) continue;
      this.#concrete.set(base, [...(this.#concrete.get(base) ?? []), name]);
    }
  }

  /** Throws where the release has no such model. */
  get(name: ModelName): SandboxModel {
    const model = this.models.get(name);
    if (!model) throw new Error(`the sandbox has no model ${name}`);
    return model;
  }

  find(name: ModelName): SandboxModel | undefined {
    return this.models.get(name);
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

function listRelations(model: SandboxModel): Relation[] {
  return Object.entries(model.columns).flatMap(([column, { to, many, onDelete }]) =>
    to === undefined
      ? []
      : [{ from: model.name, column, to, many: many === true, onDelete: onDelete ?? 'null' }],
  );
}

function* buildModels({ catalog, rules, behaviour }: Release): Generator<SandboxModel> {
  const { target } = behaviour.wellKnown;
  for (const entry of Object.values(catalog.models)) {
    const found = rules.models[entry.name];
    if (entry.kind !== 'resource' || !found) continue;
    const measured = withMirroredLists(entry.name, found, behaviour.mirrors);
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
      fields: Object.entries(entry.fields)
        .map(([name, field]) => buildField(entry.name, name, field, measured, behaviour))
        .filter((field) => field !== undefined),
      columns: keepStored(entry.name, measured, behaviour.mirrors),
      filters: entry.filters,
      together: measured.together,
      names: rules.names[entry.name],
      list: behaviour.lists.find((rule) => rule.model === entry.name),
    };
  }
}

/** A list that both ends show is stored with one of them, where Django does not call it a column. */
function withMirroredLists(
  model: ModelName,
  measured: ModelRules,
  mirrors: Behaviour['mirrors'],
): ModelRules {
  const own = mirrors
    .filter((mirror) => mirror.of === model)
    .map((mirror): [string, Column] => [
      mirror.via,
      { type: 'ManyToManyField', many: true, blank: true, to: mirror.model },
    ]);
  return own.length === 0
    ? measured
    : { ...measured, columns: { ...measured.columns, ...Object.fromEntries(own) } };
}

/** The columns without the lists that are stored with their other side. */
function keepStored(
  model: ModelName,
  measured: ModelRules,
  mirrors: Behaviour['mirrors'],
): Readonly<Record<string, Column>> {
  return Object.fromEntries(
    Object.entries(measured.columns).filter(
      ([name, column]) =>
        !mirrors.some((mirror) => mirror.model === model && mirror.field === name) &&
        isStored(measured, name, column),
    ),
  );
}

/** A list that the API does not write is made of the links of another model, or is not shown at all. */
function isStored(measured: ModelRules, name: string, column: Column): boolean {
  return (
    column.many !== true ||
    (measured.serializer?.[name] !== undefined && measured.serializer[name].read_only !== true)
  );
}
