import type { OverlayRow } from '../overlay/overlay-row.ts';

/** The result of planning an entry: what `!KeyOf` and literal primary keys that name it refer to. */
export type EntryResult =
  /** It manages this object. */
  | { readonly kind: 'object'; readonly row: OverlayRow }
  /** It manages no object; `why`, for people. */
  | { readonly kind: 'none'; readonly why: string }
  /** Its object is deleted, or was never there. */
  | { readonly kind: 'gone' }
  /** It could not be planned, which has been reported. */
  | { readonly kind: 'failed' };

/** The result of an entry that could not be planned. */
export const FAILED: EntryResult = { kind: 'failed' };
/** The result of an entry whose object is deleted, or was never there. */
export const GONE: EntryResult = { kind: 'gone' };

/** The result of an entry that manages an object. */
export function forObject(row: OverlayRow): EntryResult {
  return { kind: 'object', row };
}

/** The object that an entry manages; undefined where it manages none, or has not been planned. */
export function rowOf(result: EntryResult | undefined): OverlayRow | undefined {
  return result?.kind === 'object' ? result.row : undefined;
}

/** Why an entry has no object. */
export function whyNone(result: Exclude<EntryResult, { readonly kind: 'object' }>): string {
  if (result.kind === 'none') return result.why;
  return result.kind === 'gone' ? 'its object is gone' : 'it failed';
}
