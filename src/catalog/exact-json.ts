// Keeps the digits of large integers, which JSON.parse rounds; maintained since 2013, no dependencies.
import { parse, stringify } from 'lossless-json';
import type { Json } from './model.ts';

/**
 * The deepest nesting that is read: more than twice of what a blueprint may have. What walks a value calls itself
 * once a level, and Node has room for some thousand.
 */
export const MOST_LEVELS = 500;

/** No number that means something has more. A million of them take seconds to read. */
const MOST_DIGITS = 1000;

/** JSON that is nested deeper than `MOST_LEVELS`. */
export class TooDeepError extends SyntaxError {
  override readonly name = 'TooDeepError';
}

/**
 * JSON text as a value: integers too large for a number come as bigint. Throws a SyntaxError, a TooDeepError for
 * deep nesting.
 */
export function parseJson(text: string): Json {
  if (isDeep(text)) throw new TooDeepError(`JSON is nested deeper than ${MOST_LEVELS} levels`);
  if (!/\d{16}/.test(text)) return JSON.parse(text) as Json;
  return parse(text, undefined, (digits) => {
    if (digits.length > MOST_DIGITS) throw new SyntaxError(`a number in JSON has ${digits.length} digits`);
    const number = Number(digits);
    return /^-?\d+$/.test(digits) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
  }) as Json;
}

/** A value as JSON text, digit by digit. `space`: as in JSON.stringify. */
export function formatJson(value: unknown, space?: number): string {
  return stringify(value, undefined, space) ?? 'null';
}

const QUOTE = 34;
const BACKSLASH = 92;
const LIST = { start: 91, end: 93 };
const MAPPING = { start: 123, end: 125 };

/** Whether brackets of a JSON text, those in strings apart, are open in each other beyond the limit. */
function isDeep(text: string): boolean {
  let level = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === LIST.start || code === MAPPING.start) level += 1;
    else if (code === LIST.end || code === MAPPING.end) level -= 1;
    if (level > MOST_LEVELS) return true;
  }
  return false;
}

/** The offset of the quote that ends a string; of the end of the text where none does. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}
