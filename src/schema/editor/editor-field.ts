import type { Field, Shape } from '../../catalog/model.ts';
import { boolean } from '../../forms/boolean.ts';
import { choicesOf } from '../../forms/choice.ts';
import { formOf } from '../../forms/form-of.ts';
import { IS_TAG } from '../../forms/schema.ts';
import { describeField } from './describe-field.ts';

type Schema = { readonly [key: string]: unknown };

/**
 * A value, or any tag. `if/else`, so that what is wrong with the value is all that is said;
 * yaml-language-server looks for what to complete in `anyOf` only, so there it stands again beside a schema
 * that takes everything.
 */
export function orTag(schema: Schema, hint: Schema = schema): Schema {
  const isHint = Object.keys(hint).length > 0;
  return { anyOf: isHint ? [hint, {}] : undefined, if: IS_TAG, else: schema };
}

/** A field or an item of one, or any tag. */
function slotSchema(slot: Shape): Schema {
  return orTag(valueSchema(slot), hintOf(slot));
}

/** From what an editor completes. */
function hintOf(slot: Shape): Schema {
  if (slot.enum) return { enum: choicesOf(slot) };
  return slot.type === 'json' ? {} : { type: slot.type };
}

/** What an editor says of a field and lets through in it. `since`: the release that brought it. */
export function editorField(field: Field, since?: string): Schema {
  return { description: describeField(field, since), default: shownDefault(field), ...slotSchema(field) };
}

function shownDefault({ default: given }: Field): boolean | number | string | undefined {
  if (typeof given === 'boolean' || typeof given === 'number') return given;
  return typeof given === 'string' && given !== '' ? given : undefined;
}

const SHARED_BOOLEAN = boolean.editorSchema?.({ type: 'boolean' }, slotSchema) ?? {};

/** What many fields share. */
export const SHARED: Readonly<Record<string, Schema>> = {
  boolean: SHARED_BOOLEAN,
  'boolean-or-null': orNull(SHARED_BOOLEAN),
};

/**
 * The schema of a field for an identifier, which may name its object as a mapping with the key in it: `{pk:
 * …}`.
 */
export function orKeyed(schema: Schema): Schema {
  return { ...schema, if: { anyOf: [IS_TAG, { type: 'object', required: ['pk'] }] } };
}

/**
 * As buildSchema has it, in the shape from which editors complete best: `type` and `enum` side by side, null
 * among the types.
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
