import type { OverlayRow, Refusal } from '../overlay/overlay-row.ts';
import type { PlanContext } from './plan-context.ts';

/**
 * Records that a protection prevented a change of a row, once per row, and returns the record. Of what the
 * server's importer would do it is recorded with the stored blueprint, as a part of one cannot be prevented.
 */
export function refuse(
  { importer }: PlanContext,
  row: OverlayRow,
  refusal: Omit<Refusal, 'fields'>,
): Refusal {
  const whole = { ...refusal, fields: new Map() };
  if (importer) {
    importer.refusals.push({ row, refusal: whole });
    return whole;
  }
  row.refused ??= whole;
  return row.refused;
}
