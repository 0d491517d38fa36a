import { encodeValue } from '../plan/value/plan-value.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { comparePlans } from '../plan/value/compare-plans.ts';
import { type Change, isWritten, type Plan } from '../plan/value/plan.ts';
import type { Sources } from '../plan/value/sources.ts';
import { movedFinding, namesIn, unapprovedFinding } from '../report/stale-findings.ts';
import type { Prepared } from './prepare.ts';

/** What has become of an approved plan since. */
export interface Since {
  /** The approved changes that must not be made, by their ids, and why. */
  readonly moved: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Findings about changes that nobody approved. */
  readonly unapproved: readonly Diagnostic[];
}

/** What was approved, and how it may be told whether a secret is still the one that was. */
export interface Approved {
  readonly plan: Plan;
  readonly isSameSecret: (from: string, now: Prepared) => boolean;
}

/** An approved plan, ready to be run on the server as it is now. */
export interface StillApproved extends Since {
  readonly ready: Prepared;
}

/** A plan that was made in this run: its secrets are at hand. */
export function approvedHere({ plan, sources }: Pick<Prepared, 'plan' | 'sources'>): Approved {
  const textOf = (from: string, { secretOf }: Sources): string | undefined => {
    const value = secretOf(from);
    return value === undefined ? undefined : JSON.stringify(encodeValue(value));
  };
  return { plan, isSameSecret: (from, now) => textOf(from, sources) === textOf(from, now.sources) };
}

/** A plan of another run: its secrets are told by their keyed hashes, where it has any. */
export function approvedBefore(plan: Plan): Approved {
  return {
    plan,
    isSameSecret: (from, now) => !plan.secrets || plan.secrets[from] === now.plan.secrets?.[from],
  };
}

/** Holds an approved plan against the one for the server as it is now. */
export function stillApproved({ plan, isSameSecret }: Approved, now: Prepared): StillApproved {
  const { collector, sources } = now;
  const errors = collector.diagnostics.filter(({ severity }) => severity === 'error');
  const { moved, unapproved } = comparePlans(plan, now.plan, (from) => isSameSecret(from, now));
  const names = namesIn(plan.changes, now.plan.changes);
  const refused = new Map<string, readonly Diagnostic[]>();
  for (const change of plan.changes.filter(isWritten)) {
    const differences = moved.get(change.id) ?? [];
    const own = errors.filter((error) => concerns(error, change));
    if (differences.length > 0 || own.length > 0)
      refused.set(change.id, [movedFinding(change, differences, own, names, sources)]);
  }
  return {
    ready: { ...now, plan },
    moved: refused,
    unapproved: unapproved.filter(isWritten).map((change) => unapprovedFinding(change, sources)),
  };
}

/** Whether an error is in the way of a change: at its entry, or of the whole run. */
function concerns({ entry, place }: Diagnostic, change: Change): boolean {
  if (!entry) return true;
  return entry.index === change.entry?.index && place?.file.path === change.place?.path;
}
