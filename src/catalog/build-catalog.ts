import { buildBase } from './build-base.ts';
import { type Endpoints, findEndpoints } from './build-collection.ts';
import { buildField } from './build-field.ts';
import { buildLookups, withFacts } from './build-lookups.ts';
import { buildPermissions, heldEverywhere } from './build-permissions.ts';
import * as forms from './facts/form-facts.ts';
import * as hand from './facts/hand-facts.ts';
import { modelNames } from './facts/facts-for-release.ts';
import type { ModelFact, ModelFacts } from './facts/model-facts.ts';
import type {
  Applying,
  Catalog,
  Field,
  MetaModel,
  Model,
  ModelName,
  Resource,
  Unmanageable,
} from './model.ts';
import { component, type Document, type SchemaNode } from './openapi.ts';
import { prune } from './prune.ts';
import { isSince, releaseAge } from './release.ts';

/**
 * The catalog of one authentik release: what its OpenAPI document describes, joined with the facts. A model
 * is in it when the facts know its app and the document has a list of it, or says that a blueprint may name
 * it; what the document does not have is nowhere in the catalog. The facts are those for this release: see
 * factsForRelease.
 */
export function buildCatalog(document: Document, facts: ModelFacts): Catalog {
  const endpoints = findEndpoints(document);
  const components = new Map(
    Object.keys(document.components?.schemas ?? {}).map((name) => [name.toLowerCase(), name]),
  );
  const listed = new Set(modelNames(document));
  const models: Record<ModelName, Model> = {};
  for (const [name, fact] of Object.entries(facts.models)) {
    const renamed = hand.COMPONENTS.find((row) => row.model === name);
    const shown = renamed?.component ?? components.get(name.split('.')[1] ?? '');
    const found = shown === undefined ? undefined : endpoints.get(shown);
    if (shown === undefined || !found) {
      if (listed.has(name))
        models[name] = {
          kind: 'unmanageable',
          name,
          label: name.split('.')[1] ?? name,
          reason: 'the API has no list of them',
        };
      continue;
    }
    models[name] = found.actions.create
      ? buildResource(document, facts, name, shown, fact, found)
      : unmanageable(name, renamed?.label ?? shown, found);
  }
  for (const row of hand.BASES) {
    const base = buildBase(document, facts, models, row);
    if (base) models[row.model] = base;
  }
  for (const row of hand.META) if (row.instances in models) models[row.model] = buildMeta(document, row);
  const permissions = buildPermissions(document, models);
  return {
    formatVersion: 1,
    release: document.info?.version ?? 'unknown',
    models: prune(Object.fromEntries(Object.entries(models).sort(([a], [b]) => (a < b ? -1 : 1)))),
    ...(permissions ? { permissions } : {}),
  };
}

function unmanageable(name: ModelName, label: string, { actions }: Endpoints): Unmanageable {
  const can =
    [...(actions.update ? ['change'] : []), ...(actions.delete ? ['delete'] : [])].join(' or ') || 'show';
  return {
    kind: 'unmanageable',
    name,
    label,
    reason: `the API can only ${can} one, not create it: the server makes these itself`,
  };
}

function buildResource(
  document: Document,
  facts: ModelFacts,
  name: ModelName,
  label: string,
  fact: ModelFact,
  found: Endpoints,
): Resource {
  const shown = component(document, found.shown).properties ?? {};
  const create = component(document, found.createBody ?? found.updateBody);
  const update = component(document, found.updateBody);
  const written: Readonly<Record<string, SchemaNode>> = { ...update.properties, ...create.properties };
  const fields: Record<string, Field> = {};
  for (const field of new Set([...Object.keys(shown), ...Object.keys(written)])) {
    fields[field] = buildFieldOf(document, name, field, fact, shown[field], written[field], create);
  }
  for (const field of importerOnly(document, name))
    fields[field.name] = {
      ...fields[field.name],
      type: field.type,
      readOnly: true,
      importerOnly: true,
      ...(field.writtenAs === undefined ? {} : { writtenAs: field.writtenAs }),
    };
  for (const [field, held] of heldEverywhere(document, name)) fields[field] = held;
  for (const [field, setter] of settersOf(document, name, fact, fields)) fields[field] = setter;
  const query = hand.LIST_QUERIES.find((row) => row.path === found.collection.path);
  const has = (names: readonly string[]): boolean => names.every((field) => field in fields);
  const files = hand.FILES.find(
    (row) => row.model === name && [row.export, row.import].every((path) => pathsOf(document).includes(path)),
  );
  const cannotCreate = hand.CANNOT_CREATE.find(
    (row) => row.model === name && (fields[row.lacks]?.readOnly ?? !(row.lacks in fields)),
  );
  return {
    kind: 'resource',
    name,
    label,
    collection: { ...found.collection, ...(query ? { listQuery: query.query } : {}) },
    actions: found.actions,
    ...(hand.LICENSED.some((row) => row.model === name && isOfRelease(document, row))
      ? { licensed: true as const }
      : {}),
    ...(cannotCreate ? { cannotCreate: cannotCreate.why } : {}),
    filters: found.filters,
    fields,
    ...(files ? { files: { export: files.export, import: files.import } } : {}),
    lookups: buildLookups(facts, name, fact, fields),
    ordering: fact.ordering,
    unique: uniqueOf(facts, name, fact, fields),
    companions: hand.COMPANIONS.filter((row) => row.model === name)
      .map(({ fields: companions, when, anyOf, nulls }) => ({
        fields: companions.filter((field) => field in fields),
        ...(when ? { when } : {}),
        ...(anyOf ? { anyOf } : {}),
        ...(nulls ? { nulls } : {}),
      }))
      .filter((companion) => companion.fields.length > 0),
    protected: hand.PROTECTED.filter((row) => row.model === name && has([row.protection.nameField])).map(
      (row) => row.protection,
    ),
    warnings: hand.WARNINGS.filter((row) => row.model === name && has([row.field])).map(
      ({ field, becomes, code }) => ({ field, becomes, code }),
    ),
    shadowedBy: hand.SHADOWED.filter((row) => row.model === name).map((row) => row.by),
  };
}

