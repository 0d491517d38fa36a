import { createRequire } from 'node:module';
import type * as AjvModule from 'ajv';
import type { Ajv, AnySchema, Options } from 'ajv';
import type { JsonSchema } from '../forms/form.ts';
import { ANY_JSON, JSON_SCHEMA } from '../forms/json.ts';
import { TAG_SCHEMA } from '../forms/plain.ts';
import { FORMATS } from '../forms/schema.ts';

/** A compiled schema: returns false for a value that does not match, and then `errors` says why. */
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

/** The formats of schemas. An empty text has every format: whether it is allowed is decided by its length. */
export const SCHEMA_FORMATS: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries(
  FORMATS.map(({ name, has }) => [name, (text: string) => text === '' || has(text)]),
);

let ajv: Ajv | undefined;

/**
 * Compiles the schema of a value. The first call loads Ajv, which takes longer than validating most files;
 * see field-check.ts.
 */
export function compile(schema: JsonSchema): Check {
  ajv ??= newAjv();
  return ajv.compile(complete(schema)) as Check;
}

/** Ajv with our options. `code`: options for generating the code of validators. */
export function newAjv(code: Options['code'] = {}): Ajv {
  // `require`, since the caller is synchronous and cannot wait for an import.
  const loaded = createRequire(import.meta.url)('ajv') as typeof AjvModule;
  const made = new loaded.Ajv({
    allErrors: true,
    strict: false,
    validateSchema: false,
    logger: false,
    messages: false,
    loopEnum: 2,
    code,
  });
  for (const [format, check] of Object.entries(SCHEMA_FORMATS)) made.addFormat(format, check);
  return made;
}

/** The schema of a value together with the definitions that it refers to. */
export function complete(schema: JsonSchema): AnySchema {
  if (typeof schema === 'boolean') return schema;
  const json = JSON.stringify(schema).includes(ANY_JSON.$ref) ? JSON_SCHEMA : undefined;
  return { ...schema, definitions: { tag: TAG_SCHEMA, json } };
}
