import { ApiError } from '../../client/api-error.ts';
import type { Code } from '../../diagnostics/codes.ts';
import { toDiagnostic } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { writtenGrant } from '../../plan/value/grant-change.ts';
import { changeName } from '../../plan/value/change-name.ts';
import { type Change, isWritten, type Plan } from '../../plan/value/plan.ts';
import { placeOf, type Sources } from '../../plan/value/sources.ts';
import { applyPlan } from '../apply-plan.ts';
import { decodeChange } from '../decode-change.ts';
import { findByValues } from '../find-made.ts';
import type { ApplyOutcome, Outcome } from '../outcome.ts';
import { type MadeKey, resolveRefs } from '../resolve.ts';
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
  const over = await withSilent(leftOver(approved, division, after.plan, catalog), options);
  const cut = over.silent.filter((one) => division.afterwards.some(({ change }) => change === one));
  const unmarked = over.absent.filter(
    (one) =>
      one.markedIn !== undefined &&
      division.together.includes(one) &&
      !over.silent.includes(one) &&
      errorsAt(one, after.diagnostics).length === 0,
  );
  const refused = refusals({ ...over, cut, unmarked }, after.sources);
  const settled = division.together.map((change) => ownOutcome(change, over, refused));
  for (const one of settled) options.onChange?.(one.change, one);
  const done = await applyPlan(planOfNext(over, after.plan, division.together), {
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
    return together(change, own.get(change.id), laters, {
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

/** The findings about what is not done, by the change that would do it: of undone ones, the change itself. */
function refusals(
  {
    undone,
    unmade,
    cut,
    unmarked,
    otherwise,
    moved,
    unplanned,
  }: LeftOver & {
    readonly cut: readonly Change[];
    readonly unmarked: readonly Change[];
  },
  sources: Sources,
): ReadonlyMap<Change, Diagnostic> {
  const found = new Map<Change, Diagnostic>();
  const say = (left: Change, change: Change, message: string, code: Code = 'answer-differs'): void => {
    if (found.has(left)) return;
    found.set(
      left,
      toDiagnostic({
        code,
        severity: 'error',
        message: sources.secrets.mask(message),
        hint: 'plan again to see what is different, and whether that is to be done',
        place: placeOf(sources, change.place),
        entry: change.entry,
      }),
    );
  };
  for (const change of undone)
    say(change, change, `the server says that it made the transaction, and has not done ${doing(change)}`);
  // Over the API it is not made either: what is approved is a transaction.
  for (const { change, left } of unmade) {
    const finding = found.get(change);
    if (finding) found.set(left, finding);
  }
  for (const change of cut)
    say(
      change,
      change,
      `a condition of ${changeName(change)} does not hold any more since it is made, so what was to come afterwards is not done`,
    );
  for (const change of unmarked)
    say(
      change,
      change,
      `${change.markedIn ?? ''} of ${changeName(change)} does not say any more what is still missing, so ${namesOfSetters(change)} was not written: --secrets always writes it`,
    );
  for (const { change, left } of otherwise)
    say(
      left,
      change,
      `the server made ${changeName(change)} otherwise than it is planned: ${namesIn(left)} would still be written`,
    );
  for (const { change, left } of moved)
    say(
      left,
      change,
      `${changeName(change)} is left as it is: it is not as it was planned any more, and ${doing(left)} would now write ${namesIn(left)}`,
      'change-stale',
    );
  for (const left of unplanned)
    say(
      left,
      left,
      `${changeName(left)} would now be written, too, which was not planned: it is left as it is`,
    );
  return found;
}

function doing(change: Change): string {
  return `the ${change.action} of ${changeName(change)}`;
}

function namesOfSetters({ setters }: Change): string {
  return setters.map(({ field }) => field).join(', ');
}

/** The names of what a change writes. */
function namesIn({ action, body, setters, grants, applies }: Change): string {
  const names = [...Object.keys(body), ...setters.map(({ field }) => field)];
  if (grants.some((grant) => writtenGrant(grant) !== undefined)) names.push('permissions');
  if (applies) names.push('what the server applies');
  return names.join(', ') || action;
}

/** What became of a change in the transaction. */
function ownOutcome(change: Change, over: LeftOver, refused: ReadonlyMap<Change, Diagnostic>): Outcome {
  const made =
    change.action === 'delete' || over.undone.includes(change) ? undefined : over.made.get(change.row);
  const wrong = [
    change,
    ...over.otherwise.filter((one) => one.change === change).map(({ left }) => left),
  ].flatMap((one) => refused.get(one) ?? []);
  return wrong.length > 0
    ? { state: 'failed', change, made, diagnostics: wrong }
    : { state: 'applied', change, made, seconds: 0 };
}

/**
 * The plan of what is left to be done. What is written over or deleted is compared with the plan that was approved, and
 * not with the one that was made since.
 */
function planOfNext({ next }: LeftOver, plan: Plan, made: readonly Change[]): Plan {
  const before = new Map(
    next
      .filter(({ change, left }) => change.action === left.action && !made.includes(change))
      .map(({ change, left }) => [left.id, change.before]),
  );
  return {
    ...plan,
    changes: plan.changes.map((change) => ({ ...change, before: before.get(change.id) ?? change.before })),
  };
}

/** What is known of a change besides the outcomes of its parts. */
interface Known {
  /** Errors in the plan afterwards that stand in its way. */
  readonly errors: readonly Diagnostic[];
  /** The change of its object that the transaction has not made. */
  readonly waitsFor: Change | undefined;
  readonly made: MadeKey | undefined;
  /** The ids of the changes that were planned, by those of what is left of them. */
  readonly idBefore: ReadonlyMap<string, string>;
}

const WORST: readonly Outcome['state'][] = ['unknown', 'failed', 'stale', 'skipped', 'applied'];

/** The outcome of a change that was planned, from what became of it in the transaction and afterwards. */
function together(
  change: Change,
  own: Outcome | undefined,
  laters: readonly Outcome[],
  known: Known,
): Outcome {
  if (own && own.state !== 'applied') return own;
  if (known.waitsFor)
    return { state: 'skipped', change, because: { kind: 'waited', for: known.waitsFor.id } };
  const [worst] = [...laters].sort((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state));
  if (!worst) {
    if (known.errors.length > 0) return { state: 'stale', change, diagnostics: known.errors };
    return own ?? { state: 'applied', change, made: known.made, seconds: 0 };
  }
  if (own && worst.state !== 'applied') return cutShort(change, worst, known);
  if (worst.state === 'skipped') {
    const { because } = worst;
    return because.kind === 'waited'
      ? { ...worst, change, because: { ...because, for: known.idBefore.get(because.for) ?? because.for } }
      : { ...worst, change };
  }
  return 'made' in worst ? { ...worst, change, made: worst.made ?? known.made } : { ...worst, change };
}

/** The outcome of a change whose object was made, and what comes after that was not done, or not all of it. */
function cutShort(change: Change, worst: Outcome, { made }: Known): Outcome {
  const state = worst.state === 'unknown' ? 'unknown' : 'failed';
  return { state, change, made, diagnostics: 'diagnostics' in worst ? worst.diagnostics : [] };
}
