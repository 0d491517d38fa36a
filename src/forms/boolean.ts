import { PyFloat, type Value } from '../blueprint/value.ts';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import type { Form } from './form.ts';
import { plainJson } from './plain.ts';
import { refused, stored, wrongText } from './problem.ts';

/** What the serializers accept as true, as false, and as null where a field may be null. */
const TRUE = ['t', 'T', 'y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON', '1', 1];
const FALSE = ['f', 'F', 'n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF', '0', 0];
const NULL = ['null', 'Null', 'NULL', ''];

const words = [...TRUE, ...FALSE];
/** The texts among them. */
const texts = words.filter((word) => typeof word === 'string').join('|');

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
    pattern: `^(${texts})$`,
    errorMessage: `This must be ${WORDS}.`,
  }),
  present: (_, value) => (NULL.some((word) => word === value) ? null : plainJson(value)),
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
  const plain = value instanceof PyFloat ? value.float : value;
  return list.some((word) => word === plain);
}
