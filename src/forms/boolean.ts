import { PyFloat, type Value } from '../blueprint/value.ts';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import type { Form } from './form.ts';
import { plainJson } from './plain.ts';
import { refused, stored, wrongText } from './problem.ts';

/**
 * What the serializers accept as true, as false, and as null where a field may be null: in any case (measured
 * 2025.12.4; before 2025.4 not in every mixed one, and what is sent is true or false itself).
 */
const TRUE = ['t', 'y', 'yes', 'true', 'on', '1', 1];
const FALSE = ['f', 'n', 'no', 'false', 'off', '0', 0];
const NULL = ['null', ''];

const words = [...TRUE, ...FALSE];
/** The texts among them. */
const texts = words.filter((word) => typeof word === 'string').join('|');
/** The same as a regular expression without a flag for upper and lower case, which JSON Schema does not have. */
const anyCase = texts.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

const WORDS = 'true or false';

/** True or false, or one of the words and numbers that the server accepts for it. */
export const boolean: Form = {
  name: 'boolean',
  of: ({ type }) => type === 'boolean',
  schema: () => ({
    type: ['boolean', 'string', 'integer'],
    if: { type: ['string', 'integer'] },
    then: { enum: words },
  }),
  editorSchema: () => ({
    type: ['boolean', 'string', 'integer'],
    minimum: 0,
    maximum: 1,
    pattern: `^(${anyCase})$`,
    errorMessage: `This must be ${WORDS}.`,
  }),
  present: (_, value) => (isOneOf(NULL, value) ? null : lower(plainJson(value))),
  accept: (field, value, within) => {
    if (typeof value === 'boolean') return stored(value);
    if (field.nullable && isOneOf(NULL, value)) return stored(null);
    if (isOneOf(TRUE, value)) return stored(true);
    if (isOneOf(FALSE, value)) return stored(false);
    return value === ''
      ? refused('attribute-type', `must be ${WORDS}, not an empty text`, within)
      : wrongText(WORDS, value, within);
  },
  normal: (_, value) => canonicalJson(value),
  words: () => WORDS,
  plural: 'values',
};

function isOneOf(list: readonly (string | number)[], value: Value): boolean {
  const plain = lower(value instanceof PyFloat ? value.float : value);
  return list.some((word) => word === plain);
}

function lower(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
