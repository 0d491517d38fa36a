import type { Field, Protection, Resource } from '../model.ts';
import { component, type SchemaNode } from '../openapi.ts';
import { isWithin } from '../release.ts';
import type { Endpoints } from './build-collection.ts';
import { importerLimits } from './build-importer.ts';
import { buildLookups } from './build-lookups.ts';
import { buildModelField, importerOnly } from './build-model-field.ts';
import { heldEverywhere } from './build-permissions.ts';
import { buildSetters } from './build-setters.ts';
import { buildUnique } from './build-unique.ts';
import { type Described, isAbout, type Source } from './source.ts';

/** A model with a list that entries can write to. `label`: the component that its list shows. */
export function buildResource(source: Source, model: Described, label: string, found: Endpoints): Resource {
  const { hand, paths, release } = source;
  const { name, fact } = model;
  const fields = fieldsOf(source, model, found);
  const isHere = (row: { readonly model: string }): boolean => row.model === name;
  const query = hand.listQueries.find((row) => Object.keys(row.query).every((one) => one in found.filters));
  const files = hand.files.find((row) => isHere(row) && paths.has(row.export) && paths.has(row.import));
  const cannotCreate = hand.cannotCreate.find(
    (row) => isHere(row) && (row.lacks === undefined || lacks(fields, row.lacks)),
  );
  const isLicensed = hand.licensed.some((row) => isHere(row) && isWithin(release, row));
  return {
    kind: 'resource',
    name,
    label,
    collection: { ...found.collection, listQuery: query?.query },
    actions: { ...found.actions, delete: found.actions.delete && !hand.kept.some(isHere) },
    unmeasured: fact.unmeasured,
    licensed: isLicensed || undefined,
    cannotCreate: cannotCreate?.why,
    filters: found.filters,
    fields,
    files: files && { export: files.export, import: files.import },
    importer: importerLimits(source, model, fields),
    lookups: buildLookups(source.facts, model, fields),
    ordering: fact.ordering,
    unique: buildUnique(source, model, fields),
    companions: companionsOf(source, name, fields),
    rules: rulesOf(source, name, fields),
    protected: protectionsOf(source, model, fields),
    rightsFrom: rightsFromOf(source, name, fields),
    access: hand.access.find(isHere)?.access,
    answer: hand.answers.find(isHere)?.answer,
    warnings: hand.warnings
      .filter((row) => isHere(row) && row.field in fields)
      .map(({ field, becomes, code }) => ({ field, becomes, code })),
    brings: bringsOf(source, name),
    hidden: hiddenOf(source, name),
    login: hand.login.find((row) => isHere(row) && (row.has === undefined || row.has in fields))?.login,
    shadowedBy: hand.shadowed.filter(isHere).map((row) => row.by),
  };
}

/** Whether no entry can give a field. */
function lacks(fields: Readonly<Record<string, Field>>, name: string): boolean {
  return fields[name]?.readOnly ?? !(name in fields);
}

/** The fields that the answer shows or a request takes, and those that the facts add. */
export function fieldsOf(source: Source, model: Described, found: Endpoints): Record<string, Field> {
  const { document } = source;
  const shown = component(document, found.shown).properties ?? {};
  const create = component(document, found.createBody ?? found.updateBody);
  const update = component(document, found.updateBody);
  const written: Readonly<Record<string, SchemaNode>> = { ...update.properties, ...create.properties };
  const fields: Record<string, Field> = {};
  for (const field of new Set([...Object.keys(shown), ...Object.keys(written)])) {
    const isRequired = create.required?.includes(field) ?? false;
    fields[field] = buildModelField(source, model, field, shown[field], written[field], isRequired);
  }
  for (const [field, made] of importerOnly(source, model.name)) fields[field] = { ...fields[field], ...made };
  for (const [field, held] of heldEverywhere(document, model.name)) fields[field] = held;
  for (const [field, setter] of buildSetters(source, model, fields)) fields[field] = setter;
  return fields;
}

/** What is protected, as far as the release has the fields that tell it. */
function protectionsOf(
  { hand }: Source,
  model: Described,
  fields: Readonly<Record<string, Field>>,
): Protection[] {
  return hand.protected
    .filter((row) => isAbout(row.model, model))
    .map(({ protection }) => protection)
    .map((one) => ({
      ...one,
      match: one.match.filter((values) => Object.keys(values).every((field) => field in fields)),
      frozen: one.frozen.filter((field) => field in fields),
    }))
    .filter(({ match }) => match.length > 0);
}

function rightsFromOf(
  { hand }: Source,
  name: string,
  fields: Readonly<Record<string, Field>>,
): Resource['rightsFrom'] {
  const links = hand.rightsFrom.filter((row) => row.model === name && row.field in fields);
  return links.length > 0 ? links.map(({ field }) => field) : undefined;
}

/** What the server makes along with each object; undefined where that is nothing. */
function bringsOf({ hand, release }: Source, name: string): Resource['brings'] {
  const rows = hand.brings.filter((row) => row.model === name && isWithin(release, row));
  return rows.length > 0 ? rows.map(({ brings }) => brings) : undefined;
}

/** What the API never shows; undefined where it shows all. */
function hiddenOf({ hand }: Source, name: string): Resource['hidden'] {
  const rows = hand.hidden.filter((row) => row.model === name).map(({ object }) => object);
  return rows.length > 0 ? rows : undefined;
}

/** What must go along with a PATCH, as far as the release has these fields. */
function companionsOf(
  { hand }: Source,
  model: string,
  fields: Readonly<Record<string, Field>>,
): Resource['companions'] {
  return hand.companions
    .filter((row) => row.model === model)
    .map(({ fields: companions, when, unless, anyOf, nulls }) => ({
      fields: companions.filter((field) => field in fields),
      when,
      unless,
      anyOf,
      nulls,
    }))
    .filter((companion) => companion.fields.length > 0);
}

/** The rules about objects as a whole that the release has, and whose fields this model can be given. */
function rulesOf(
  { hand, release }: Source,
  model: string,
  fields: Readonly<Record<string, Field>>,
): Resource['rules'] {
  const rules = hand.rules
    .filter(
      (row) =>
        row.models.includes(model) &&
        isWithin(release, row) &&
        row.fields.every((field) => field in fields && !fields[field]?.readOnly),
    )
    .map(({ name, rule }) => ({ name, ...rule }));
  return rules.length > 0 ? rules : undefined;
}
