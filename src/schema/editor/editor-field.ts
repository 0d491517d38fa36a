import type { Field } from '../../catalog/model.ts';
import { BOOLEAN_WORDS, bounds, sameInText } from '../build-schema.ts';
import { describeField } from './describe-field.ts';

type Schema = { readonly [key: string]: unknown };
type Slot = Omit<Field, 'required'>;

/**
 * A value, or any tag. `if/else`, so that what is wrong with the value is all that is said;
 * yaml-language-server looks for what to complete in `anyOf` only, so there it stands again beside a schema
 * that takes everything.
 */
export function orTag(schema: Schema, hint: Schema = schema): Schema {
  return {
    ...(Object.keys(hint).length === 0 ? {} : { anyOf: [hint, {}] }),
    if: { $ref: '#/definitions/tag' },
    else: schema,
  };
}

/** A field or an item of one, or any tag. */
function slotSchema(slot: Slot): Schema {
  return orTag(
    valueSchema(slot),
    slot.enum ? { enum: choicesOf(slot) } : slot.type === 'json' ? {} : { type: slot.type },
  );
}

/** The choices; those that are numbers in quotes may be written without. */
function choicesOf({ enum: choices = [], nullable }: Slot): readonly unknown[] {
  return [...choices, ...sameInText(choices), ...(nullable ? [null] : [])];
}

/** What an editor says of a field and lets through in it. `since`: the release that brought it. */
export function editorField(field: Field, since?: string): Schema {
  const { default: given } = field;
  return {
    description: describeField(field, since),
    ...(typeof given === 'boolean' || typeof given === 'number' || (typeof given === 'string' && given !== '')
      ? { default: given }
      : {}),
    ...slotSchema(field),
  };
}

/** What many fields share. */
export const SHARED: Readonly<Record<string, Schema>> = {
  boolean: booleanSchema('boolean', 'string', 'integer'),
  'boolean-or-null': booleanSchema('boolean', 'string', 'integer', 'null'),
};

function booleanSchema(...type: string[]): Schema {
  return {
    type,
    minimum: 0,
    maximum: 1,
    pattern: `^(${BOOLEAN_WORDS.filter((word) => typeof word === 'string').join('|')})$`,
    errorMessage: 'This must be true or false.',
  };
}

/**
 * The schema of a field for an identifier, which may name its object as a mapping with the key in it: `{pk:
 * …}`.
 */
export function orKeyed(schema: Schema): Schema {
  return { ...schema, if: { anyOf: [{ $ref: '#/definitions/tag' }, { type: 'object', required: ['pk'] }] } };
}

/**
 * As buildSchema has it, in the shape from which editors complete best: `type` and `enum` side by side, null
 * among the types.
 */
function valueSchema(field: Slot): Schema {
  const types = (...names: string[]): { readonly type: string | readonly string[] } => ({
    type: field.nullable ? [...names, 'null'] : names.length === 1 ? (names[0] ?? '') : names,
  });
  if (field.enum) {
    const choices = { enum: choicesOf(field) };
    return typeof field.enum[0] === 'number'
      ? { anyOf: [choices, { type: 'string', pattern: `^(${field.enum.join('|')})$` }] }
      : choices;
  }
  switch (field.type) {
    case 'string':
      return field.references
        ? types('string', 'integer')
        : {
            ...types('string', 'number'),
            ...(field.minLength === undefined ? {} : { minLength: field.minLength }),
            ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
            ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
          };
    case 'integer':
      return {
        ...types('integer', 'string'),
        pattern: '^\\s*[-+]?\\d+\\s*$',
        ...bounds(field),
        errorMessage: 'This must be a whole number.',
      };
    case 'number':
      return {
        ...types('number', 'string'),
        pattern: '^\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*$',
        ...bounds(field),
        errorMessage: 'This must be a number.',
      };
    case 'boolean':
      return { $ref: `#/definitions/boolean${field.nullable ? '-or-null' : ''}` };
    case 'array':
      return {
        ...types('array'),
        ...(field.minLength === undefined ? {} : { minItems: field.minLength }),
        ...(field.items
          ? {
              items: slotSchema({
                ...field.items,
                ...(field.references ? { references: field.references } : {}),
              }),
            }
          : {}),
      };
    case 'object':
      return types('object');
    case 'json':
      return {};
  }
}
