import type { Report } from '../../diagnostics/collector.ts';
import type { Inventory } from '../../ownership/inventory.ts';
import type { Draft } from '../changes/draft.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { reportAccessOpened } from './access-opened.ts';
import { type Guarded, reportProtectedChanges } from './protected-changes.ts';
import { reportTooMany } from './too-many.ts';

/**
 * Reports what stops a run until the command line lets it pass. It looks at the finished plan, and not at
 * entries, so that it makes no difference who would do something and from which side.
 */
export function reportBrakes(
  overlay: Overlay,
  drafts: readonly Draft[],
  by: Guarded & { readonly owned?: Inventory | undefined },
  report: Report,
): void {
  reportTooMany(overlay, drafts, by, report);
  reportProtectedChanges(overlay, drafts, by, report);
  reportAccessOpened(overlay, by.policy, report);
}
