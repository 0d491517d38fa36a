import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { PlanContext } from './plan-context.ts';

/** Records that an entry of a file changes a row now: the server applies stored blueprints before or after. */
export function touch({ clock, importer }: PlanContext, row: OverlayRow): void {
  if (!importer) row.steps.push(clock.step);
}
