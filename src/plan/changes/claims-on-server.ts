import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { claim } from '../overlay/unique.ts';
import type { Draft } from './draft.ts';

/** Which object has which unique values on the server now, for the models that change. */
export function claimsOnServer(overlay: Overlay, changes: readonly Draft[]): Map<string, OverlayRow> {
  const claims = new Map<string, OverlayRow>();
  const models = new Set(changes.map((change) => change.model));
  for (const row of overlay.allRows()) {
    const actual = row.actual;
    if (!actual || !models.has(row.model)) continue;
    for (const rule of overlay.resource(row.model).unique) {
      const held = claim(overlay, rule, row.model, (field) => actual[field]);
      if (held !== undefined) claims.set(held, row);
    }
  }
  return claims;
}
