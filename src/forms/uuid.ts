import type { Value } from '../blueprint/value.ts';
import type { Form } from './form.ts';
import { refused } from './problem.ts';
import { formattedText } from './text.ts';

/** A number that is read as a UUID has 128 bits, and no sign. */
const BITS = 128n;

const text = formattedText('uuid', 'a UUID', (given) => uuidOf(given) !== undefined, uuidOf);

/**
 * A UUID. The server shows it with dashes and in lower case, however it is sent (recording "group patch
 * parent"): it reads it as Python does, with dashes anywhere, in braces, or as a URN. A number is its bits, and
 * true and false are 1 and 0 (measured 2025.12.4). The empty text is none.
 */
export const uuid: Form = {
  ...text,
  schema: (field, part) => ({ ...text.schema(field, part), minLength: 1 }),
  present: (field, value, part) => text.present(field, ofNumber(value) ?? value, part),
  accept: (field, value, within) =>
    value === ''
      ? refused('attribute-format', 'is "", which is not a UUID', within)
      : text.accept(field, ofNumber(value) ?? value, within),
};

/** The UUID that a number, or a truth value, is read as; undefined for anything else. */
function ofNumber(value: Value): string | undefined {
  if (typeof value === 'boolean') return ofNumber(Number(value));
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  const bits = BigInt(value);
  if (!isUuidNumber(bits)) return undefined;
  return bits
    .toString(16)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Whether a number is read as a UUID. */
export function isUuidNumber(value: bigint): boolean {
  return value >= 0n && value < 2n ** BITS;
}

/** A UUID without dashes and in lower case; undefined when the text is no UUID. */
export function uuidOf(given: string): string | undefined {
  const digits = given
    .replace(/urn:|uuid:/g, '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '');
  return /^[0-9a-f]{32}$/i.test(digits) ? digits.toLowerCase() : undefined;
}
