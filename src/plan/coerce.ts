import { isDict, isOpen, Opaque, PyFloat, PyTime, type Value } from '../blueprint/value.ts';
import { floatText } from '../blueprint/python-text.ts';
import { FORMATS, hasFormat } from '../catalog/formats.ts';
import type { Field } from '../catalog/model.ts';
import { itemOf, trimLikePython } from '../catalog/normal-forms.ts';
import type { Code } from '../diagnostics/codes.ts';

/*
 * What the server makes of a value before it stores it. authentik's serializers are generous (a number
 * becomes text, "5" an integer, "yes" a boolean) and cut white space, so a value is first brought into the
 * form that the server would give back: the differ then has no special cases. What the server would refuse is
 * refused here, before anything is written. Measured on 2023.2.3: probes yaml_int_name, yaml_date_name,
 * ident_list_value, attr_whitespace_trim, yaml_inf and the recordings of the REST API.
 */

export interface Problem {
  readonly code: Code;
  readonly message: string;
  /** Where in the value: keys and indexes. */
  readonly path: readonly (string | number)[];
}

export type Coerced =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

const TRUE = new Set([
  't',
  'T',
  'y',
  'Y',
  'yes',
  'Yes',
  'YES',
  'true',
  'True',
  'TRUE',
  'on',
  'On',
  'ON',
  '1',
]);
const FALSE = new Set([
  'f',
  'F',
  'n',
  'N',
  'no',
  'No',
  'NO',
  'false',
  'False',
  'FALSE',
  'off',
  'Off',
  'OFF',
  '0',
]);
const NULL = new Set(['null', 'Null', 'NULL', '']);

/**
 * Brings a value into the form in which the server stores and shows this field, or says why it would refuse
 * it.
 */
export function coerce(
  field: Omit<Field, 'required'>,
  value: Value,
  path: readonly (string | number)[] = [],
): Coerced {
  if (isOpen(value)) return { ok: true, value };
  if (value instanceof Opaque) return refuse('tag-misplaced', `${value.tag} is not resolved here`, path);
  if (value === null || (value === '' && isNothing(field)))
    return field.nullable ? ok(null) : refuse('attribute-null', 'must not be null', path);
  if (field.enum) return coerceChoice(field, value, path);
  switch (field.type) {
    case 'boolean':
      return coerceBoolean(field, value, path);
    case 'integer':
    case 'number':
      return coerceNumber(field, value, path);
    case 'string':
      return field.format === 'date-time' ? coerceTime(value, path) : coerceText(field, value, path);
    case 'array':
      return coerceList(field, value, path);
    case 'object':
      return isDict(value)
        ? coerceJson(value, path)
        : refuse('attribute-type', `must be a mapping, not ${kindOf(value)}`, path);
    case 'json':
      return coerceJson(value, path);
  }
}

/**
 * Whether the empty text is null: for a link (the serializers turn it into null before they look it up), and
 * where the facts say so.
 */
function isNothing(field: Omit<Field, 'required'>): boolean {
  return (
    (field.references !== undefined && field.type !== 'array') || field.forms?.includes('empty') === true
  );
}

function ok(value: Value): Coerced {
  return { ok: true, value };
}

function refuse(code: Code, message: string, path: readonly (string | number)[]): Coerced {
  return { ok: false, problem: { code, message, path } };
}

/** What kind of thing a value is, in the words of a message. */
function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return `the boolean ${value}`;
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat) return 'a number';
  if (value instanceof PyTime) return value.kind === 'date' ? 'a date' : 'a time stamp';
  return Array.isArray(value) ? 'a list' : 'a mapping';
}

/** The text that Python's str() gives for a number or text; undefined for anything else. */
function plainText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof PyFloat) return floatText(value.float);
  return undefined;
}

function coerceText(
  field: Omit<Field, 'required'>,
  value: Value,
  path: readonly (string | number)[],
): Coerced {
  const text = plainText(value);
  if (text === undefined) return refuse('attribute-type', `must be a text, not ${kindOf(value)}`, path);
  const stored = field.trim ? trimLikePython(text) : text;
  if (stored === '' && (field.minLength ?? 0) > 0)
    return refuse('attribute-format', 'must not be empty', path);
  if (field.maxLength !== undefined && [...stored].length > field.maxLength) {
    return refuse(
      'attribute-format',
      `must have at most ${field.maxLength} characters, not ${[...stored].length}`,
      path,
    );
  }
  if (stored !== '' && !field.references && !hasFormat(field.format, stored))
    return refuse(
      'attribute-format',
      `"${stored}" is not ${FORMATS[field.format ?? ''] ?? 'of the right form'}`,
      path,
    );
  if (stored !== '' && field.pattern !== undefined && !new RegExp(field.pattern, 'u').test(stored))
    return refuse(
      'attribute-format',
      `"${stored}" has characters that are not allowed (${field.pattern})`,
      path,
    );
  return ok(field.references && typeof value === 'number' ? value : stored);
}

