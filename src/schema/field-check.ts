import { isDict, type Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { accept } from '../forms/accept.ts';
import type { JsonSchema, Problem } from '../forms/form.ts';
import { present, schemaOf } from '../forms/schema.ts';
import { identifierSchema, isWritten } from './build-schema.ts';
import { type Check, compile } from './compile.ts';
import { CHECKS } from './generated/checks.js';

/*
 * A model's schema is the schemas of its fields by name, and most fields look like many others: the thousands
 * of fields of two releases have about 130 schemas. So what is compiled is the schema of a field, not of a
 * model: small enough to do beforehand (generated/checks.js), and what another release or server has of its
 * own is compiled when it is met.
 */

/**
 * One thing that the schema finds wrong with a value: where in it, which rule of the schema, and what the
 * rule says.
 */
export interface SchemaError {
  /** From the value: `['0', 'name']`. */
  readonly path: readonly string[];
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * What a value is given to: a field as an attribute, or as an identifier, where a reference may be written as
 * a mapping with the key.
 */
export type Part = 'attrs' | 'identifiers';

const known = { attrs: new WeakMap<Shape, Check>(), identifiers: new WeakMap<Shape, Check>() };
const compiled = new Map<string, Check>();

/**
 * What is wrong with a value of a field, in the words of its form, where the schema refuses it; nothing
 * against one that cannot be written.
 */
export function checkField(field: Shape, part: Part, value: Value): readonly Problem[] {
  const errors = schemaErrors(field, part, presentAs(field, part, value));
  if (errors.length === 0) return [];
  const accepted = accept(field, value);
  if (!accepted.ok) return accepted.problems;
  // No release that we know gets here (test/forms/agree.test.ts); a document of a patched server might.
  return errors.map(({ path, keyword }) => ({
    code: 'attribute-type',
    message: `is not what the server takes (${keyword})`,
    path,
  }));
}

/** A value as the schema of its field sees it, as an attribute or as an identifier. */
export function presentAs(field: Shape, part: Part, value: Value): unknown {
  const isKeyed = part === 'identifiers' && field.references !== undefined && isDict(value);
  return isKeyed && Object.hasOwn(value, 'pk') ? { pk: true } : present(field, value);
}

/** What the schema says against a value of a field, as `presentAs` gives it. */
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

/** `if` only says that a branch failed; what failed in it is said by the branch. */
function isCause({ keyword }: { readonly keyword: string }): boolean {
  return keyword !== 'if';
}

function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
