import type { Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { canonicalJson } from '../blueprint/canonical-json.ts';
import type { Accepted, Form, Within } from './form.ts';
import { NOT_JSON, plainJson, plainText } from './plain.ts';
import { refused, stored, wrongText } from './problem.ts';
import { SPACE, trimLikePython } from './white-space.ts';

/*
 * Numbers, as Python reads them. A whole number is read from its text, and may end in a point and zeros:
 * "5.0" and "1_000" are whole numbers, "1e3" and the float 1e16 (which Python writes 1e+16) are not. The digits
 * may be those of any script. A text of more than a thousand characters is none.
 */

const DIGITS = '\\p{Nd}+(?:_\\p{Nd}+)*';
/** What Python's int() accepts, as part of a regular expression. */
export const INTEGER = `${SPACE}*[-+]?${DIGITS}`;
const WHOLE = `^${INTEGER}(?:\\.0*)?${SPACE}*$`;
const FLOAT = `^${SPACE}*[-+]?(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:[eE][-+]?${DIGITS})?${SPACE}*$`;
/** The characters of a text that the serializers read as a number. */
const MOST = 1000;
const FLOAT_GRAMMAR = new RegExp(FLOAT, 'u');

/** A number, with or without a decimal point. */
export const number: Form = numberForm('number', 'a number', FLOAT);

/** A whole number. */
export const integer: Form = numberForm('integer', 'a whole number', WHOLE);

function numberForm(type: 'number' | 'integer', words: string, pattern: string): Form {
  const grammar = new RegExp(pattern, 'u');
  // True and false are 1 and 0 where a point is allowed (measured 2025.12.4).
  const read = (value: Value): number | bigint | undefined =>
    type === 'number' && typeof value === 'boolean' ? Number(value) : readNumber(value, grammar);
  return {
    name: type,
    of: (field) => field.type === type,
    schema: (field) => ({ type: [type, 'string'], pattern, minimum: field.minimum, maximum: field.maximum }),
    editorSchema: (field) => ({
      type: [type, 'string'],
      pattern,
      minimum: field.minimum,
      maximum: field.maximum,
      errorMessage: `This must be ${words}.`,
    }),
    present: (field, value) => {
      const found = read(value);
      if (found === undefined) return isLong(value) ? NOT_JSON : (plainText(value) ?? plainJson(value));
      return typeof found === 'bigint' && beyond(field, found) !== undefined ? NOT_JSON : Number(found);
    },
    accept: (field, value, within) => {
      const found = read(value);
      return found === undefined ? wrongText(words, value, within) : inBounds(field, found, within);
    },
    normal: (_, value) => canonicalJson(value),
    words: () => words,
    plural: 'numbers',
  };
}

/**
 * The number that a value is read as; a bigint where a double would not hold it, undefined where it does not
 * match the grammar.
 */
export function readNumber(value: Value, grammar: RegExp): number | bigint | undefined {
  const text = plainText(value);
  if (text === undefined || isLong(value) || !grammar.test(text)) return undefined;
  const plain = withPlainDigits(trimLikePython(text)).replaceAll('_', '');
  const found = Number(plain);
  if (!Number.isFinite(found)) return undefined;
  const isExact = Number.isSafeInteger(found) || !/^[-+]?\d+$/.test(plain);
  // Not -0.
  return isExact ? found + 0 : BigInt(plain.replace('+', ''));
}

/** Whether a text is too long for the serializers to be read as a number. */
function isLong(value: Value): boolean {
  return typeof value === 'string' && value.length > MOST;
}

/** The number that Python's float() reads in a text; undefined where it reads none, infinite, or not a number. */
export function readFloat(text: string): number | undefined {
  const found = readNumber(text, FLOAT_GRAMMAR);
  return found === undefined ? undefined : Number(found);
}

/** A text with the digits 0 to 9 in place of those of other scripts. */
function withPlainDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    // Each script has its ten digits one after the other; some have several such rows, without a gap.
    let first = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
    return String((code - first) % 10);
  });
}

function inBounds(field: Shape, found: number | bigint, within: Within): Accepted {
  const bound = beyond(field, found);
  return bound === undefined ? stored(found) : refused('attribute-format', `must be ${bound}`, within);
}

/** The bound that a number is beyond; undefined where it is within all. */
function beyond({ minimum, maximum }: Shape, found: number | bigint): string | undefined {
  if (minimum !== undefined && found < minimum) return `at least ${minimum}`;
  if (maximum === undefined || found <= exactly(maximum)) return undefined;
  return `at most ${exactly(maximum)}`;
}

/** A greatest number as the document has it. Those that a double does not hold are of 64 bits, or 63. */
function exactly(maximum: number): number | bigint {
  return Number.isInteger(maximum) && !Number.isSafeInteger(maximum) ? BigInt(maximum) - 1n : maximum;
}
