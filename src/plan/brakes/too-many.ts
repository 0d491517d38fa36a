import type { Inventory } from '../../ownership/inventory.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { Draft } from '../changes/draft.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Policy } from '../policy.ts';

/** Deletes that no run is stopped for, and the share of what the project has that more of them may be. */
const DELETES = { few: 5, share: 0.1 };
/**
 * The share of the objects that exist which a run may update, and from how many updates on that is asked: of a
 * small project an ordinary change is a large share.
 */
const UPDATES = { share: 0.3, from: 10 };

/**
 * Codes `too-many-deletes` and `too-many-updates`: a run would delete or change more of what the project has than
 * a change of some lines does. What the server deletes along with something is not counted here.
 */
export function reportTooMany(
  overlay: Overlay,
  drafts: readonly Draft[],
  { policy, owned }: { readonly policy: Policy; readonly owned?: Inventory | undefined },
  report: Report,
): void {
  const rowsOf = (wanted: (draft: Draft) => boolean): number =>
    new Set(drafts.filter(wanted).map(({ row }) => row)).size;
  const deletes = rowsOf(({ action, leftAlone }) => action === 'delete' && !leftAlone);
  const updates = rowsOf(
    ({ action, by, leftAlone }) => action === 'update' && by === undefined && !leftAlone,
  );
  const declared = drafts.filter(({ by, action }) => by === undefined && action !== 'delete');
  const objects = new Set([
    ...declared.map(nameOf),
    ...(owned?.rows ?? []).map(({ model, key }) => `${model} ${key}`),
  ]);
  const existing = new Set(declared.filter(({ row }) => overlay.row(row)?.actual).map(({ row }) => row)).size;
  const most = policy.maxDeletes ?? Math.max(DELETES.few, objects.size * DELETES.share);
  const isOver = {
    deletes: deletes > most && deletes > (policy.allowChanges ?? 0),
    updates:
      updates >= UPDATES.from && updates > existing * UPDATES.share && updates > (policy.allowChanges ?? 0),
  };
  const figure = Math.max(isOver.deletes ? deletes : 0, isOver.updates ? updates : 0);
  const hint = `look at the plan; if all of it is meant: --allow-changes ${figure}`;
  if (isOver.deletes)
    report({
      code: 'too-many-deletes',
      message: `${deletes} objects would be deleted, of ${objects.size} that the project declares or owns: more than ${mostWords(most, policy)}`,
      hint,
    });
  if (isOver.updates)
    report({
      code: 'too-many-updates',
      message: `${updates} of ${existing} objects that the project declares and the server has would be changed: more than ${UPDATES.share * 100} %`,
      hint,
    });
}

function mostWords(most: number, { maxDeletes }: Policy): string {
  if (maxDeletes !== undefined) return `--max-deletes ${maxDeletes}`;
  return most > DELETES.few ? `${DELETES.share * 100} %` : String(DELETES.few);
}

/** An object by its key on the server, or in the plan. */
function nameOf({ model, itemKey, row }: Draft): string {
  return `${model} ${itemKey ?? row}`;
}
