import { createRequire } from 'node:module';
import type * as AjvModule from 'ajv';
import type { Ajv, AnySchema, Options } from 'ajv';
import type { JsonSchema } from '../forms/form.ts';
import { ANY_JSON, JSON_SCHEMA } from '../forms/json.ts';
import { TAG_SCHEMA } from '../forms/plain.ts';
import { FORMATS } from '../forms/schema.ts';

/** What Ajv makes of a schema: false when a value breaks it, and then `errors` says how. */
export interface Check {
  (value: unknown): boolean;
  errors?:
    | null
    | readonly {
        readonly instancePath: string;
        readonly keyword: string;
        readonly params: Readonly<Record<string, unknown>>;
      }[];
}

/** What a schema may demand of a text; an empty text is none of a format's business. */
export const SCHEMA_FORMATS: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries(
  FORMATS.map(({ name, has }) => [name, (text: string) => text === '' || has(text)]),
);

let ajv: Ajv | undefined;

/**
 * Compiles the schema of a value. The first call loads Ajv, which takes longer than most files to validate;
 * see field-check.ts.
 */
export function compile(schema: JsonSchema): Check {
  ajv ??= newAjv();
  return ajv.compile(complete(schema)) as Check;
}

/** Ajv as we use it; `code`: what it writes when the validators are made beforehand. */
export function newAjv(code: Options['code'] = {}): Ajv {
  // `require`, since a rule that meets the first value to be compiled for cannot wait for an import.
  const loaded = createRequire(import.meta.url)('ajv') as typeof AjvModule;
  const made = new loaded.Ajv({
    allErrors: true,
    strict: false,
    validateSchema: false,
    logger: false,
    messages: false,
    code,
  });
  for (const [format, check] of Object.entries(SCHEMA_FORMATS)) made.addFormat(format, check);
  return made;
}

/** The schema of a value with what it refers to. */
export function complete(schema: JsonSchema): AnySchema {
  if (typeof schema === 'boolean') return schema;
  const json = JSON.stringify(schema).includes(ANY_JSON.$ref) ? JSON_SCHEMA : undefined;
  return { ...schema, definitions: { tag: TAG_SCHEMA, json } };
}
