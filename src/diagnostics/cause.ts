import type { Span } from '../source/source-file.ts';

/**
 * What one mistake takes along with it in the same file: a misspelt `id:` makes every `!KeyOf` of it fail.
 * The finding about the mistake explains it, what is found about the rest follows from it, and the collector
 * makes one finding of them. Data without methods, so that findings can be sent from one thread to another.
 */
export type Cause =
  | { readonly kind: 'key'; readonly entry: number; readonly key: string }
  | { readonly kind: 'field'; readonly entry: number; readonly field: string }
  | { readonly kind: 'fields'; readonly entry: number }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'some-id' }
  | { readonly kind: 'object'; readonly identifiers: string }
  | CausePart;

/** A part of the text, as a cause: all that is written inside it, or what stands exactly there. */
interface CausePart {
  readonly kind: 'inside' | 'at';
  readonly span: Span;
}

/** A key of an entry, such as `attrs`, is not where it should be. */
export function lostKey(entry: number, key: string): Cause {
  return { kind: 'key', entry, key };
}

/** A field of an entry has no value. */
export function lostField(entry: number, field: string): Cause {
  return { kind: 'field', entry, field };
}

/** Some field of an entry has no value, nobody can tell which. */
export function lostFields(entry: number): Cause {
  return { kind: 'fields', entry };
}

/** No entry has an id that one should have. */
export function lostId(id: string): Cause {
  return { kind: 'id', id };
}

/** The same, where nobody can tell which id it should be. */
export const SOME_ID: Cause = { kind: 'some-id' };

/** Everything that is written in a part of the text. */
export function allInside({ start, end }: Span): Cause {
  return { kind: 'inside', span: { start, end } };
}

/** What stands here is not what it seems; to follow from whatever explains `allInside` around it. */
export function standsAt({ start, end }: Span): Cause {
  return { kind: 'at', span: { start, end } };
}

/** No entry makes the object with these identifiers (see `nodeText`). */
export function lostObject(identifiers: string): Cause {
  return { kind: 'object', identifiers };
}

/** Whether a cause is a part of the text. */
export function isPart(cause: Cause): cause is CausePart {
  return cause.kind === 'inside' || cause.kind === 'at';
}

/** A text that equal causes share. */
export function causeText(cause: Cause): string {
  return JSON.stringify(cause);
}
