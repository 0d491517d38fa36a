import type { Field, FieldType, Json } from '../model.ts';
import { component, type Document, refName, type SchemaNode } from '../openapi.ts';

type Bare = { -readonly [K in keyof Field]: Field[K] };

/** How a document says that a text is a duration; there is no format of that name in it. */
const DURATION = /\(Format: (weeks|days|hours|minutes|seconds)=/;

/** One field as the answer (`shown`) and the request (`written`) describe it; either may be missing. */
export function buildField(
  document: Document,
  shown: SchemaNode | undefined,
  written: SchemaNode | undefined,
): Field {
  const schema = written ?? shown ?? {};
  const field: Bare = { ...shapeOf(document, schema) };
  if (written && !isNested(document, written)) addMembers(document, field, written);
  if (!written || isNested(document, written)) field.readOnly = true;
  if (!shown || shown.writeOnly) field.writeOnly = true;
  if (schema.nullable || shown?.nullable) field.nullable = true;
  if (field.type === 'string' && DURATION.test(schema.description ?? '')) field.format = 'duration';
  return field;
}

/** Type, format, choices and bounds of a value. */
function shapeOf(document: Document, schema: SchemaNode): Bare {
  const choices = choicesOf(document, schema);
  if (choices) {
    const type = typeof choices.values[0] === 'number' ? 'integer' : 'string';
    const choice: Bare = { type, enum: choices.values };
    if (choices.nullable) choice.nullable = true;
    return choice;
  }
  const target = refName(schema) === undefined ? schema : component(document, refName(schema));
  const shape: Bare = { type: typeOf(target) };
  if (target.format && !['int32', 'int64', 'double', 'float'].includes(target.format))
    shape.format = target.format;
  if (target.minLength !== undefined || target.minItems !== undefined)
    shape.minLength = target.minLength ?? target.minItems ?? 0;
  if (target.maxLength !== undefined) shape.maxLength = target.maxLength;
  if (target.pattern !== undefined) shape.pattern = target.pattern;
  if (target.minimum !== undefined) shape.minimum = target.minimum;
  if (target.maximum !== undefined) shape.maximum = target.maximum;
  if (target.type === 'array' && target.items) shape.items = innerValue(document, target.items);
  return shape;
}

/**
 * A value inside a list or a mapping. Plain texts are trimmed, as all texts of the serializers are that do
 * not say otherwise.
 */
function innerValue(document: Document, schema: SchemaNode, isRequired = false): Bare {
  const value = shapeOf(document, schema);
  if (schema.nullable) value.nullable = true;
  if (isRequired) value.required = true;
  if (schema.default !== undefined) value.default = schema.default as Json;
  if (value.type === 'string' && !value.enum && value.format === undefined) value.trim = true;
  return value;
}

/**
 * What the mapping that a request takes must hold, or each mapping of a list (the redirect URIs of a provider
 * since 2024.8).
 */
function addMembers(document: Document, field: Bare, written: SchemaNode): void {
  const members = membersOf(document, written);
  const ofItems = written.type === 'array' && written.items ? membersOf(document, written.items) : undefined;
  if (members) field.members = members;
  if (ofItems && field.items) field.items = { ...field.items, members: ofItems };
}

function membersOf(document: Document, schema: SchemaNode): Record<string, Field> | undefined {
  const target = refName(schema) === undefined ? schema : component(document, refName(schema));
  if (!target.properties) return undefined;
  return Object.fromEntries(
    Object.entries(target.properties).map(([name, member]) => [
      name,
      innerValue(document, member, target.required?.includes(name)),
    ]),
  );
}

function typeOf(schema: SchemaNode): FieldType {
  switch (schema.type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
    case 'array':
      return schema.type;
    case 'object':
      return 'object';
    default:
      return schema.properties ? 'object' : 'json';
  }
}

/** The choices of an enum, also where it is put together of an enum, a blank and a null. */
function choicesOf(
  document: Document,
  schema: SchemaNode,
): { values: (string | number)[]; nullable: boolean } | undefined {
  const parts = schema.enum
    ? [schema]
    : (schema.oneOf ?? (refName(schema) === undefined ? [] : [component(document, refName(schema))]));
  const values: (string | number)[] = [];
  let nullable = false;
  for (const part of parts) {
    const target = part.enum ? part : component(document, refName(part));
    if (!target.enum) return undefined;
    for (const value of target.enum) {
      if (value === null) nullable = true;
      else values.push(value);
    }
  }
  return values.length > 0 ? { values: [...new Set(values)], nullable } : undefined;
}

/**
 * Objects written out inside another (`flow_set` of a stage): the server crashes on them (probe
 * stage_flow_set_existing).
 */
function isNested(document: Document, schema: SchemaNode): boolean {
  const inner = component(document, refName(schema.items));
  const shown = component(document, refName(schema.items)?.replace(/Request$/, ''));
  return schema.type === 'array' && inner.properties !== undefined && 'pk' in (shown.properties ?? {});
}
