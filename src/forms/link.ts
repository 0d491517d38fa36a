import { PyFloat, type Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import type { Form } from './form.ts';
import { INTEGER, readNumber } from './number.ts';
import { NOT_JSON, plainJson } from './plain.ts';
import { refused, stored, wrongKind, wrongText } from './problem.ts';
import { isUuidNumber, uuidOf } from './uuid.ts';
import { SPACE } from './white-space.ts';

const WORDS = 'the key of an object';
const COUNTED = `^${INTEGER}${SPACE}*$`;
const grammar = new RegExp(COUNTED, 'u');

/**
 * A link: the key of another object, a UUID or a number. The serializers turn the empty text into null.
 * Whether an object with this key exists is not checked here: an entry that is identified by it may create
 * one.
 */
export const link: Form = {
  name: 'link',
  of: ({ type, references }) => references !== undefined && type !== 'array',
  schema: (field) =>
    isCounted(field)
      ? { type: ['integer', 'string'], pattern: COUNTED }
      : { type: ['string', 'integer'], minimum: 0 },
  editorSchema: (field) =>
    isCounted(field)
      ? { type: ['integer', 'string'], pattern: COUNTED, errorMessage: `This must be ${WORDS}, a number.` }
      : { type: ['string', 'integer'], minimum: 0 },
  present: (field, value) => {
    if (value === '') return null;
    if (isCounted(field)) return presentNumber(value);
    return value instanceof PyFloat || isNoUuid(value) ? NOT_JSON : plainJson(value);
  },
  accept: (field, value, within) => {
    if (value === '')
      return field.nullable ? stored(null) : refused('attribute-null', 'must not be null', within);
    if (isCounted(field)) {
      const key = readKey(value);
      return key === undefined ? wrongText(`${WORDS}, a number`, value, within) : stored(key);
    }
    if (typeof value === 'string') return stored(value);
    if (typeof value !== 'number' && typeof value !== 'bigint') return wrongKind(WORDS, value, within);
    return isNoUuid(value)
      ? refused('attribute-format', `is ${value}, which is no key of an object (a UUID)`, within)
      : stored(value);
  },
  normal: (field, value, { keyOf }) => {
    const key = keyOf(field.references ?? [], value);
    if (key !== undefined) return key;
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text === 'string' ? JSON.stringify(uuidOf(text) ?? text) : canonicalJson(text);
  },
  words: (field) => `the key of ${modelsOf(field)}`,
  plural: 'keys',
};

/** The models that a field links to, as code. */
export function modelsOf({ references = [] }: Shape): string {
  return references.map((model) => `\`${model}\``).join(' or ');
}

/** Whether the objects at the other end have numbers as keys, not UUIDs. */
function isCounted({ type }: Shape): boolean {
  return type === 'integer';
}

/** Where a UUID is meant, the server reads a number as one. */
function isNoUuid(value: Value): boolean {
  return (typeof value === 'number' || typeof value === 'bigint') && !isUuidNumber(BigInt(value));
}

/** A number as a key; of a float, what stands before its point (measured 2025.12.4). */
function readKey(value: Value): number | bigint | undefined {
  return value instanceof PyFloat ? wholePart(value.float) : readNumber(value, grammar);
}

function wholePart(float: number): number | undefined {
  return Number.isFinite(float) ? Math.trunc(float) : undefined;
}

function presentNumber(value: Value): unknown {
  const key = readKey(value);
  if (key !== undefined) return Number(key);
  return value instanceof PyFloat ? NOT_JSON : plainJson(value);
}
