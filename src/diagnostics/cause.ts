import type { Span } from '../source/source-file.ts';

/**
 * What one mistake takes along with it in the same file: a misspelt `id:` makes every `!KeyOf` of it fail.
 * The finding about the mistake explains it, what is found about the rest follows from it, and the collector
 * makes one finding of them. A text, so that findings can be sent from one thread to another; made by the
 * functions below only.
 */
export type Cause = `${'key' | 'field' | 'fields' | 'id' | 'object' | 'inside' | 'at'} ${string}` | 'some id';

/** A key of an entry, such as `attrs`, is not where it should be. */
export function lostKey(entry: number, key: string): Cause {
  return `key ${entry} ${key}`;
}

/** A field of an entry has no value. */
export function lostField(entry: number, field: string): Cause {
  return `field ${entry} ${field}`;
}

/** Some field of an entry has no value, nobody can tell which. */
export function lostFields(entry: number): Cause {
  return `fields ${entry}`;
}

/** No entry has an id that one should have. */
export function lostId(id: string): Cause {
  return `id ${id}`;
}

/** The same, where nobody can tell which id it should be. */
export const SOME_ID: Cause = 'some id';

/** Everything that is written in a part of the text. */
export function allInside(span: Span): Cause {
  return `inside ${span.start} ${span.end}`;
}

/** What stands here is not what it seems; to follow from whatever explains `allInside` around it. */
export function standsAt(span: Span): Cause {
  return `at ${span.start} ${span.end}`;
}

/** No entry makes the object with these identifiers (see `nodeText`). */
export function lostObject(identifiers: string): Cause {
  return `object ${identifiers}`;
}

/** The part of the text that `allInside` or `standsAt` is about. */
export function partOf(cause: Cause): { readonly word: 'inside' | 'at'; readonly span: Span } | undefined {
  const [word, start, end] = cause.split(' ');
  return word === 'inside' || word === 'at'
    ? { word, span: { start: Number(start), end: Number(end) } }
    : undefined;
}
