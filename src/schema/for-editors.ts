import type { buildSchema } from './build-schema.ts';

type BlueprintSchema = ReturnType<typeof buildSchema>;

/**
 * The same schema for editors. The YAML language server knows no tags: it shows `!KeyOf a` as the text `a` and `!Find [ … ]`
 * as a list, so every text and every list may be one. What is left is worth having: names of models, fields and choices to
 * complete, numbers and booleans that are none, identifiers that cannot identify.
 */
export function forEditors(schema: BlueprintSchema): BlueprintSchema {
  return { ...schema, definitions: { ...schema.definitions, tag: { type: ['string', 'array'] } } };
}