function coerceChoice(
  field: Omit<Field, 'required'>,
  value: Value,
  path: readonly (string | number)[],
): Coerced {
  const text = plainText(value);
  const spelt = field.forms?.includes('upper') ? text?.toUpperCase() : text;
  const found = spelt === undefined ? undefined : field.enum?.find((choice) => String(choice) === spelt);
  if (found !== undefined) return ok(found);
  const given = text === undefined ? kindOf(value) : `"${text}"`;
  return refuse(
    'attribute-enum',
    `${given} is not one of ${(field.enum ?? []).map((choice) => `"${choice}"`).join(', ')}`,
    path,
  );
}

function coerceBoolean(
  field: Omit<Field, 'required'>,
  value: Value,
  path: readonly (string | number)[],
): Coerced {
  if (typeof value === 'boolean') return ok(value);
  const number = value instanceof PyFloat ? value.float : value;
  const text = typeof number === 'string' || typeof number === 'number' ? String(number) : undefined;
  if (text !== undefined && TRUE.has(text)) return ok(true);
  if (text !== undefined && FALSE.has(text)) return ok(false);
  if (text !== undefined && field.nullable && NULL.has(text)) return ok(null);
  return refuse('attribute-type', `must be true or false, not ${kindOf(value)}`, path);
}

function coerceNumber(
  field: Omit<Field, 'required'>,
  value: Value,
  path: readonly (string | number)[],
): Coerced {
  const whole = field.type === 'integer';
  const text = plainText(value);
  const number =
    text === undefined || !/^\s*[-+]?(\d[\d_]*)?(\.\d*)?([eE][-+]?\d+)?\s*$/.test(text) || text.trim() === ''
      ? NaN
      : Number(text.replaceAll('_', ''));
  if (Number.isNaN(number) || (whole && !Number.isInteger(number))) {
    return refuse(
      'attribute-type',
      `must be ${whole ? 'a whole number' : 'a number'}, not ${kindOf(value)}`,
      path,
    );
  }
  if (field.minimum !== undefined && number < field.minimum)
    return refuse('attribute-format', `must be at least ${field.minimum}`, path);
  if (field.maximum !== undefined && number > field.maximum)
    return refuse('attribute-format', `must be at most ${field.maximum}`, path);
  return ok(number);
}

function coerceTime(value: Value, path: readonly (string | number)[]): Coerced {
  if (value instanceof PyTime) {
    return value.kind === 'datetime'
      ? ok(value.iso)
      : refuse('attribute-type', 'must be a time stamp, not a date', path);
  }
  if (typeof value !== 'string')
    return refuse('attribute-type', `must be a time stamp, not ${kindOf(value)}`, path);
  if (Number.isNaN(Date.parse(value)))
    return refuse('attribute-format', `"${value}" is not a time stamp such as 2030-01-31T12:00:00Z`, path);
  return ok(value);
}

function coerceList(
  field: Omit<Field, 'required'>,
  value: Value,
  path: readonly (string | number)[],
): Coerced {
  if (!Array.isArray(value)) return refuse('attribute-type', `must be a list, not ${kindOf(value)}`, path);
  if (value.length === 0 && (field.minLength ?? 0) > 0)
    return refuse('attribute-format', 'must not be an empty list', path);
  const items: Value[] = [];
  for (const [index, item] of value.entries()) {
    const coerced = field.items ? coerce(itemOf(field), item, [...path, index]) : ok(item);
    if (!coerced.ok) return coerced;
    items.push(coerced.value);
  }
  return ok(items);
}

function coerceJson(value: Value, path: readonly (string | number)[]): Coerced {
  const problem = jsonProblem(value, path);
  return problem ? { ok: false, problem } : ok(value);
}

function jsonProblem(value: Value, path: readonly (string | number)[]): Problem | undefined {
  if (value instanceof PyTime)
    return { code: 'attribute-type', message: `${kindOf(value)} cannot stand in JSON; quote it`, path };
  if (value instanceof Opaque)
    return { code: 'tag-misplaced', message: `${value.tag} is not resolved here`, path };
  if (value instanceof PyFloat && !Number.isFinite(value.float))
    return { code: 'attribute-type', message: 'infinity and not-a-number cannot stand in JSON', path };
  const parts: [string | number, Value][] = Array.isArray(value)
    ? [...value.entries()]
    : isDict(value)
      ? Object.entries(value)
      : [];
  for (const [key, item] of parts) {
    const found = jsonProblem(item, [...path, key]);
    if (found) return found;
  }
  return undefined;
}
