import type { Report } from '../../diagnostics/collector.ts';
import { describeRow } from '../overlay/describe.ts';
import { addingComment } from '../overlay/former-comment.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { Draft } from './draft.ts';
import { renameCandidates } from './rename-candidates.ts';

/**
 * Reports new objects beside which the server has one that no entry declares and that is the same but for what
 * identifies it: the identifiers were changed in the file, and another object would be made. `drafts`: in an order in
 * which what is referred to comes first; `isOthers`: whether an object is another's, or one that every server has.
 * Nothing is read.
 */
export function suggestRenames(
  overlay: Overlay,
  drafts: readonly Draft[],
  isOthers: (row: OverlayRow) => boolean,
  report: Report,
): void {
  // What has not been read yet may be the other object.
  if (overlay.missing.length > 0) return;
  for (const [{ place, entry }, { row, was }] of renameCandidates(overlay, drafts)) {
    if (!place || isOthers(row)) continue;
    const { words, fixes } = addingComment(place, was);
    report({
      code: 'was-missing',
      message: `renamed? ${row.model} ${describeRow(overlay, row)}, which no entry of these files declares, has the same links and values`,
      hint: `if it is the same object, ${words}`,
      place,
      entry,
      fixes,
    });
  }
}
