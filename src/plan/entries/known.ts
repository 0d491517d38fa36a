import type { OverlayRow } from '../overlay/overlay-row.ts';

/** What has become of an entry. */
export type Known =
  /** It is about this object. */
  | { readonly kind: 'object'; readonly row: OverlayRow }
  /** It is about no object; `why`, for people. */
  | { readonly kind: 'none'; readonly why: string }
  /** Its object is deleted, or was never there. */
  | { readonly kind: 'gone' }
  /** It could not be planned, and that has been reported. */
  | { readonly kind: 'failed' };

export const FAILED: Known = { kind: 'failed' };
export const GONE: Known = { kind: 'gone' };

/** An entry that is about an object. */
export function about(row: OverlayRow): Known {
  return { kind: 'object', row };
}

/** The object of an entry; undefined where it has none, or has not been planned. */
export function rowOf(known: Known | undefined): OverlayRow | undefined {
  return known?.kind === 'object' ? known.row : undefined;
}

/** Why an entry has no object. */
export function whyNone(known: Exclude<Known, { readonly kind: 'object' }>): string {
  if (known.kind === 'none') return known.why;
  return known.kind === 'gone' ? 'its object is gone' : 'it failed';
}
