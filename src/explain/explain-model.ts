import type { History } from '../catalog/history.ts';
import type { Catalog, Field, Model, ModelName, Resource } from '../catalog/model.ts';
import { shortRelease } from '../catalog/release.ts';
import { isShown } from '../catalog/shown-model.ts';
import { wordsOf } from '../forms/words.ts';
import { fieldChanges, fieldRuns } from './field-history.ts';
import { traits, valuesOf } from './field-words.ts';
import type { Explanation } from './explanation.ts';
import { refusedJson, refusedOf, refusedWords } from './refused.ts';
import { type OpenEnds, openEnds, type Run, runsOf, whenWords } from './runs.ts';
import { type Block, code } from './markdown.ts';
import { said } from './said.ts';
import { unmeasuredWords } from './unmeasured.ts';
import { fieldRenameWords, modelRenameWords } from './renamed.ts';
import { identifierNames, identifiersOf, limitsOf, protectionsOf } from './model-rules.ts';

/** How many choices of an attribute are listed with its model, at most; its own page lists all. */
const SOME_VALUES = 8;

/**
 * What a model is: what identifies its objects, its attributes, what is protected, what the API cannot do,
 * and since when.
 */
export function explainModel(
  model: Model,
  catalog: Catalog,
  target: Catalog,
  catalogs: History,
): Explanation {
  const runs = runsOf(catalogs, (one) => (one.models[model.name] ? true : undefined));
  const resource = model.kind === 'resource' ? model : undefined;
  const rows = resource || model.kind === 'meta' ? attributesOf(model as Resource, catalogs) : [];
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: model.name },
    { kind: 'paragraph', text: summary(model, catalog, target, runs) },
  ];
  if (resource) blocks.push(...identifiersOf(resource));
  blocks.push(...attributeBlocks(model, rows, catalogs, catalog));
  const refused = refusedOf(model, catalog, catalogs);
  blocks.push(...refusedWords(refused, catalog));
  if (resource) blocks.push(...protectionsOf(resource), ...limitsOf(resource));
  blocks.push(...unmeasuredWords(catalog, resource?.unmeasured));
  return {
    kind: 'model',
    name: model.name,
    blocks,
    json: {
      target: shortRelease(catalog.release),
      label: model.label,
      model: model.kind,
      releases: runs.map(openEnds),
      reason: model.kind === 'unmanageable' || model.kind === 'listed' ? model.reason : undefined,
      concrete: model.kind === 'base' ? model.concrete : undefined,
      path: isShown(model) ? model.collection.path : undefined,
      identifiers: resource && identifierNames(resource),
      unique: resource?.unique.map((rule) => rule.fields),
      actions: resource?.actions,
      protected: resource?.protected.map((one) => one.why),
      refused: refused.length > 0 ? refused.map(refusedJson) : undefined,
      unmeasured: resource?.unmeasured,
      attributes: rows.map(({ name, field, when, isUnique, changes }) => ({
        name,
        ...fieldJson(field, isUnique),
        releases: when,
        changes,
      })),
    },
  };
}

/** What JSON says of an attribute; what is not known of it is left out. */
export function fieldJson(field: Field, isUnique: boolean): Record<string, unknown> {
  const values = valuesOf(field);
  return {
    type: field.type,
    format: field.format,
    values: values.length > 0 ? values : undefined,
    references: field.references,
    default: field.default,
    required: field.required === true,
    nullable: field.nullable === true,
    readOnly: field.readOnly === true && !field.setter,
    writeOnly: field.writeOnly === true,
    secret: field.secret === true,
    unique: isUnique,
  };
}

function summary(model: Model, catalog: Catalog, target: Catalog, runs: readonly Run<unknown>[]): string {
  const when = whenWords(runs);
  const known = when === '' ? 'in all releases' : when;
  const shown =
    catalog === target
      ? `as it is in authentik ${shortRelease(catalog.release)}`
      : `not in authentik ${shortRelease(target.release)}; shown as it is in ${shortRelease(catalog.release)}`;
  const renamed = modelRenameWords(model.name);
  const words = `**${model.label}**, ${shown} (${known}).${renamed === '' ? '' : ` ${renamed}`}`;
  if (model.kind === 'unmanageable') return `${words} It cannot be managed through the API: ${model.reason}.`;
  if (model.kind === 'base')
    return (
      `${words} A base class: no entry can make one, \`!Find\` may look for one of any kind. ` +
      `The kinds are ${code(model.concrete)}.`
    );
  if (model.kind === 'listed')
    return (
      `${words} No entry can manage it: ${model.reason}. \`!Find\` may look for one, by ` +
      `${code(Object.keys(model.lookups))}. API: \`${model.collection.path}\`.`
    );
  if (model.kind === 'meta')
    return (
      `${words} It makes no object: the blueprint that \`attrs.identifiers\` names ` +
      `by ${code(model.identifies)} is applied first.`
    );
  return `${words} API: \`${model.collection.path}\`.`;
}

