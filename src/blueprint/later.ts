import { percentFormat } from './percent-format.ts';
import { dict, isDict, Later, Ref, Unknown, type Value } from './value.ts';

/*
 * Texts with keys in them that there will be: `!Format` gives its template and arguments along, and the text
 * is made when the objects are.
 */

/**
 * What `!Format` gives where an argument is open: a Later where only keys of objects-to-be are missing, else
 * `unknown`.
 */
export function laterText(template: string, values: readonly Value[], unknown: Unknown): Unknown {
  return values.every(willBeKnown) ? new Later(template, values) : unknown;
}

function willBeKnown(value: Value): boolean {
  if (value instanceof Unknown) return value instanceof Later;
  if (Array.isArray(value)) return value.every(willBeKnown);
  return !isDict(value) || Object.values(value).every(willBeKnown);
}

/**
 * A value with every Ref in it replaced by what it has become, and every text made that waits for one;
 * undefined where one of them is still not known.
 */
export function fillIn(value: Value, known: (ref: Ref) => Value | undefined): Value | undefined {
  if (value instanceof Ref) return known(value);
  if (value instanceof Later) return computeLater(value, known);
  if (Array.isArray(value)) return fillList(value, known);
  if (!isDict(value)) return value;
  const filled = dict();
  for (const [name, item] of Object.entries(value)) {
    const one = fillIn(item, known);
    if (one === undefined) return undefined;
    filled[name] = one;
  }
  return filled;
}

function fillList(values: readonly Value[], known: (ref: Ref) => Value | undefined): Value[] | undefined {
  const filled: Value[] = [];
  for (const value of values) {
    const one = fillIn(value, known);
    if (one === undefined) return undefined;
    filled.push(one);
  }
  return filled;
}

function computeLater(later: Later, known: (ref: Ref) => Value | undefined): Value | undefined {
  const filled = fillList(later.values, known);
  const formatted = filled && percentFormat(later.template, filled);
  return formatted?.ok ? formatted.value : undefined;
}

/** The objects-to-be whose keys a value needs, at any depth. */
export function refsIn(value: Value): Ref[] {
  if (value instanceof Ref) return [value];
  if (value instanceof Later) return value.values.flatMap(refsIn);
  if (Array.isArray(value)) return value.flatMap(refsIn);
  return isDict(value) ? Object.values(value).flatMap(refsIn) : [];
}
