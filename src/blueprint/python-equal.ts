import { hasUnknown, isDict, Opaque, PyFloat, PyTime, Ref, Unknown, type Value } from './value.ts';

/**
 * Python's ==: numbers are compared by their value, and true is 1; a text equals only the same text. Unknown
 * where one of the two is, or holds something that is.
 */
export function pythonEqual(one: Value, other: Value): boolean | Unknown {
  if (one instanceof Ref && other instanceof Ref) return one.row === other.row && one.aspect === other.aspect;
  const open = [one, other].find((value) => value instanceof Opaque || hasUnknown(value));
  if (open !== undefined)
    return open instanceof Unknown ? open : new Unknown('a part of it is not known yet');
  return same(one, other);
}

function same(one: Value, other: Value): boolean {
  const [number, otherNumber] = [numberOf(one), numberOf(other)];
  if (number !== undefined && otherNumber !== undefined) return number === otherNumber;
  if (one instanceof PyTime && other instanceof PyTime)
    return one.kind === other.kind && one.iso === other.iso;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => same(item, other[index] ?? null));
  if (isDict(one) && isDict(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && same(one[key] ?? null, other[key] ?? null))
    );
  }
  return one === other;
}

/** A number as whole number where it is one of any size, so that 1, 1.0 and true are the same. */
function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  const number = value instanceof PyFloat ? value.float : value;
  if (typeof number !== 'number' && typeof number !== 'boolean') return undefined;
  return Number.isInteger(Number(number)) ? BigInt(number) : Number(number);
}
