import { FIELD_RENAMES } from '../../catalog/facts/renames.ts';
import { fieldSince, type History, modelSince } from '../../catalog/history.ts';
import type { Catalog, Resource } from '../../catalog/model.ts';
import { isSince, shortRelease } from '../../catalog/release.ts';
import type { JsonSchema } from '../../forms/form.ts';
import { isWritten } from '../build-schema.ts';
import { describeModel } from './describe-field.ts';
import { editorField, orKeyed, orTag, SHARED } from './editor-field.ts';
import { shownTag } from './shown-tag.ts';
import { entrySnippet } from './snippet.ts';

/** The features of a release's blueprint language that the schema depends on. */
export interface Language {
  readonly ensure: readonly string[];
  readonly permissions: boolean;
  readonly sections: boolean;
}

/**
 * The JSON Schema (draft-07) from which an editor completes, explains and checks a blueprint. Unlike
 * buildSchema it is made for people: it describes every model and field, offers entries, and refuses keys
 * that the server would silently ignore. `history`: the catalogs up to this one, to tell since when a field
 * exists. `lenient`: for editors that cannot tell a tag from a value; see shownTag.
 */
export function buildEditorSchema(
  catalog: Catalog,
  language: Language,
  more: { readonly history?: History; readonly lenient?: boolean | undefined } = {},
): { readonly [key: string]: unknown } {
  const { history = [], lenient = false } = more;
  const resources = Object.values(catalog.models)
    .filter((model) => model.kind === 'resource')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const meta = Object.values(catalog.models).filter((model) => model.kind === 'meta');
  const list = { type: 'array', items: { $ref: '#/definitions/entry' } };
  const entries = language.sections
    ? { if: { type: 'object' }, then: { type: 'object', additionalProperties: list }, else: list }
    : list;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `authentik ${shortRelease(catalog.release)} blueprint`,
    type: 'object',
    required: ['entries'],
    additionalProperties: false,
    properties: {
      version: { description: 'the version of the blueprint language: 1', enum: [1, true], default: 1 },
      metadata: {
        description: 'the name of the blueprint, and labels',
        type: ['object', 'null'],
        required: ['name'],
        properties: {
          name: { description: 'what the server calls this blueprint', type: 'string' },
          labels: {
            type: 'object',
            additionalProperties: { type: 'string' },
            properties: {
              'blueprints.goauthentik.io/instantiate': {
                description: '"false": not applied by itself',
                enum: ['true', 'false'],
              },
              'blueprints.goauthentik.io/system': {
                description: '"true": comes with the server',
                type: 'string',
              },
              'blueprints.goauthentik.io/description': {
                description: 'shown in the list of blueprints',
                type: 'string',
              },
            },
          },
        },
      },
      context: { description: 'values for !Context', type: 'object' },
      entries: {
        description: 'what the server must have, in the order in which it is made',
        ...entries,
      },
    },
    definitions: {
      tag: shownTag(lenient),
      ...SHARED,
      entry: entrySchema(
        resources,
        meta.map(({ name }) => name),
        language,
        shortRelease(catalog.release),
      ),
      ...Object.fromEntries(
        resources.map((model) => [model.name, modelSchema(model, catalog.release, history)]),
      ),
      ...Object.fromEntries(meta.map((model) => [model.name, metaSchema(model.label)])),
    },
  };
}

