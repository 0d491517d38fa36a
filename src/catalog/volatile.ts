import type { Json, Shape, Volatile } from './model.ts';

/**
 * Why the server keeps a value of its own where this one is wanted; undefined: it keeps what it is given.
 * `valueOf`: what the object has in another field once it is written; what is not known yet is no value of a
 * case.
 */
export function keepsItsOwn(
  field: Shape,
  wanted: unknown,
  valueOf: (field: string) => unknown,
): Volatile | undefined {
  const holds = (cases: Volatile['when'], isOneOf: boolean): boolean =>
    Object.entries(cases ?? {}).every(([name, values]) => values.includes(plain(valueOf(name))) === isOneOf);
  return field.volatile?.find(
    (one) =>
      (one.wanted?.includes(plain(wanted)) ?? true) && holds(one.when, true) && holds(one.unless, false),
  );
}

function plain(value: unknown): Json {
  return (value ?? null) as Json;
}