function buildFieldOf(
  document: Document,
  model: ModelName,
  name: string,
  fact: ModelFact,
  shown: SchemaNode | undefined,
  written: SchemaNode | undefined,
  create: SchemaNode,
): Field {
  const about = <T extends { readonly model: ModelName; readonly field: string }>(
    rows: readonly T[],
  ): T | undefined => rows.find((row) => row.model === model && row.field === name);
  const { generated, ...field } = withFacts(buildField(document, shown, written), fact.fields[name]);
  const known = about(hand.DEFAULTS);
  const secret = hand.SECRETS.some((row) => row.field === name && (row.models?.includes(model) ?? true));
  const form = field.readOnly
    ? undefined
    : hand.FORMS.find(
        (row) =>
          row.field === name &&
          isAbout(row.model, model, fact) &&
          isSince(document.info?.version ?? '', row.since ?? '0'),
      );
  const required = (create.required?.includes(name) ?? false) || about(hand.REQUIRED) !== undefined;
  return {
    ...field,
    ...(form?.pattern === undefined ? {} : { pattern: form.pattern }),
    ...(form?.format === undefined ? {} : { format: form.format }),
    ...laterFormat(document, form?.format ?? field.format),
    ...(form?.minLength === undefined ? {} : { minLength: form.minLength }),
    ...(field.readOnly
      ? {}
      : {
          ...(required ? { required: true as const } : {}),
          ...(about(hand.UNORDERED) ? { set: true as const } : {}),
          ...(known
            ? { default: known.default }
            : generated || about(hand.GENERATED)
              ? { generated: true as const }
              : {}),
          ...formsOf(document, model, name),
        }),
    ...(secret || (field.writeOnly && !about(hand.PUBLIC)) ? { secret: true as const } : {}),
  };
}

/** Whether a row that names a model, or `base:` and a base class, is about a model. */
function isAbout(named: string, model: ModelName, fact: ModelFact): boolean {
  return named === model || (named.startsWith('base:') && fact.bases.includes(named.slice(5)));
}

/** What is kept otherwise than it is written, and what the server keeps of its own. */
function formsOf(
  document: Document,
  model: ModelName,
  name: string,
): Pick<Field, 'forms' | 'ownKeys' | 'volatile'> {
  const age = releaseAge(document.info?.version ?? '');
  const about = <T extends { readonly model: ModelName; readonly field: string }>(
    rows: readonly T[],
  ): readonly T[] => rows.filter((row) => row.model === model && row.field === name);
  const extra = about(forms.EXTRA_FORMS).map((row) => row.form);
  const volatile = about(forms.VOLATILE)
    .filter((row) => row.since === undefined || releaseAge(row.since) <= age)
    .map(({ when, unless, wanted, why }) => ({
      ...(when ? { when } : {}),
      ...(unless ? { unless } : {}),
      ...(wanted ? { wanted } : {}),
      why,
    }));
  const ownKeys = about(forms.OWN_KEYS).flatMap((row) => row.keys);
  return {
    ...(extra.length > 0 ? { forms: extra } : {}),
    ...(volatile.length > 0 ? { volatile } : {}),
    ...(ownKeys.length > 0 ? { ownKeys } : {}),
  };
}

