import type { Span } from '../source/source-file.ts';

/**
 * A consequence of a mistake, in the same file but for what an entry that failed does not make: a misspelt `id:` makes every `!KeyOf` of it fail. The finding
 * about the mistake `explains` the cause, findings about the consequences `follow` from it, and the collector
 * joins them to one finding. Plain data, so that findings can be sent from one thread to another.
 */
export type Cause =
  | { readonly kind: 'key'; readonly entry: number; readonly key: string }
  | { readonly kind: 'field'; readonly entry: number; readonly field: string }
  | { readonly kind: 'fields'; readonly entry: number }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'some-id' }
  | { readonly kind: 'object'; readonly identifiers: string }
  | { readonly kind: 'entry'; readonly blueprint: string; readonly entry: number }
  | CausePart;

/** A part of the text as a cause: everything inside it, or what is exactly there. */
interface CausePart {
  readonly kind: 'inside' | 'at';
  readonly span: Span;
}

/** A key of an entry, such as `attrs`, is missing. */
export function lostKey(entry: number, key: string): Cause {
  return { kind: 'key', entry, key };
}

/** A field of an entry has no value. */
export function lostField(entry: number, field: string): Cause {
  return { kind: 'field', entry, field };
}

/** Some field of an entry has no value; it cannot be told which. */
export function lostFields(entry: number): Cause {
  return { kind: 'fields', entry };
}

/** An id that an entry should have is missing. */
export function lostId(id: string): Cause {
  return { kind: 'id', id };
}

/** Some id is missing; it cannot be told which. */
export const SOME_ID: Cause = { kind: 'some-id' };

/** Everything inside a part of the text. */
export function allInside({ start, end }: Span): Cause {
  return { kind: 'inside', span: { start, end } };
}

/** What is at this place; it follows from a finding that explains `allInside` of a part around it. */
export function standsAt({ start, end }: Span): Cause {
  return { kind: 'at', span: { start, end } };
}

/** No entry makes the object with these identifiers (see `nodeText`). */
export function lostObject(identifiers: string): Cause {
  return { kind: 'object', identifiers };
}

/** An entry of a blueprint (see `ownerOf`) failed, so that its object is not made or changed. */
export function failedEntry(blueprint: string, entry: number): Cause {
  return { kind: 'entry', blueprint, entry };
}

/** Whether a cause is a part of the text. */
export function isPart(cause: Cause): cause is CausePart {
  return cause.kind === 'inside' || cause.kind === 'at';
}

/** A text that equal causes share. */
export function causeText(cause: Cause): string {
  return JSON.stringify(cause);
}
