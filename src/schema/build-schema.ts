import type { Catalog, Field, Resource } from '../catalog/model.ts';
import { shortRelease } from '../catalog/release.ts';

/** A JSON Schema, draft-07. */
export type JsonSchema = boolean | { readonly [key: string]: unknown };

/*
 * The schema describes a blueprint as the server takes it, which is more generous than the document: a number
 * is taken for a text, "yes" for a boolean. Where a value may be a tag, the schema lets it through: whoever
 * validates presents a tag as `{"$tag": "!Find"}` and a date as `{"$time": "date"}` (see TAG and TIME). What
 * editors need instead is in editor/.
 */

/** The key that marks a tag in what is validated. */
export const TAG = '$tag';
/** The key that marks a date or time stamp, which YAML 1.1 makes of unquoted text. */
export const TIME = '$time';

/** What the server takes for true or false, beside true and false. */
export const BOOLEAN_WORDS: readonly (string | number)[] = [
  't',
  'T',
  'y',
  'Y',
  'yes',
  'Yes',
  'YES',
  'true',
  'True',
  'TRUE',
  'on',
  'On',
  'ON',
  '1',
  1,
  'f',
  'F',
  'n',
  'N',
  'no',
  'No',
  'NO',
  'false',
  'False',
  'FALSE',
  'off',
  'Off',
  'OFF',
  '0',
  0,
];

/** A tag as it is presented; the definition `tag` of every schema. */
export const TAG_SCHEMA: JsonSchema = { type: 'object', required: [TAG] };

/** A value, or any tag. `if/else`, so that what is wrong with the value is all that is said. */
function orTag(schema: JsonSchema): JsonSchema {
  return { if: { $ref: '#/definitions/tag' }, else: schema };
}

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
      entry: entrySchema([...models.map((model) => model.name), ...meta.map((model) => model.name)].sort()),
      ...Object.fromEntries(models.map((model) => [model.name, modelSchema(model)])),
      ...Object.fromEntries(
        meta.map((model) => [
          model.name,
          {
            properties: {
              attrs: {
                type: 'object',
                required: ['identifiers'],
                properties: { identifiers: orTag({ type: 'object' }), required: orTag({ type: 'boolean' }) },
              },
            },
          },
        ]),
      ),
    },
  };
}

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
  const fields = Object.fromEntries(written.map(([name, field]) => [name, fieldSchema(field)]));
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
export function identifierSchema(field: Omit<Field, 'required'>): JsonSchema {
  return field.references
    ? { if: { type: 'object', required: ['pk'] }, else: fieldSchema(field) }
    : fieldSchema(field);
}

/** Whether a blueprint can write a field at all. */
export function isWritten(field: Omit<Field, 'required'>): boolean {
  return !field.readOnly || field.setter !== undefined || field.writtenAs !== undefined;
}

/** What the server takes for a field. */
export function fieldSchema(field: Omit<Field, 'required'>): JsonSchema {
  const schema = bareSchema(field);
  return orTag(field.nullable ? { if: { type: 'null' }, else: schema } : schema);
}

function bareSchema(field: Omit<Field, 'required'>): JsonSchema {
  if (field.enum)
    return typeof field.enum[0] === 'number'
      ? { if: { type: 'string', pattern: `^(${field.enum.join('|')})$` }, else: { enum: field.enum } }
      : { enum: [...field.enum, ...sameInText(field.enum)] };
  switch (field.type) {
    case 'string':
      if (field.references) return { type: ['string', 'integer'] };
      return field.format === 'date-time'
        ? {
            if: { type: 'object', properties: { [TIME]: { const: 'datetime' } }, required: [TIME] },
            else: { type: 'string', format: 'date-time' },
          }
        : {
            type: ['string', 'number'],
            ...(field.minLength === undefined ? {} : { minLength: field.minLength }),
            ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
            ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
            ...(field.format === undefined ? {} : { format: field.format }),
          };
    case 'integer':
      return { type: ['integer', 'string'], pattern: '^\\s*[-+]?\\d+\\s*$', ...bounds(field) };
    case 'number':
      return {
        type: ['number', 'string'],
        pattern: '^\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*$',
        ...bounds(field),
      };
    case 'boolean':
      return {
        type: ['boolean', 'string', 'integer'],
        if: { type: ['string', 'integer'] },
        then: { enum: BOOLEAN_WORDS },
      };
    case 'array':
      return {
        type: 'array',
        ...(field.minLength === undefined ? {} : { minItems: field.minLength }),
        ...(field.items
          ? {
              items: fieldSchema({
                ...field.items,
                ...(field.references ? { references: field.references } : {}),
              }),
            }
          : {}),
      };
    case 'object':
      return {
        type: 'object',
        if: { type: 'object' },
        then: { not: { required: [TIME] } },
        ...membersSchema(field.members),
      };
    case 'json':
      return true;
  }
}

/** What is known of the members of a mapping. Other members are dropped by the server. */
function membersSchema(members: Field['members']): { readonly [key: string]: unknown } {
  if (!members) return {};
  const required = Object.entries(members)
    .filter(([, member]) => member.required)
    .map(([name]) => name);
  return {
    properties: Object.fromEntries(
      Object.entries(members).map(([name, member]) => [name, fieldSchema(member)]),
    ),
    ...(required.length > 0 ? { required } : {}),
  };
}

/**
 * The numbers that are written like a choice: a choice is looked up by its text, so `6` chooses "6"
 * (measured: authentik's own TOTP blueprint on 2025.12.4).
 */
export function sameInText(choices: NonNullable<Field['enum']>): number[] {
  return choices.flatMap((choice) =>
    typeof choice === 'string' && /^(0|[1-9]\d*)$/.test(choice) ? [Number(choice)] : [],
  );
}

/** The bounds of a number. */
export function bounds(field: Omit<Field, 'required'>): {
  readonly minimum?: number;
  readonly maximum?: number;
} {
  return {
    ...(field.minimum === undefined ? {} : { minimum: field.minimum }),
    ...(field.maximum === undefined ? {} : { maximum: field.maximum }),
  };
}