/** The format as this release checks it, where that is another than the one that was measured. */
function laterFormat(document: Document, format: string | undefined): { readonly format?: string } {
  const { since, formats } = hand.LATER_FORMATS;
  const later =
    format !== undefined && releaseAge(document.info?.version ?? '') >= releaseAge(since)
      ? formats[format]
      : undefined;
  return later === undefined ? {} : { format: later };
}

/** Whether a row with its first and last release is about the release of a document. */
function isOfRelease(
  document: Document,
  { since, until }: { readonly since: string; readonly until?: string },
): boolean {
  const age = releaseAge(document.info?.version ?? '');
  return releaseAge(since) <= age && (until === undefined || age <= releaseAge(until));
}

/** What only authentik's own importer can set in this release. */
function importerOnly(
  document: Document,
  model: ModelName,
): { readonly name: string; readonly type: Field['type']; readonly writtenAs?: string }[] {
  return hand.IMPORTER_ONLY.filter((row) => row.model === model && isOfRelease(document, row)).map(
    ({ field, type, writtenAs }) => ({
      name: field,
      type,
      ...(writtenAs === undefined ? {} : { writtenAs }),
    }),
  );
}

/**
 * Fields with an endpoint of their own, where the document has that endpoint and the field is not simply
 * writable.
 */
function* settersOf(
  document: Document,
  model: ModelName,
  fact: ModelFact,
  fields: Readonly<Record<string, Field>>,
): Generator<[string, Field]> {
  for (const row of hand.SETTERS) {
    const meant = isAbout(row.model, model, fact);
    const exists = pathsOf(document).includes(row.path);
    const before = fields[row.field];
    if (!meant || !exists || (before && !before.readOnly)) continue;
    const shape: { -readonly [K in keyof Field]: Field[K] } = { ...(before ?? { type: 'string' }) };
    delete shape.readOnly;
    delete shape.required;
    yield [
      row.field,
      {
        ...shape,
        ...(before ? {} : { writeOnly: true as const }),
        ...(row.secret ? { secret: true as const } : {}),
        setter: { path: row.path, body: row.body },
      },
    ];
  }
}

function uniqueOf(
  facts: ModelFacts,
  name: ModelName,
  fact: ModelFact,
  fields: Readonly<Record<string, Field>>,
): Resource['unique'] {
  const kindsOf = (base: ModelName): ModelFact[] =>
    Object.values(facts.models).filter((other) => other.bases.includes(base));
  const shared = hand.SHARED_UNIQUE.filter(
    (row) =>
      fact.bases.includes(row.base) &&
      row.field in fields &&
      (row.always ??
        isUniqueIn(
          kindsOf(row.base).filter((kind) => row.field in kind.fields),
          row.field,
        )),
  );
  const own = fact.unique.filter(
    (rule) =>
      rule.every((field) => field in fields) &&
      !(rule.length === 1 && shared.some((row) => row.field === rule[0])),
  );
  return [
    ...own.map((rule) => ({ fields: rule })),
    ...shared.map((row) => ({
      fields: [row.field],
      across: Object.keys(facts.models).filter((other) => facts.models[other]?.bases.includes(row.base)),
    })),
  ];
}

/**
 * Whether all described kinds of a base class say that a field is unique; those inferred from a document,
 * which cannot say it, do not decide it.
 */
function isUniqueIn(kinds: readonly ModelFact[], field: string): boolean {
  const described = kinds.filter(({ inferred }) => !inferred);
  return described.length > 0 && described.every((kind) => kind.unique.some((rule) => rule.join() === field));
}

/** The endpoints of a document, with the key of an object as `{key}`. */
function pathsOf(document: Document): string[] {
  return Object.keys(document.paths ?? {}).map((path) => path.replace(/\{[^}]+\}/, '{key}'));
}

function buildMeta(document: Document, row: (typeof hand.META)[number]): MetaModel {
  const applying = applyingOf(document, row.model);
  return {
    kind: 'meta',
    name: row.model,
    label: row.label,
    instances: row.instances,
    identifies: row.identifies,
    fields: { identifiers: { type: 'object', required: true }, required: { type: 'boolean', default: true } },
    ...(applying ? { applying } : {}),
  };
}

function applyingOf(document: Document, model: ModelName): Applying | undefined {
  const paths = pathsOf(document);
  const row = hand.APPLYING.find(
    (one) => one.model === model && paths.includes(one.path) && paths.includes(one.files),
  );
  const tasks = hand.TASKS.find((one) => paths.includes(one.path));
  if (!row) return undefined;
  return {
    path: row.path,
    files: row.files,
    ...(tasks
      ? {
          tasks: {
            path: tasks.path,
            query: tasks.query,
            match: tasks.match,
            time: tasks.time,
            texts: tasks.texts,
          },
        }
      : {}),
  };
}
