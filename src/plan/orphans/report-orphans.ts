import type { Report } from '../../diagnostics/collector.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';

/** Reports what the project owns and no entry declares any more, where it stays. */
export function reportOrphans(overlay: Overlay, orphans: readonly OverlayRow[], report: Report): void {
  for (const row of orphans)
    report({
      code: 'orphan',
      message: `${row.model} ${describeRow(overlay, row)} is still on the server: this project made or adopted it, and no entry declares it any more`,
      hint: '--prune deletes it; an entry with state: absent does, too',
    });
}

/** Reports why something that the project owns and no entry declares any more is not deleted all the same. */
export function reportKept(
  overlay: Overlay,
  row: OverlayRow,
  why: string,
  hint: string,
  report: Report,
): void {
  report({
    code: 'orphan-kept',
    message: `${row.model} ${describeRow(overlay, row)} is not declared any more, and is not deleted: ${why}`,
    hint,
  });
}
