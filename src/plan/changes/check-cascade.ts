import type { Report } from '../../diagnostics/collector.ts';
import { asArgument } from '../../source/as-argument.ts';
import { cameAlong } from '../overlay/along.ts';
import { describeRow } from '../overlay/describe.ts';
import { naturalName } from '../overlay/natural.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { Policy } from '../policy.ts';
import type { Draft } from './draft.ts';

/**
 * Reports a delete that takes along objects with a name of their own: nobody said that they should go, as with
 * the providers of a flow. What only links two objects, and what the server made along, goes without saying.
 */
export function checkCascade(overlay: Overlay, draft: Draft, policy: Policy, report: Report): void {
  const row = overlay.row(draft.row);
  if (draft.action !== 'delete' || draft.leftAlone || draft.cascades.length === 0 || !row) return;
  const lift = `${draft.model}:${draft.key}`;
  if (policy.allowCascade.includes(draft.model) || policy.allowCascade.includes(lift)) return;
  const along = new Set(cameAlong(overlay, row));
  const named = overlay
    .allRows()
    .filter(
      (one) =>
        one.deletedBy === row.id && one !== row && naturalName(overlay, one) !== undefined && !along.has(one),
    );
  if (named.length === 0) return;
  report({
    code: 'cascade-unexpected',
    message: `deleting ${draft.model} ${draft.key} also deletes ${list(overlay, named)}`,
    hint: `let them refer to something else first, or delete them, too, before it; --allow-cascade ${asArgument(lift)} lets them go`,
    place: draft.place,
    entry: draft.entry,
  });
}

const MOST = 10;

function list(overlay: Overlay, rows: readonly OverlayRow[]): string {
  const names = rows.slice(0, MOST).map((row) => `${row.model} ${describeRow(overlay, row)}`);
  return rows.length > MOST ? `${names.join(', ')} and ${rows.length - MOST} more` : names.join(', ');
}