interface Row {
  readonly name: string;
  readonly field: Field;
  readonly isUnique: boolean;
  readonly when: readonly OpenEnds[];
  readonly whenWords: string;
  readonly changes: ReturnType<typeof fieldChanges>;
}

function attributesOf(model: Resource, catalogs: History): Row[] {
  const having = catalogs.filter((one) => one.models[model.name]);
  return Object.entries(model.fields).map(([name, field]) => {
    const runs = fieldRuns(having, model.name, name);
    return {
      name,
      field,
      isUnique: isUnique(model, name),
      when: runs.map(openEnds),
      whenWords: whenWords(runs),
      changes: fieldChanges(catalogs, model.name, name),
    };
  });
}

/** Whether no two objects of a model have the same value in a field. */
export function isUnique(model: Resource, name: string): boolean {
  return (
    (model.unique as Resource['unique'] | undefined)?.some(
      (rule) => rule.fields.length === 1 && rule.fields[0] === name,
    ) === true
  );
}

function attributeBlocks(model: Model, rows: readonly Row[], catalogs: History, catalog: Catalog): Block[] {
  const open = rows.filter(({ field }) => !field.readOnly || field.setter);
  const closed = rows.filter((row) => !open.includes(row)).map(({ name }) => name);
  const elsewhere = otherAttributes(model, catalogs, catalog);
  const blocks: Block[] = [];
  if (open.length > 0) {
    const sorted = [
      ...open.filter((row) => row.field.required),
      ...open.filter((row) => !row.field.required),
    ];
    blocks.push(
      { kind: 'heading', level: 2, text: 'Attributes' },
      {
        kind: 'table',
        rows: [
          ['attribute', 'what it is'],
          ...sorted.map((row) => [row.name, attributeWords(model.name, row)]),
        ],
      },
    );
  }
  if (closed.length > 0) blocks.push({ kind: 'paragraph', text: `Only the server sets ${code(closed)}.` });
  if (elsewhere.length > 0)
    blocks.push(
      { kind: 'heading', level: 2, text: 'In other releases' },
      { kind: 'table', rows: [['attribute', 'when'], ...elsewhere] },
    );
  return blocks;
}

function attributeWords(
  model: ModelName,
  { name, field, isUnique: unique, whenWords: when, changes }: Row,
): string {
  const values = valuesOf(field);
  const listed =
    values.length > SOME_VALUES
      ? `${code(values.slice(0, SOME_VALUES))} and ${values.length - SOME_VALUES} more`
      : code(values);
  const type =
    values.length > 0 ? `${field.type === 'array' ? 'a list of' : 'one of'} ${listed}` : wordsOf(field);
  const later = changes
    .filter(({ change }) => change !== 'came' && change !== 'was taken out')
    .map(({ release }) => release);
  return said(
    field.required && '**required**',
    type,
    ...traits(field, unique),
    when,
    ...fieldRenameWords(model, name),
    later.length > 0 && `changed in ${[...new Set(later)].join(', ')}`,
  ).join('; ');
}

/** Attributes that the model has in other releases only, with the releases that have them. */
function otherAttributes(model: Model, catalogs: History, catalog: Catalog): [string, string][] {
  const having = catalogs.filter((one) => one.models[model.name]);
  const fieldsOf = (one: Catalog): Readonly<Record<string, Field>> => {
    const found = one.models[model.name];
    return found?.kind === 'resource' ? found.fields : {};
  };
  const here = fieldsOf(catalog);
  const names = new Set(
    having.flatMap((one) =>
      Object.keys(fieldsOf(one)).filter(
        (name) => !Object.hasOwn(here, name) && !fieldsOf(one)[name]?.readOnly,
      ),
    ),
  );
  return [...names]
    .sort()
    .map((name) => [
      name,
      [whenWords(fieldRuns(having, model.name, name)), ...fieldRenameWords(model.name, name)].join('; '),
    ]);
}
