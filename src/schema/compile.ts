import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { hasFormat } from '../catalog/formats.ts';
import type { buildSchema } from './build-schema.ts';

type BlueprintSchema = ReturnType<typeof buildSchema>;

/** One thing that the schema finds wrong: where, which rule of the schema, and what the rule says. */
export interface SchemaError {
  /** From the entry: `['attrs', 'fields', 0]`. */
  readonly path: readonly string[];
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schema: unknown;
}

/** Checks an entry, presented as plain values, against the definition of its model. */
export type EntryValidator = (entry: unknown) => readonly SchemaError[];

const compiled = new WeakMap<BlueprintSchema, { readonly ajv: Ajv; readonly validators: Map<string, EntryValidator> }>();

/** The validator of a model, compiled when it is first asked for: most runs use few models. */
export function validatorFor(schema: BlueprintSchema, model: string): EntryValidator {
  let known = compiled.get(schema);
  if (!known) compiled.set(schema, (known = { ajv: newAjv(), validators: new Map() }));
  let validator = known.validators.get(model);
  if (!validator) {
    const definition = schema.definitions[model];
    // Compiled by itself: the whole schema takes Ajv a second, one model a few milliseconds.
    const check = typeof definition === 'object' ? known.ajv.compile({ ...definition, definitions: { tag: schema.definitions['tag'] } }) : undefined;
    known.validators.set(model, (validator = check ? (entry) => run(check, entry) : () => []));
  }
  return validator;
}

function newAjv(): Ajv {
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true, validateSchema: false, logger: false });
  for (const format of ['url', 'uri', 'uris', 'email', 'uuid', 'date-time', 'duration']) ajv.addFormat(format, (text) => text === '' || hasFormat(format, text));
  return ajv;
}

function run(check: ValidateFunction, entry: unknown): readonly SchemaError[] {
  if (check(entry)) return [];
  return (check.errors ?? []).filter(isCause).map((error) => ({ path: pathOf(error), keyword: error.keyword, params: error.params as Record<string, unknown>, schema: error.parentSchema }));
}

/** `if` only says that a branch failed; what failed in it is said by the branch. */
function isCause(error: ErrorObject): boolean {
  return error.keyword !== 'if' && error.keyword !== 'propertyNames';
}

function pathOf(error: ErrorObject): string[] {
  return error.instancePath.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
