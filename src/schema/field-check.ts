import type { Field } from '../catalog/model.ts';
import { fieldSchema, identifierSchema, isWritten, type JsonSchema } from './build-schema.ts';
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

type SlotField = Omit<Field, 'required'>;

const known = { attrs: new WeakMap<SlotField, Check>(), identifiers: new WeakMap<SlotField, Check>() };
const compiled = new Map<string, Check>();

/**
 * What the schema says against a value of a field, presented as plain values; nothing against one that cannot
 * be written.
 */
export function checkField(field: SlotField, part: Part, value: unknown): readonly SchemaError[] {
  if (!isWritten(field)) return [];
  let check = known[part].get(field);
  if (!check)
    known[part].set(
      field,
      (check = checkOf(part === 'attrs' ? fieldSchema(field) : identifierSchema(field))),
    );
  if (check(value)) return [];
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
