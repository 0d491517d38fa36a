import { parse } from 'lossless-json'; // keeps the digits of large integers, which JSON.parse rounds; maintained since 2013, no dependencies
import type { Json } from '../catalog/model.ts';

/** JSON as the server wrote it: integers too large for a number come as bigint. */
export function parseJson(text: string): Json {
  if (!/\d{16}/.test(text)) return JSON.parse(text) as Json;
  return parse(text, undefined, (digits) => {
    const number = Number(digits);
    return /^-?\d+$/.test(digits) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
  }) as Json;
}
