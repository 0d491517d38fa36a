import { ApiError } from '../../client/api-error.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Change, isWritten, type Plan } from '../../plan/value/plan.ts';
import { applyPlan } from '../apply-plan.ts';
import { decodeChange } from '../decode-change.ts';
import { findByValues } from '../find-made.ts';
import type { ApplyOutcome, Outcome } from '../outcome.ts';
import { resolveRefs } from '../resolve.ts';
import { explainLeft } from './explain-left.ts';
import { jointOutcome, ownOutcome } from './joint-outcome.ts';
import { type LeftOver, leftOver } from './left-over.ts';
import type { Replanned } from './send-once.ts';
import type { TogetherOptions } from './together-options.ts';

/**
 * Does what was to come after a transaction that is made, by the plan that was made after it. What that plan would do
 * besides is not done, and is a finding: the server has not made what it was sent, or somebody else was at work.
 */
export async function finish(
  approved: Plan,
  after: Replanned,
  options: TogetherOptions,
): Promise<Omit<ApplyOutcome, 'requests'>> {
  const { division, catalog } = options;
  const over = untilMade(
    await withSilent(leftOver(approved, division, after.plan, catalog), options),
    division.afterwards.map(({ change }) => change),
  );
  const cut = over.silent.filter((one) => division.afterwards.some(({ change }) => change === one));
  const unmarked = over.absent.filter(
    (one) =>
      one.markedIn !== undefined &&
      division.together.includes(one) &&
      !over.silent.includes(one) &&
      errorsAt(one, after.diagnostics).length === 0,
  );
  const refused = explainLeft({ ...over, cut, unmarked }, after.sources);
  const settled = division.together.map((change) => ownOutcome(change, over, refused));
  for (const one of settled) options.onChange?.(one.change, one);
  const done = await applyPlan(planOfNext(over, after.plan, division.together, refused), {
    ...options,
    sources: after.sources,
    moved: new Map(
      after.plan.changes.flatMap((left) => {
        const one = refused.get(left);
        return one ? [[left.id, [one]] as const] : [];
      }),
    ),
    done: {
      changes: division.together.map((change) => ({ ...change, row: over.rowNow(change.row) })),
      made: new Map([...over.made].map(([row, keys]) => [over.rowNow(row), keys])),
    },
  });
  const own = new Map(settled.map((one) => [one.change.id, one]));
  const idBefore = new Map(over.next.map(({ change, left }) => [left.id, change.id]));
  const outcomes = approved.changes.filter(isWritten).map((change) => {
    const laters = done.outcomes.filter((one) =>
      [...over.next, ...over.moved].some(
        ({ change: of, left }) => of === change && left.id === one.change.id,
      ),
    );
    return jointOutcome(change, own.get(change.id), laters, {
      errors: over.absent.includes(change) ? errorsAt(change, after.diagnostics) : [],
      waitsFor: over.blocked.get(change),
      made: over.made.get(change.row),
      idBefore,
    });
  });
  const more = [
    ...[...over.undone, ...cut, ...unmarked].flatMap((change) => refused.get(change) ?? []),
    ...outcomes.flatMap(errorsOf),
  ];
  return { ...done, outcomes, diagnostics: [...new Set([...more, ...done.diagnostics])] };
}

/**
 * Looks for the new objects of which the plan says nothing any more. One that is not there is undone; the keys of the
 * others are known then.
 */
async function withSilent(over: LeftOver, { client, catalog, sources }: TogetherOptions): Promise<LeftOver> {
  const made = new Map(over.made);
  const undone = [...over.undone];
  try {
    for (const change of over.silent) {
      if (change.action !== 'create') continue;
      const values = resolveRefs(decodeChange(change, sources).body, made);
      const keys = values && (await findByValues({ client, catalog, sources }, change, values));
      if (keys) made.set(change.row, keys);
      else undone.push(change);
    }
  } catch (error) {
    // The server says that it made them; what comes afterwards fails by itself where nothing can be read.
    if (!(error instanceof ApiError)) throw error;
  }
  return { ...over, undone, made };
}

/**
 * Where the server has not made all that it says it has, nothing that was to come afterwards is begun: a delete would
 * take what nothing has come in place of.
 */
function untilMade(over: LeftOver, afterwards: readonly Change[]): LeftOver {
  const [first] = over.undone;
  if (!first) return over;
  return { ...over, next: [], blocked: new Map(afterwards.map((change) => [change, first])) };
}

/** The errors of the plan afterwards at the entry of a change. */
function errorsAt({ entry, place }: Change, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(
    (one) =>
      one.severity === 'error' &&
      one.entry !== undefined &&
      one.entry.index === entry?.index &&
      one.place?.file.path === place?.path,
  );
}

function errorsOf(outcome: Outcome): readonly Diagnostic[] {
  return outcome.state === 'stale' ? outcome.diagnostics : [];
}

/**
 * The plan of what is left to be done; of nothing but what is refused where the transaction is not made. What is
 * written over or deleted is compared with the plan that was approved, and not with the one that was made since.
 */
function planOfNext(
  { next, undone }: LeftOver,
  plan: Plan,
  made: readonly Change[],
  refused: ReadonlyMap<Change, Diagnostic>,
): Plan {
  const mayRun = (change: Change): boolean =>
    undone.length === 0 || !isWritten(change) || refused.has(change);
  const before = new Map(
    next
      .filter(({ change, left }) => change.action === left.action && !made.includes(change))
      .map(({ change, left }) => [left.id, change.before]),
  );
  return {
    ...plan,
    changes: plan.changes
      .filter(mayRun)
      .map((change) => ({ ...change, before: before.get(change.id) ?? change.before })),
  };
}
