import type { OverlayRow, Refusal } from './overlay-row.ts';

/** Notes on a row that a change of it was kept back, and returns the note. */
export function refuse(row: OverlayRow, refusal: Omit<Refusal, 'fields'>): Refusal {
  row.refused ??= { ...refusal, fields: new Map() };
  return row.refused;
}
