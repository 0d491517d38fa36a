import type { OverlayRow } from './overlay-row.ts';

/** The object of an entry, or why it has none; `gone`: because the run deletes it. */
export type Known = { readonly row: OverlayRow } | { readonly none: string; readonly gone: boolean };

/** The entry could not be planned, and that has been reported. */
export const FAILED: Known = { none: 'it failed', gone: false };

/** Why a look-up has no answer in this round: its model will have been read in the next. */
export const NOT_READ = 'not read yet';
