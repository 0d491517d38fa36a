import { Later, Ref, type Value } from './value.ts';

/*
 * Texts with keys in them that there will be, compared before these keys are known: what stands around them is
 * known, and a key that has yet to be made is none that anything has already.
 */

type Part = string | Ref;

/**
 * Whether two values are the same text, one of which has a key in it that there will be; undefined where that
 * cannot be told.
 */
export function sameLater(one: Value, other: Value): boolean | undefined {
  const [mine, theirs] = [partsOf(one), partsOf(other)];
  if (!mine || !theirs) return undefined;
  if (textOf(mine) === textOf(theirs)) return true;
  if (!mayFit(firstOf(mine), firstOf(theirs), 'start') || !mayFit(lastOf(mine), lastOf(theirs), 'end'))
    return false;
  const [longer, shorter] = mine.length >= theirs.length ? [mine, theirs] : [theirs, mine];
  const [only] = shorter;
  if (shorter.length === 1 && typeof only === 'string') {
    const refs = longer.filter((part) => part instanceof Ref);
    const middle = only.slice(firstOf(longer).length, only.length - lastOf(longer).length);
    // The next number may be any; a new UUID is none that there is.
    return refs.length === 1 && !/^\d+$/u.test(middle) ? false : undefined;
  }
  const isKeyOnly = longer.length === shorter.length && longer.length <= 3;
  return isKeyOnly && firstOf(mine) === firstOf(theirs) && lastOf(mine) === lastOf(theirs)
    ? false
    : undefined;
}

/** Where a text stands in another. */
export type At = 'start' | 'end' | 'anywhere';

/** Whether a text with keys in it that there will be has a text in it; undefined where that cannot be told. */
export function laterHas(
  later: Later,
  text: string,
  at: At,
  spell = (said: string) => said,
): boolean | undefined {
  const parts = partsOf(later)?.map((part) => (typeof part === 'string' ? spell(part) : part));
  if (!parts) return undefined;
  const asked = spell(text);
  if (at === 'anywhere')
    return parts.some((part) => typeof part === 'string' && part.includes(asked)) || undefined;
  const end = at === 'start' ? firstOf(parts) : lastOf(parts);
  if (at === 'start' ? end.startsWith(asked) : end.endsWith(asked)) return true;
  return mayFit(end, asked, at) ? undefined : false;
}

/** Whether two texts of which only one end is known can be the same there. */
function mayFit(one: string, other: string, at: 'start' | 'end'): boolean {
  return at === 'start'
    ? one.startsWith(other) || other.startsWith(one)
    : one.endsWith(other) || other.endsWith(one);
}

function firstOf(parts: readonly Part[]): string {
  const [first] = parts;
  return typeof first === 'string' ? first : '';
}

function lastOf(parts: readonly Part[]): string {
  const last = parts.at(-1);
  return typeof last === 'string' ? last : '';
}

/** The texts and keys that a value is made of; undefined where that cannot be told. */
function partsOf(value: Value): Part[] | undefined {
  if (typeof value === 'string') return [value];
  if (value instanceof Ref) return [value];
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)];
  if (!(value instanceof Later)) return undefined;
  const values = [...value.values];
  const parts: Part[] = [];
  for (const piece of value.template.split(/(%.)/u)) {
    let found: Part[] | undefined = [piece];
    if (piece === '%%') found = ['%'];
    else if (piece === '%s') found = partsOf(values.shift() ?? null);
    else if (piece.startsWith('%')) return undefined;
    if (!found) return undefined;
    parts.push(...found);
  }
  return joined(parts);
}

/** Parts with neighbouring texts as one. */
function joined(parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (typeof part === 'string' && typeof last === 'string') all[all.length - 1] = last + part;
    else if (part !== '') all.push(part);
  }
  return all;
}

function textOf(parts: readonly Part[]): string {
  return JSON.stringify(
    parts.map((part) => (part instanceof Ref ? { row: part.row, as: part.aspect } : part)),
  );
}
