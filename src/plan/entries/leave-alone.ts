import { sameValue } from '../../forms/normal.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { DesiredValue } from './accept-desired.ts';
import type { LeftAlone, PlanContext } from './plan-context.ts';
import { refuse } from './refuse.ts';

/**
 * Leaves an object as it is, whole, or does not make it: what an entry wants of it is shown and not written.
 */
export function leaveAlone(
  context: PlanContext,
  row: OverlayRow,
  desiredValues: ReadonlyMap<string, DesiredValue>,
  why: LeftAlone,
): void {
  const { overlay } = context;
  const { fields } = overlay.resource(row.model);
  const [first] = desiredValues.values();
  const provenance = row.owner ?? first?.provenance;
  if (!provenance) return;
  const refused = refuse(context, row, { ...why, action: 'update', provenance });
  for (const { name, value, provenance: by } of desiredValues.values()) {
    const field = fields[name];
    if (!field || field.grants) continue;
    // One that does not exist keeps its values, so that later entries find it and do not make another.
    if (!row.actual) overlay.set(row, name, value, by);
    else if (field.writeOnly || !sameValue(field, value, row.actual[name], overlay.keyOf))
      refused.fields.set(name, { value, provenance: by });
  }
}
