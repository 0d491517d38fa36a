import type { ModelName } from '../../catalog/model.ts';
import type { Overlay } from './overlay.ts';
import type { OverlayRow } from './overlay-row.ts';

/** The primary keys of objects as texts, in order, by model; of one that does not exist yet, the id of its row. */
export function keysByModel(overlay: Overlay, rows: readonly OverlayRow[]): Map<ModelName, string[]> {
  const keys = new Map<ModelName, string[]>();
  for (const row of rows) {
    const key = String((row.actual && overlay.pkOf(row.model, row.actual)) ?? row.id);
    const others = keys.get(row.model);
    if (others) others.push(key);
    else keys.set(row.model, [key]);
  }
  for (const list of keys.values()) list.sort();
  return keys;
}
