import type { Report } from '../../diagnostics/collector.ts';
import type { Note } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../source/source-file.ts';
import { type Judgement, judgeLogin, type Reason } from '../../flows/judge-login.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { readWorld } from './read-world.ts';
import { touchedRows, usedRows } from './touched.ts';
import { View } from './view.ts';

/** More changes than these are not tried one by one for the one that is to blame. */
const MOST_TRIED = 40;

/** Under what a plan is checked. */
export interface LoginCheck {
  /** The host of the server, as browsers name it, with its port, if any; undefined: not known. */
  readonly host: string | undefined;
  /** `--allow-lockout` */
  readonly allowed: boolean;
  /** Whether the token can see what logins depend on. */
  readonly isSuperuser: boolean;
}

/**
 * Codes `login-lockout`, `login-unproved` and `login-unknown`: reports what a plan makes worse for those who sign in:
 * that no superuser gets in any more, that somebody gets in as one without a password, or that this cannot be told any
 * more. Asks nothing where the plan touches nothing that logins depend on.
 */
export function checkLogins(overlay: Overlay, check: LoginCheck, report: Report): void {
  if (check.allowed) return;
  const before = new View(overlay, () => true);
  const after = new View(overlay, () => false);
  const touched = touchedRows(overlay, before, after);
  if (touched.length === 0) return;
  if (!check.isSuperuser) {
    report({ code: 'login-unknown', ...NOT_CHECKED, ...whereOf(overlay, touched[0]) });
    return;
  }
  const views = [before, after];
  const worlds = views.map(readWorld);
  const used = usedRows(touched, { views, worlds }, check.host);
  if (used.length === 0 || overlay.missing.length > 0) return;
  const now = judge(after, check);
  if (now.access.is === 'open' && now.hole.is === 'closed') return;
  const then = judge(before, check);
  // Without answers nothing is certain: the plan is made again with them.
  if (overlay.missing.length > 0) return;
  const worse = worseThan(then, now);
  if (!worse) return;
  const causes = causesOf(overlay, used, (view) => worseThan(then, judge(view, check))?.code !== worse.code);
  if (overlay.missing.length > 0) return;
  const [cause, ...others] = causes;
  const notes: Note[] = others.flatMap((row) => {
    const { place } = whereOf(overlay, row);
    return place ? [{ message: `so does the change of ${describeRow(overlay, row)}`, place }] : [];
  });
  report({ ...worse, ...whereOf(overlay, cause), notes: notes.length > 0 ? notes : undefined });
}

/** What becomes of those who sign in, in one state of the server. */
export function judge(view: View, { host }: LoginCheck): Judgement {
  return judgeLogin(readWorld(view), host);
}

/** What is to be said of it. */
export interface Worse {
  readonly code: 'login-lockout' | 'login-unproved' | 'login-unknown';
  readonly message: string;
  readonly hint: string;
}

const LIFT = 'if that is meant: --allow-lockout';
const NOT_CHECKED = {
  message: 'whether superusers can still sign in is not checked: the user of the token is no superuser',
  hint: 'it would have to see the brands, flows, groups and users of the server',
};

/** What is worse than it was; undefined: nothing. */
export function worseThan(then: Judgement, now: Judgement): Worse | undefined {
  const { access, hole } = now;
  const wasClosed = then.access.is === 'locked-out' || then.access.is === 'no-superuser';
  if (access.is === 'locked-out' && !wasClosed)
    return {
      code: 'login-lockout',
      message: `no superuser could sign in any more: ${words(access.reason)}`,
      hint: LIFT,
    };
  if (access.is === 'no-superuser' && !wasClosed)
    return {
      code: 'login-lockout',
      message: `nobody would be a superuser any more: ${access.who} could sign in, without those rights`,
      hint: LIFT,
    };
  if (hole.is === 'open' && then.hole.is !== 'open') {
    const way = hole.flow === undefined ? '' : ` by flow ${hole.flow}`;
    return {
      code: 'login-unproved',
      message: `whoever types the name of ${hole.who} would be signed in as that superuser${way}: no stage before the login asks for a password or another proof`,
      hint: LIFT,
    };
  }
  return unknown(then, now);
}

/** What cannot be told any more. */
function unknown(then: Judgement, now: Judgement): Worse | undefined {
  const { access, hole } = now;
  if (access.is === 'unknown' && !isSameReason(then.access, access.reason) && then.access.is !== 'locked-out')
    return {
      code: 'login-unknown',
      message: `whether a superuser can still sign in cannot be told: ${words(access.reason)}`,
      hint: 'try it in a private window before you close this session',
    };
  if (hole.is === 'unknown' && then.hole.is === 'closed')
    return {
      code: 'login-unknown',
      message: `whether somebody gets in as a superuser without a password cannot be told: ${words(hole.reason)}`,
      hint: 'try it in a private window with a wrong password',
    };
  return undefined;
}

function isSameReason(then: Judgement['access'], reason: Reason): boolean {
  return then.is === 'unknown' && words(then.reason) === words(reason);
}

/** Where it happens and why: `flow default-authentication-flow, stage block (order 5): it denies everybody`. */
function words({ at, why }: Reason): string {
  if (at?.flow === undefined) return why;
  const stage = at.stage === undefined ? '' : `, stage ${at.stage} (order ${String(at.order)})`;
  return `flow ${at.flow}${stage}: ${why}`;
}

/** The changes without any one of which it would not be so; else the first of all. */
function causesOf(
  overlay: Overlay,
  used: readonly OverlayRow[],
  isCured: (view: View) => boolean,
): readonly OverlayRow[] {
  // What exists and is led astray is to blame before what is new.
  const roots = [...new Set(used.map((row) => rootOf(overlay, row)))].sort(
    (a, b) => Number(!a.actual) - Number(!b.actual),
  );
  const found = roots
    .slice(0, MOST_TRIED)
    .filter((root) => isCured(new View(overlay, (row) => rootOf(overlay, row) === root)));
  return found.length > 0 ? found : roots.slice(0, 1);
}

/** The row whose change by an entry changes this one, too. */
export function rootOf(overlay: Overlay, row: OverlayRow): OverlayRow {
  const { deletedBy } = row;
  return (deletedBy === undefined ? undefined : overlay.row(deletedBy)) ?? row;
}

/** Where an entry changes a row. */
export function whereOf(
  overlay: Overlay,
  row: OverlayRow | undefined,
): {
  readonly place?: Place | undefined;
  readonly entry?: NonNullable<OverlayRow['owner']>['entry'] | undefined;
} {
  const root = row && rootOf(overlay, row);
  const set = [...(root?.provenanceOf.values() ?? [])][0];
  const owner = root?.owner ?? set;
  return { place: owner?.place, entry: owner?.entry };
}
