import type { Me } from '../../actual/snapshot.ts';
import type { BundledTable } from '../../catalog/bundled.ts';
import type { Protection } from '../../catalog/model.ts';
import type { Report } from '../../diagnostics/collector.ts';
import type { Draft } from '../changes/draft.ts';
import { allowName, isAllowed, isNamed, protectionsOf, stands } from '../entries/protect.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { Policy } from '../policy.ts';
import { BundledObjects } from './bundled-objects.ts';
import { changedRows, type Loss, lostAlong, lostLinks, lostPermissions, ownLosses } from './losses.ts';
import { standingOf } from './standing.ts';

/** What comes along with a protected object is a part of it. */
const ADD_ONLY: Protection = { match: [], guard: 'add-only', frozen: [], why: '' };

/** What protected objects are told by. */
export interface Guarded {
  readonly policy: Policy;
  readonly snapshot: { readonly me: Me | undefined };
  /** authentik's own blueprints, read when they are needed. */
  readonly bundled?: (() => BundledTable) | undefined;
}

/**
 * Code `protected-change`: what a finished plan would take from a protected object, by whichever door: its own
 * entry, the other end of a link, a delete that takes it along, a permission, a blueprint that the server
 * applies. What an entry alone would do has been left alone before; this is what could not be.
 */
export function reportProtectedChanges(
  overlay: Overlay,
  drafts: readonly Draft[],
  guarded: Guarded,
  report: Report,
): void {
  const found = new Map<OverlayRow, Lost>();
  for (const { loss, protection } of protectedLosses(overlay, drafts, guarded)) {
    // Who names one end of a link means the other as well.
    const isMeant = loss.lost !== undefined && isNamed(overlay, loss.lost, guarded.policy);
    if (isMeant || isAllowedContent(overlay, loss.by, guarded.policy)) continue;
    const before = found.get(loss.row);
    if (!before) found.set(loss.row, { protection, losses: [loss] });
    else if (before.protection === protection) before.losses.push(loss);
  }
  const nameOf = (row: OverlayRow): string => `${row.model} ${describeRow(overlay, row)}`;
  for (const [row, { protection, losses }] of found) {
    if (goesWith(row, found) !== undefined) continue;
    const [first, ...others] = losses;
    const along = [...found].filter(([other]) => goesWith(other, found) === row);
    report({
      code: 'protected-change',
      message: `${nameOf(row)} ${first?.what ?? ''}: ${protection.why}`,
      hint: `if that is meant, say so: --allow-protected ${allowName(overlay, row, protection)}`,
      place: first?.place,
      notes: [
        ...others.map(({ what, place }) => ({ message: `it ${what}`, place })),
        ...along.map(
          ([
            other,
            {
              protection: { why },
            },
          ]) => ({
            message: `${nameOf(other)} would go along with it: ${why}`,
          }),
        ),
      ],
    });
  }
}

/** What a protected object would lose. */
interface Lost {
  readonly protection: Protection;
  readonly losses: Loss[];
}

/** The object whose finding says enough of another: that would be deleted with it, and whoever names it may do both. */
function goesWith(row: OverlayRow, found: ReadonlyMap<OverlayRow, Lost>): OverlayRow | undefined {
  const lost = found.get(row);
  const root = lost?.protection.guard === 'keep' ? lost.losses[0]?.deletedWith : undefined;
  const isAll = lost?.losses.every(({ deletedWith }) => deletedWith === root);
  return root !== undefined && root !== row && isAll && found.has(root) ? root : undefined;
}

/** Whether the blueprint instance may be applied, whatever it does, whose application a change is. */
export function isAllowedContent(overlay: Overlay, by: string | undefined, policy: Policy): boolean {
  const instance = by === undefined ? undefined : overlay.row(by);
  return instance !== undefined && isAllowed(policy, instance.model, overlay.value(instance, 'name'));
}

interface Found {
  readonly loss: Loss;
  readonly protection: Protection;
}

function protectedLosses(overlay: Overlay, drafts: readonly Draft[], guarded: Guarded): Found[] {
  const { policy } = guarded;
  const own = new BundledObjects(overlay, guarded.bundled);
  const standing = standingOf(overlay, guarded, own);
  const changed = changedRows(overlay);
  const stand = (row: OverlayRow, one: Protection): boolean => stands(overlay, row, one, standing);
  const inFields = changed.flatMap((row) =>
    protectionsOf(overlay, row, policy).flatMap((protection): Found[] => {
      const losses = ownLosses(overlay, row, protection).filter(
        (loss) => !isFree(overlay, own, protection, loss, policy),
      );
      if (losses.length === 0 || !stand(row, protection)) return [];
      return losses.map((loss) => ({ loss, protection }));
    }),
  );
  const models = Object.values(overlay.catalog.models).flatMap((model) =>
    model.kind === 'resource' && isOpenToAdditions(model.protected, policy, model.name) ? [model.name] : [],
  );
  const fromOthers = [
    ...lostLinks(overlay, changed, models),
    ...lostAlong(overlay, changed, ADD_ONLY),
    ...lostPermissions(overlay, drafts),
  ];
  return [
    ...inFields,
    ...fromOthers.flatMap((loss) => {
      const protection = protectionsOf(overlay, loss.row, policy).find(
        (one) => one.guard === 'add-only' && stand(loss.row, one),
      );
      return protection ? [{ loss, protection }] : [];
    }),
  ];
}

/** Whether objects of a model can have a protection under which they lose nothing. */
function isOpenToAdditions(all: readonly Protection[], { protect }: Policy, model: string): boolean {
  return (
    all.some(({ guard }) => guard === 'add-only') ||
    protect.some((one) => one === model || one.startsWith(`${model}:`))
  );
}

/**
 * Whether a loss is none of a protection that only keeps an object: authentik's own blueprints do the same, or
 * the object goes along with one that may go.
 */
function isFree(
  overlay: Overlay,
  own: BundledObjects,
  { guard }: Protection,
  { row, field, deletedWith }: Loss,
  policy: Policy,
): boolean {
  if (guard !== 'keep') return false;
  if (field) return own.sets(row, field.name, field.after);
  if (!deletedWith) return false;
  return (deletedWith !== row && isNamed(overlay, deletedWith, policy)) || own.deletes(row);
}