function entrySchema(
  resources: readonly Resource[],
  meta: readonly string[],
  language: Language,
  release: string,
): JsonSchema {
  const models = [...resources.map(({ name }) => name), ...meta];
  const permissions = language.permissions ? { permissions: PERMISSIONS } : {};
  return {
    type: 'object',
    required: ['model'],
    additionalProperties: false,
    defaultSnippets: resources.filter((model) => model.cannotCreate === undefined).map(entrySnippet),
    properties: {
      model: {
        // No description: an editor shows the first one that it finds, and that of the model says more.
        ...orTag({
          enum: models,
          errorMessage: `This is no model of authentik ${release} that a blueprint can manage.`,
        }),
      },
      id: { description: 'a name for !KeyOf in later entries of this file', type: 'string' },
      state: {
        description: `what the server must do about the object: ${STATES.filter(([word]) =>
          language.ensure.includes(word),
        )
          .map(([word, what]) => `${word}: ${what}`)
          .join('; ')}`,
        default: 'present',
        ...orTag({ enum: language.ensure }),
      },
      conditions: { description: 'the entry is left out unless all of these are true', type: 'array' },
      identifiers: { description: 'which object this is; also written to it', type: 'object' },
      attrs: { description: 'what is written to the object', type: 'object' },
      ...permissions,
    },
    allOf: models.map((model) => ({
      if: { properties: { model: { const: model } }, required: ['model'] },
      then: { $ref: `#/definitions/${model}` },
    })),
  };
}

const PERMISSIONS: JsonSchema = {
  description: 'permissions on the object that are granted to a user or a role',
  type: 'array',
  items: {
    type: 'object',
    required: ['permission'],
    properties: {
      permission: orTag({ type: 'string' }),
      user: orTag({ type: ['string', 'integer', 'null'] }),
      role: orTag({ type: ['string', 'null'] }),
    },
  },
};

const STATES: readonly (readonly [word: string, what: string])[] = [
  ['present', 'made or changed to be like this'],
  ['created', 'made once, then left alone'],
  ['must_created', 'made, an error when it exists'],
  ['absent', 'deleted'],
];

/**
 * Schemas of names that a field has in other releases: the editor says what to write instead, and does not
 * offer them.
 */
function otherNames(model: Resource, release: string): { readonly [field: string]: JsonSchema } {
  const rows = FIELD_RENAMES.filter(({ models }) => models.includes(model.name));
  return Object.fromEntries(
    rows.flatMap(({ from, to, since }): [string, JsonSchema][] => {
      const isLater = isSince(release, since);
      const [old, now] = isLater ? [from, to] : [to, from];
      if (old in model.fields || !(now in model.fields)) return [];
      return [
        [
          old,
          {
            const: '(gone)',
            doNotSuggest: true,
            errorMessage: isLater
              ? `${from} is called ${to} since ${since}.`
              : `${to} came with authentik ${since}; before, it is ${from}.`,
          },
        ],
      ];
    }),
  );
}

/** The schema of a model: only fields that can be written, and only identifiers that can identify. */
function modelSchema(model: Resource, release: string, history: History): JsonSchema {
  const written = Object.fromEntries(
    Object.entries(model.fields)
      .filter(([, field]) => isWritten(field))
      .map(([name, field]) => [name, editorField(field, fieldSince(history, model.name, name))]),
  );
  const attrs = {
    type: 'object',
    additionalProperties: false,
    properties: { ...written, ...otherNames(model, release) },
  };
  const identifying = Object.keys(model.lookups).sort();
  const identifier = (name: string): JsonSchema => {
    if (written[name] === undefined) return { doNotSuggest: true };
    return model.fields[name]?.references
      ? orKeyed(written[name])
      : { $ref: `#/definitions/${model.name}/properties/attrs/properties/${name}` };
  };
  return {
    title: model.label,
    properties: {
      model: { markdownDescription: describeModel(model, modelSince(history, model.name)) },
      attrs,
      identifiers: {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(identifying.map((name) => [name, identifier(name)])),
        patternProperties: { [`^(${identifying.join('|')})__\\w+$`]: {} },
      },
    },
  };
}

function metaSchema(label: string): JsonSchema {
  return {
    title: label,
    properties: {
      model: { markdownDescription: 'another blueprint that is applied first' },
      attrs: {
        type: 'object',
        required: ['identifiers'],
        additionalProperties: false,
        properties: {
          identifiers: { description: 'which blueprint: its name or path', ...orTag({ type: 'object' }) },
          required: {
            description: 'an error when there is no such blueprint',
            default: true,
            ...orTag({ type: 'boolean' }),
          },
        },
      },
    },
  };
}
