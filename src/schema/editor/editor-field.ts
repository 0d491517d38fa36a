import type { Field, Shape } from '../../catalog/model.ts';
import { boolean } from '../../forms/boolean.ts';
import { choicesOf } from '../../forms/choice.ts';
import { formOf } from '../../forms/form-of.ts';
import { IS_TAG } from '../../forms/schema.ts';
import { describeField } from './describe-field.ts';

type Schema = { readonly [key: string]: unknown };

/**
 * The schema of a value or any tag. It uses `if/else`, so that only the errors of the value are shown.
 * yaml-language-server completes from `anyOf` only, so `hint` is repeated there, next to a schema that
 * accepts everything.
 */
export function orTag(schema: Schema, hint: Schema = schema): Schema {
  const isHint = Object.keys(hint).length > 0;
  return { anyOf: isHint ? [hint, {}] : undefined, if: IS_TAG, else: schema };
}

/** The schema of a field or an item of one, or any tag. */
function slotSchema(slot: Shape): Schema {
  return orTag(valueSchema(slot), hintOf(slot));
}

/** The schema from which an editor completes. */
function hintOf(slot: Shape): Schema {
  if (slot.enum) return { enum: choicesOf(slot) };
  return slot.type === 'json' ? {} : { type: slot.type };
}

/**
 * The schema of a field for editors: its description and its values. `since`: the release since which it
 * exists.
 */
export function editorField(field: Field, since?: string): Schema {
  return { description: describeField(field, since), default: shownDefault(field), ...slotSchema(field) };
}

function shownDefault({ default: given }: Field): boolean | number | string | undefined {
  if (typeof given === 'boolean' || typeof given === 'number') return given;
  return typeof given === 'string' && given !== '' ? given : undefined;
}

const SHARED_BOOLEAN = boolean.editorSchema?.({ type: 'boolean' }, slotSchema) ?? {};

/** Definitions that many fields share. */
export const SHARED: Readonly<Record<string, Schema>> = {
  boolean: SHARED_BOOLEAN,
  'boolean-or-null': orNull(SHARED_BOOLEAN),
};

/** The schema of a reference as an identifier, which may also be a mapping with the key: `{pk: …}`. */
export function orKeyed(schema: Schema): Schema {
  return { ...schema, if: { anyOf: [IS_TAG, { type: 'object', required: ['pk'] }] } };
}

/**
 * The schema of a value in the shape from which editors complete best: `type` and `enum` together, null among
 * the types.
 */
function valueSchema(field: Shape): Schema {
  const form = formOf(field);
  if (form === boolean) return { $ref: `#/definitions/boolean${field.nullable ? '-or-null' : ''}` };
  const schema = (form.editorSchema ?? form.schema)(field, slotSchema);
  return field.nullable ? orNull(schema) : schema;
}

function orNull(schema: Schema): Schema {
  const { type } = schema;
  if (typeof type === 'string') return { ...schema, type: [type, 'null'] };
  return Array.isArray(type) ? { ...schema, type: [...(type as readonly unknown[]), 'null'] } : schema;
}
