import type { Report } from '../../diagnostics/collector.ts';
import type { Declared } from '../entries/declared.ts';
import { allowName, protectionsOf, type Standing, stands } from '../entries/protect.ts';
import { protectedFrom } from '../entries/protected-from.ts';
import { type Cascade, deleteRow, followDelete } from '../overlay/cascade.ts';
import { describeRow } from '../overlay/describe.ts';
import { rowsMeant } from '../overlay/links.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import type { Policy } from '../policy.ts';
import { reportKept } from './report-orphans.ts';

/** Why an orphan stays, and what can be done about it. */
interface Kept {
  readonly why: string;
  readonly hint: string;
}

/** By what it is decided what may be pruned. */
interface Guards {
  readonly policy: Policy;
  /** All by which an object may be protected. */
  readonly standing: Standing;
  readonly declared: Declared | undefined;
}

/**
 * Plans to delete what the project owns and no entry declares any more, what depends on others before these.
 * What is protected, what something declared still needs, and what an entry may mean of which that cannot be
 * told, stays and is reported.
 */
export function prune(
  overlay: Overlay,
  orphans: readonly OverlayRow[],
  guards: Guards,
  report: Report,
): void {
  // What goes along with another has no more to take along than that one.
  const sizes = new Map(orphans.map((row) => [row, followDelete(overlay, row).gone.length]));
  const ordered = [...orphans].sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
  for (const row of ordered) {
    const cascade = followDelete(overlay, row);
    const kept =
      undecided(row, guards.declared) ??
      impossible(overlay, row) ??
      protectedIn(overlay, cascade, guards) ??
      needed(overlay, row, cascade);
    if (kept) {
      reportKept(overlay, row, kept.why, kept.hint, report);
      continue;
    }
    row.pruned = true;
    deleteRow(overlay, cascade);
  }
}

function undecided({ model }: OverlayRow, declared: Declared | undefined): Kept | undefined {
  if (!declared?.undecided.has(model)) return undefined;
  return {
    why: 'an entry of this model whose conditions are not met may mean it',
    hint: 'write its identifiers without what only its conditions make sense of, or delete it with state: absent',
  };
}

function impossible(overlay: Overlay, { model }: OverlayRow): Kept | undefined {
  if (overlay.resource(model).actions.delete) return undefined;
  return { why: 'the API cannot delete such an object', hint: 'delete it in the web interface' };
}

function protectedIn(overlay: Overlay, cascade: Cascade, { policy, standing }: Guards): Kept | undefined {
  const keep = (why: string, allow: string): Kept => ({
    why: `it is protected: ${why}`,
    hint: `--allow-protected ${allow} lifts that`,
  });
  const [guard] = protectedFrom(overlay, cascade, policy, standing.me);
  if (guard) return keep(guard.why, guard.allow);
  // What a brake would stop the whole run for stays by itself, too.
  for (const row of cascade.gone) {
    const found = protectionsOf(overlay, row, policy).find((one) => stands(overlay, row, one, standing));
    if (!found || !row.actual) continue;
    const along = row === cascade.gone[0] ? '' : `${row.model} ${describeRow(overlay, row)} would go along: `;
    return keep(`${along}${found.why}`, allowName(overlay, row, found));
  }
  return undefined;
}

/** What entries declare must not go along, nor lose a link that they set. */
function needed(overlay: Overlay, row: OverlayRow, { gone, cleared }: Cascade): Kept | undefined {
  const along = gone.find((one) => one !== row && (one.declared || one.owner !== undefined));
  const linked = cleared.find((link) => isSet(overlay, link))?.row;
  const by = along ?? linked;
  if (!by) return undefined;
  const name = `${by.model} ${describeRow(overlay, by)}`;
  return {
    why: `${name}, which is declared, ${along ? 'would go with it' : 'refers to it'}`,
    hint: `let the entry of ${name} refer to something else, or declare this one again`,
  };
}

/** Whether an entry itself sets a link that would be cleared; of a list that it merges, only what it adds is its. */
function isSet(overlay: Overlay, { row, field: name, goes }: Cascade['cleared'][number]): boolean {
  const field = overlay.resource(row.model).fields[name];
  const added = row.added.get(name);
  if (!row.set.has(name) || !field) return false;
  return added === undefined || rowsMeant(overlay, field, [...added]).includes(goes);
}
