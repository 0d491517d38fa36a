import { dict, isDict, Ref, type Value } from '../../blueprint/value.ts';
import type { Overlay } from './overlay.ts';

/**
 * Replaces Refs to reserved rows (see `Overlay.reserve`) by the keys of the rows that they were resolved to.
 */
export function settleRefs(overlay: Overlay): void {
  const settled = (value: Value): Value => {
    if (value instanceof Ref) {
      const row = overlay.meant(value.row);
      return row && row.id !== value.row ? overlay.key(row) : value;
    }
    if (Array.isArray(value)) return value.map(settled);
    return isDict(value)
      ? Object.assign(
          dict(),
          Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settled(item)])),
        )
      : value;
  };
  for (const row of overlay.allRows())
    for (const [field, value] of row.set) row.set.set(field, settled(value));
}
