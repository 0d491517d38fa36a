import { type Dict, isDict, type Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { accept } from '../forms/accept.ts';
import type { JsonSchema, Problem } from '../forms/form.ts';
import { present, schemaOf } from '../forms/schema.ts';
import { isWritten } from './build-schema.ts';
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

/** The part of an entry that a field is in: an attribute, or an identifier, which may be written `{pk: …}`. */
export type Part = 'attrs' | 'identifiers';

const known = new WeakMap<Shape, Check>();
const compiled = new Map<string, Check>();

/**
 * The problems of a value that the schema of its field refuses, in the words of its form; none for a field
 * that cannot be written.
 */
export function checkField(field: Shape, part: Part, value: Value): readonly Problem[] {
  if (part === 'identifiers' && isKeyed(value))
    return checkField(field, 'attrs', value['pk'] ?? null).map(inKey);
  const errors = schemaErrors(field, present(field, value));
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

/**
 * Whether an identifier is a mapping that stands for its member `pk`: the importer takes it so for every
 * field (measured with the importer of 2023.2.3).
 */
function isKeyed(value: Value): value is Dict {
  return isDict(value) && Object.hasOwn(value, 'pk');
}

function inKey(problem: Problem): Problem {
  return { ...problem, path: ['pk', ...problem.path] };
}

/** The errors of the schema for a value of a field, in the form that `present` gives. */
export function schemaErrors(field: Shape, presented: unknown): readonly SchemaError[] {
  if (!isWritten(field)) return [];
  let check = known.get(field);
  if (!check) {
    check = checkOf(schemaOf(field));
    known.set(field, check);
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
