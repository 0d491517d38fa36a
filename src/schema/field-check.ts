import { isDict, type Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { accept } from '../forms/accept.ts';
import type { JsonSchema, Problem } from '../forms/form.ts';
import { present, schemaOf } from '../forms/schema.ts';
import { identifierSchema, isWritten } from './build-schema.ts';
import { type Check, compile } from './compile.ts';
import { CHECKS } from './generated/checks.js';

/*
 * A model's schema consists of the schemas of its fields, and most of these are equal: the thousands of
 * fields of two releases have about 130 schemas. So schemas are compiled per field and not per model. They
 * are few enough to be compiled beforehand (generated/checks.js); any other schema, of another release or
 * server, is compiled when it is first needed.
 */

/** An error of a schema: the path within the value, the keyword of the schema, and its parameters. */
export interface SchemaError {
  /** The path within the value: `['0', 'name']`. */
  readonly path: readonly string[];
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * The part of an entry that a field is in: an attribute, or an identifier, where a reference may be a mapping
 * with the key.
 */
export type Part = 'attrs' | 'identifiers';

const known = { attrs: new WeakMap<Shape, Check>(), identifiers: new WeakMap<Shape, Check>() };
const compiled = new Map<string, Check>();

/**
 * The problems of a value that the schema of its field refuses, in the words of its form; none for a field
 * that cannot be written.
 */
export function checkField(field: Shape, part: Part, value: Value): readonly Problem[] {
  const errors = schemaErrors(field, part, presentAs(field, part, value));
  if (errors.length === 0) return [];
  const accepted = accept(field, value);
  if (!accepted.ok) return accepted.problems;
  // This does not happen with any known release (test/forms/agree.test.ts), but may with the document of a
  // patched server.
  return errors.map(({ path, keyword }) => ({
    code: 'attribute-type',
    message: `is not what the server takes (${keyword})`,
    path,
  }));
}

/** A value in the form that the schema of its field checks, as an attribute or as an identifier. */
export function presentAs(field: Shape, part: Part, value: Value): unknown {
  const isKeyed = part === 'identifiers' && field.references !== undefined && isDict(value);
  return isKeyed && Object.hasOwn(value, 'pk') ? { pk: true } : present(field, value);
}

/** The errors of the schema for a value of a field, in the form that `presentAs` gives. */
export function schemaErrors(field: Shape, part: Part, presented: unknown): readonly SchemaError[] {
  if (!isWritten(field)) return [];
  let check = known[part].get(field);
  if (!check) {
    check = checkOf(part === 'attrs' ? schemaOf(field) : identifierSchema(field));
    known[part].set(field, check);
  }
  if (check(presented)) return [];
  return (check.errors ?? [])
    .filter(isCause)
    .map(({ instancePath, keyword, params }) => ({ path: pathOf(instancePath), keyword, params }));
}

function checkOf(schema: JsonSchema): Check {
  const text = JSON.stringify(schema);
  const ready = CHECKS[text] ?? compiled.get(text);
  if (ready) return ready;
  const check = compile(schema);
  compiled.set(text, check);
  return check;
}

/** Whether an error is more than a report of `if` that a branch failed; the branch reports its own errors. */
function isCause({ keyword }: { readonly keyword: string }): boolean {
  return keyword !== 'if';
}

function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
