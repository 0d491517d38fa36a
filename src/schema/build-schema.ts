import type { Catalog, Resource, Shape } from '../catalog/model.ts';
import { shortRelease } from '../catalog/release.ts';
import type { JsonSchema } from '../forms/form.ts';
import { JSON_SCHEMA } from '../forms/json.ts';
import { TAG_SCHEMA } from '../forms/plain.ts';
import { orTag, schemaOf } from '../forms/schema.ts';

/*
 * The schema describes a blueprint as the server accepts it, which is more lenient than the OpenAPI document:
 * a number is accepted as a text, "yes" as a boolean. The form of a field (src/forms) gives the schema of its
 * values; a tag is accepted everywhere. Values must be presented to the schema as their form does: without
 * the white space that the server trims, a tag as `{"$tag": "!Find"}`. The schema for editors is in editor/.
 */

/**
 * The JSON Schema (draft-07) of blueprints of a release; `definitions` has a schema per model, for its
 * identifiers and attributes.
 */
export function buildSchema(catalog: Catalog): {
  readonly [key: string]: unknown;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
} {
  const models = Object.values(catalog.models).filter(
    (model): model is Resource => model.kind === 'resource',
  );
  const meta = Object.values(catalog.models).filter((model) => model.kind === 'meta');
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Blueprint for authentik ${shortRelease(catalog.release)}`,
    type: 'object',
    required: ['entries'],
    properties: {
      version: { enum: [1, true] },
      metadata: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
      context: { type: 'object' },
      entries: { type: 'array', items: { $ref: '#/definitions/entry' } },
    },
    definitions: {
      tag: TAG_SCHEMA,
      json: JSON_SCHEMA,
      entry: entrySchema([...models.map((model) => model.name), ...meta.map((model) => model.name)].sort()),
      ...Object.fromEntries(models.map((model) => [model.name, modelSchema(model)])),
      ...Object.fromEntries(meta.map((model) => [model.name, META_SCHEMA])),
    },
  };
}

/** The schema of an entry that requires another blueprint to be applied first. */
const META_SCHEMA: JsonSchema = {
  properties: {
    attrs: {
      type: 'object',
      required: ['identifiers'],
      properties: { identifiers: orTag({ type: 'object' }), required: orTag({ type: 'boolean' }) },
    },
  },
};

function entrySchema(models: readonly string[]): JsonSchema {
  return {
    type: 'object',
    required: ['model'],
    properties: {
      model: orTag({ enum: models }),
      state: orTag({ enum: ['present', 'created', 'absent'] }),
      id: { type: 'string' },
      conditions: { type: 'array' },
      identifiers: { type: 'object' },
      attrs: { type: ['object', 'null'] },
    },
    allOf: models.map((model) => ({
      if: { properties: { model: { const: model } }, required: ['model'] },
      then: { $ref: `#/definitions/${model}` },
    })),
  };
}

/**
 * The schema of the identifiers and attributes of a model. Which attributes a create requires is checked by a
 * rule, not by the schema.
 */
function modelSchema(model: Resource): JsonSchema {
  const written = Object.entries(model.fields).filter(([, field]) => isWritten(field));
  const fields = Object.fromEntries(written.map(([name, field]) => [name, schemaOf(field)]));
  const identifying = Object.keys(model.lookups).sort();
  return {
    title: model.label,
    properties: {
      identifiers: {
        type: 'object',
        propertyNames: { pattern: `^(${identifying.join('|')})(__\\w+)?$` },
        properties: Object.fromEntries(written.map(([name, field]) => [name, identifierSchema(field)])),
      },
      attrs: { type: ['object', 'null'], properties: fields },
    },
  };
}

/** The schema of a field as an identifier: `{pk: …}` stands for the value that it holds. */
function identifierSchema(field: Shape): JsonSchema {
  const schema = schemaOf(field);
  return {
    if: { type: 'object', required: ['pk'] },
    then: { properties: { pk: schema } },
    else: schema,
  };
}

/** Whether a blueprint can write a field at all. */
export function isWritten(field: Shape): boolean {
  return !field.readOnly || field.setter !== undefined || field.writtenAs !== undefined;
}
