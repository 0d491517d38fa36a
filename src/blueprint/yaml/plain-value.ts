import { PyFloat, type PyTime, type ScalarValue } from '../value.ts';
import { parseTime } from './timestamp.ts';

/**
 * What an unquoted scalar is, by the table of PyYAML's resolver. It differs from what many expect: `y` and
 * `n` are text, `on` is true, `012` is 10, `12:30` is 750, `1e3`, `-.5` and `0o17` are text.
 */
const INT =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIME =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

const WORDS = new Map<string, boolean | null>([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
]);
for (const [word, value] of [
  ['yes', true],
  ['no', false],
  ['true', true],
  ['false', false],
  ['on', true],
  ['off', false],
] as const) {
  for (const casing of [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()])
    WORDS.set(casing, value);
}

/** Which kinds a text can be, by its first character: 1 a word, 2 a number, 4 a time. */
const FIRST = new Uint8Array(128);
for (const character of 'yYnNtTfFoO~') FIRST[character.charCodeAt(0)] = 1;
for (const character of '-+.') FIRST[character.charCodeAt(0)] = 2;
for (const character of '0123456789') FIRST[character.charCodeAt(0)] = 6;

export type PlainValue =
  | { readonly kind: 'value'; readonly value: ScalarValue }
  | { readonly kind: 'bad'; readonly why: string };

/**
 * Reads an unquoted scalar (`<<` and `=` as texts). `bad`: it looks like a number or a date and is none,
 * so that PyYAML fails (`2020-13-45`, `0x_`).
 */
export function plainValue(text: string): PlainValue {
  const first = text === '' ? 1 : (FIRST[text.charCodeAt(0)] ?? 0);
  if (first === 0) return { kind: 'value', value: text };
  if (first === 1) {
    const word = text.length > 5 ? undefined : WORDS.get(text);
    return { kind: 'value', value: word === undefined ? text : word };
  }
  if (INT.test(text)) return checked(parseInteger(text), 'an integer');
  if (FLOAT.test(text)) return { kind: 'value', value: parseFloating(text) };
  if ((first & 4) !== 0 && TIME.test(text)) return checked(parseTime(text), 'a date or time');
  return { kind: 'value', value: text };
}

function checked(value: number | bigint | PyTime | undefined, what: string): PlainValue {
  return value === undefined
    ? { kind: 'bad', why: `looks like ${what} but is none` }
    : { kind: 'value', value };
}

/** Python reads no integers that are longer, and nobody writes them. */
const MAX_DIGITS = 4300;

/** The integer that PyYAML makes of a text; undefined where Python's int() would refuse it. */
export function parseInteger(written: string): number | bigint | undefined {
  const text = written.replaceAll('_', '');
  const negative = text.startsWith('-');
  const digits = /^[-+]/.test(text) ? text.slice(1) : text;
  let value: bigint;
  if (digits.length > MAX_DIGITS) return undefined;
  if (/^0b[01]+$/.test(digits) || /^0x[0-9a-fA-F]+$/.test(digits)) value = BigInt(digits);
  else if (/^0[0-7]*$/.test(digits)) value = BigInt(`0o${digits}`);
  else if (/^[1-9]\d*$/.test(digits)) value = BigInt(digits);
  else if (/^\d+(?::\d+)+$/.test(digits))
    value = digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  else return undefined;
  if (negative) value = -value;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** The float that PyYAML makes of a text; not a number where Python's float() would refuse it. */
export function parseFloating(written: string): PyFloat {
  const text = written.replaceAll('_', '').toLowerCase();
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = /^[-+]/.test(text) ? text.slice(1) : text;
  if (digits === '.inf') return new PyFloat(sign * Infinity);
  if (digits === '.nan') return new PyFloat(Number.NaN);
  if (!digits.includes(':')) return new PyFloat(sign * Number(digits));
  let base = 1;
  let value = 0;
  for (const part of digits.split(':').reverse()) {
    value += Number(part) * base;
    base *= 60;
  }
  return new PyFloat(sign * value);
}
