// Keeps the digits of large integers, which JSON.parse rounds; maintained since 2013, no dependencies.
import { parse, stringify } from 'lossless-json';
import type { Json } from './model.ts';

/** JSON text as a value: integers too large for a number come as bigint. Throws a SyntaxError. */
export function parseJson(text: string): Json {
  if (!/\d{16}/.test(text)) return JSON.parse(text) as Json;
  return parse(text, undefined, (digits) => {
    const number = Number(digits);
    return /^-?\d+$/.test(digits) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
  }) as Json;
}

/** A value as JSON text, digit by digit. `space`: as in JSON.stringify. */
export function formatJson(value: unknown, space?: number): string {
  return stringify(value, undefined, space) ?? 'null';
}
