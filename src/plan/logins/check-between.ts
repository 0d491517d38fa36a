import type { Report } from '../../diagnostics/collector.ts';
import type { Note } from '../../diagnostics/diagnostic.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { OverlayRow } from '../overlay/overlay-row.ts';
import { judge, type LoginCheck, rootOf, whereOf, type Worse, worseThan } from './check-logins.ts';
import { readWorld } from './read-world.ts';
import { touchedRows, usedRows } from './touched.ts';
import { View } from './view.ts';

/** More changes than these are not looked at one by one. */
const MOST_TRIED = 40;

/** What counts of a change here; as in `Change`. */
interface Step {
  readonly id: string;
  readonly row: string;
  readonly action: string;
  readonly by?: string | undefined;
  readonly dependsOn: readonly string[];
}

/** The changes of a plan. */
interface Changes {
  /** Those that are ours and written, in an order in which they could be done one after the other. */
  readonly sorted: readonly Step[];
  /** All, those of the server included. */
  readonly drafts: readonly Step[];
}

/**
 * Code `lockout-between`: reports where superusers could not sign in, or others could, if one change of a plan failed
 * that is fine as a whole. Two states are judged for each change that a login path uses: all is done but that change
 * and what depends on it (`--on-error continue`), and only what comes before it is (`stop`, or an interruption).
 * Nothing is read for it: what cannot be told by what has been read is not reported.
 */
export function checkBetween(
  overlay: Overlay,
  { sorted, drafts }: Changes,
  check: LoginCheck,
  report: Report,
): void {
  if (check.allowed || !check.isSuperuser || sorted.length < 2) return;
  const views = [new View(overlay, () => true), new View(overlay, () => false)] as const;
  const touched = touchedRows(overlay, ...views);
  if (touched.length === 0) return;
  const used = usedRows(touched, { views, worlds: views.map(readWorld) }, check.host);
  const then = judge(views[0], check);
  if (overlay.missing.length > 0 || then.access.is === 'locked-out' || then.access.is === 'no-superuser')
    return;
  const steps = new Steps(sorted, drafts);
  const found: { readonly row: OverlayRow; readonly worse: Worse }[] = [];
  for (const row of [...new Set(used.map((one) => rootOf(overlay, one)))].slice(0, MOST_TRIED)) {
    const [change] = steps.of(row.id);
    if (!change) continue;
    const worse = [steps.withoutIt(change), steps.beforeIt(change)]
      .map((done) => {
        const view = new View(overlay, (one) => !done.has(rootOf(overlay, one).id));
        return worseThan(then, judge(view, check));
      })
      .find((one) => one !== undefined && one.code !== 'login-unknown');
    if (worse && overlay.missing.length === 0) found.push({ row, worse });
    if (overlay.missing.length > 0) return;
  }
  const [first, ...others] = found;
  if (!first) return;
  const notes: Note[] = others.flatMap(({ row }) => {
    const { place } = whereOf(overlay, row);
    return place
      ? [{ message: `so it would be if the change of ${describeRow(overlay, row)} failed`, place }]
      : [];
  });
  report({
    code: 'lockout-between',
    message: `if the change of ${describeRow(overlay, first.row)} failed: ${first.worse.message}`,
    hint: 'apply with --atomic, all or nothing, or with --on-error undo',
    ...whereOf(overlay, first.row),
    notes: notes.length > 0 ? notes : undefined,
  });
}

/** Which rows of a plan are done at which point of a run; deletes come last. */
class Steps {
  readonly #sorted: readonly Step[];
  readonly #byServer: ReadonlyMap<string, readonly string[]>;

  constructor(sorted: readonly Step[], drafts: readonly Step[]) {
    this.#sorted = [
      ...sorted.filter(({ action }) => action !== 'delete'),
      ...sorted.filter(({ action }) => action === 'delete'),
    ];
    const byServer = new Map<string, string[]>();
    for (const { by, row } of drafts)
      if (by !== undefined) byServer.set(by, [...(byServer.get(by) ?? []), row]);
    this.#byServer = byServer;
  }

  /** The changes that write a row, or have the server write it; the first comes first. */
  of(row: string): readonly Step[] {
    return this.#sorted.filter((one) => one.row === row || this.#byServer.get(one.row)?.includes(row));
  }

  /** The rows that are done when a change has failed, and all that does not depend on it is done. */
  withoutIt({ id }: Step): ReadonlySet<string> {
    const failed = new Set([id]);
    // Once for each link of a chain at most; a chain in order needs one round.
    for (let size = 0; size !== failed.size; ) {
      size = failed.size;
      for (const one of this.#sorted) if (one.dependsOn.some((need) => failed.has(need))) failed.add(one.id);
    }
    return this.#rows(this.#sorted.filter((one) => !failed.has(one.id)));
  }

  /** The rows that are done when a change is about to be. */
  beforeIt(change: Step): ReadonlySet<string> {
    const done = new Set(this.#sorted.slice(0, this.#sorted.indexOf(change)).map(({ id }) => id));
    const needs = new Set(change.dependsOn);
    for (let size = -1; size !== needs.size; ) {
      size = needs.size;
      for (const one of this.#sorted)
        if (needs.has(one.id) || done.has(one.id)) for (const need of one.dependsOn) needs.add(need);
    }
    return this.#rows(this.#sorted.filter(({ id }) => done.has(id) || needs.has(id)));
  }

  #rows(done: readonly Step[]): ReadonlySet<string> {
    return new Set(done.flatMap(({ row }) => [row, ...(this.#byServer.get(row) ?? [])]));
  }
}
