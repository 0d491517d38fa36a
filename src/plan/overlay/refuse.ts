import type { OverlayRow, Refusal } from './overlay-row.ts';

/** Records that a protection prevented a change of a row, once per row, and returns the record. */
export function refuse(row: OverlayRow, refusal: Omit<Refusal, 'fields'>): Refusal {
  row.refused ??= { ...refusal, fields: new Map() };
  return row.refused;
}
