import type { Catalog, Resource, Shape } from '../catalog/model.ts';
import { shortRelease } from '../catalog/release.ts';
import type { JsonSchema } from '../forms/form.ts';
import { JSON_SCHEMA } from '../forms/json.ts';
import { TAG_SCHEMA } from '../forms/plain.ts';
import { orTag, schemaOf } from '../forms/schema.ts';

/*
 * The schema describes a blueprint as the server takes it, which is more generous than the document: a number
 * is taken for a text, "yes" for a boolean. What a value must be is said by the form of its field
 * (src/forms); where it may be a tag, the schema lets it through. Whoever validates presents each value as the
 * form does: without the white space that the server cuts off, a tag as `{"$tag": "!Find"}`. What editors need
 * instead is in editor/.
 */

/**
 * The JSON Schema of blueprints of a release; `definitions` has one schema a model, for its identifiers and
 * attributes.
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

/** A blueprint that is applied first. */
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
 * Identifiers and attributes of one model. Which attributes are required to create an object is a rule, not
 * the schema's business.
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

/**
 * What the server takes for a field as an identifier: one that is an object may be a mapping with its key in
 * it: `{pk: …}`.
 */
export function identifierSchema(field: Shape): JsonSchema {
  return field.references
    ? { if: { type: 'object', required: ['pk'] }, else: schemaOf(field) }
    : schemaOf(field);
}

/** Whether a blueprint can write a field at all. */
export function isWritten(field: Shape): boolean {
  return !field.readOnly || field.setter !== undefined || field.writtenAs !== undefined;
}
