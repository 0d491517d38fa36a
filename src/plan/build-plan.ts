import { forRelease } from '../catalog/newer-release.ts';
import { Collector } from '../diagnostics/collector.ts';
import type { Question } from '../catalog/question.ts';
import { withAlong } from './changes/along-changes.ts';
import { arrange } from './changes/dependencies.ts';
import { checkExpected } from './changes/check-expected.ts';
import { checkRules } from './changes/check-rules.ts';
import { suggestRenames } from './changes/suggest-renames.ts';
import { checkCascade } from './changes/check-cascade.ts';
import { checkLicence } from './changes/check-licence.ts';
import { draftsOf } from './changes/all-drafts.ts';
import { BundledObjects } from './brakes/bundled-objects.ts';
import { standingOf } from './brakes/standing.ts';
import { reportBrakes } from './brakes/report-brakes.ts';
import { StoredBlueprints } from './contents/stored-blueprints.ts';
import { verdictOn } from './contents/verdict-on.ts';
import { Verdicts } from './contents/verdicts.ts';
import { digestOf } from './value/digest.ts';
import type { Draft } from './changes/draft.ts';
import { ChangeEncoder } from './changes/encode-change.ts';
import { sourcesOf } from './changes/sources-of.ts';
import { reportLeftAlone, reportNotCompared, reportStuck, reportUndeclared } from './changes/findings.ts';
import type { Sources } from './value/sources.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { ownedKey } from '../ownership/owned-key.ts';
import { KnownSecrets } from '../source/known-secrets.ts';
import { orderBlueprints } from './file-order.ts';
import { planEntries } from './plan-entries.ts';
import type { PlanInput } from './plan-input.ts';
import { Declared } from './entries/declared.ts';
import { protectionOf } from './entries/protect.ts';
import { followOtherEnds } from './overlay/merge-lists.ts';
import { checkBetween } from './logins/check-between.ts';
import { checkLogins, type LoginCheck } from './logins/check-logins.ts';
import { Overlay } from './overlay/overlay.ts';
import type { OverlayRow } from './overlay/overlay-row.ts';
import { findOrphans } from './orphans/find-orphans.ts';
import { prune } from './orphans/prune.ts';
import { reportOrphans } from './orphans/report-orphans.ts';
import { OwnedObjects } from './overlay/owned.ts';
import { settleRefs } from './overlay/settle-refs.ts';
import { type Change, isWritten, type Plan } from './value/plan.ts';
import { isDone, secretsIn } from './value/written-part.ts';
import { summarise } from './value/summarise.ts';
import {
  type AtTheEnd,
  type FoundUnmanaged,
  findUnmanaged,
  NOTHING_FOUND,
} from './unmanaged/find-unmanaged.ts';
import { reportOtherWriters } from './writers/other-writers.ts';

/** A plan, with what was found while it was made. */
export interface PlanResult extends FoundUnmanaged {
  readonly plan: Plan;
  /** What the plan refers to: secrets, and the files that its places are in. */
  readonly sources: Sources;
  /** What was found in the files and on the server; with an error among them the plan must not be run. */
  readonly diagnostics: readonly Diagnostic[];
  /** What must still be read from the server; the plan is right only when this is empty. */
  readonly questions: readonly Question[];
}

/**
 * Plans what the entries change on a server that is as the snapshot says. Pure: no I/O, no clock, no
 * randomness. While `questions` is not empty, read the answers into the snapshot and call it again.
 */
export function buildPlan(input: PlanInput): PlanResult {
  const verdicts = new Verdicts();
  for (;;) {
    const pass = planOnce(input, verdicts, false);
    if (pass.result.questions.length > 0) return pass.result;
    const known = verdicts.count;
    judge(pass, input, verdicts);
    // What contents do is judged by what their objects break, for which more may have to be read.
    if (pass.overlay.missing.length > 0) return { ...pass.result, questions: pass.overlay.missing };
    const { untried } = pass.contents;
    if (untried.size > 0) {
      const trial = planOnce(input, verdicts, true);
      if (trial.result.questions.length > 0) return { ...pass.result, questions: trial.result.questions };
      for (const identity of untried) verdicts.tried(identity);
      judge(trial, input, verdicts);
      if (trial.overlay.missing.length > 0) return { ...pass.result, questions: trial.overlay.missing };
    }
    if (verdicts.count === known) return withBetween(pass, input);
  }
}

/** A plan, and what it was made from. */
interface Pass {
  readonly result: PlanResult;
  readonly overlay: Overlay;
  readonly contents: StoredBlueprints;
  readonly drafts: readonly Draft[];
  /** Those that are ours and written, in order. */
  readonly sorted: readonly Draft[];
  readonly collector: Collector;
}

/** A finished plan, with what would be so in the middle of it. Nothing more is read for that. */
function withBetween({ result, overlay, sorted, drafts, collector }: Pass, input: PlanInput): PlanResult {
  if (!input.judgesBetween || collector.failed || collector.braked) return result;
  checkBetween(overlay, { sorted, drafts }, loginCheck(input), collector.report);
  return { ...result, questions: [], diagnostics: collector.diagnostics };
}

/**
 * Plans with what is known of stored blueprints. `isTrial`: also those that are not applied, to see what they
 * would do; the result is no plan then.
 */
function planOnce(input: PlanInput, verdicts: Verdicts, isTrial: boolean): Pass {
  const { catalog, features, system, policy } = input;
  const collector = new Collector(forRelease(catalog));
  input.trace?.clear();
  const owned = input.owned && new OwnedObjects(input.owned, input.hashKey);
  const overlay = new Overlay(catalog, input.snapshot, owned, input.hashKey);
  const contents = new StoredBlueprints({ features, system, verdicts, isTrial });
  const ordered = orderBlueprints(input.blueprints, catalog, collector.report);
  const declared = declaredFor(input);
  planEntries(overlay, ordered, input, collector, { contents, declared });
  for (const finding of verdicts.findings) collector.report(finding);
  const orphans = policy.orphans === 'unknown' ? [] : findOrphans(overlay, input);
  // Of entries with errors it is not known what they declare.
  if (policy.orphans === 'delete' && !collector.failed)
    prune(overlay, orphans, { policy, standing: standingOf(overlay, input), declared }, collector.report);
  else reportOrphans(overlay, orphans, collector.report);
  settleRefs(overlay);
  followOtherEnds(overlay);
  const drafts = withAlong(overlay, draftsOf(overlay, ordered, policy));
  const theirs = drafts.filter(({ by }) => by !== undefined);
  const ours = drafts.filter(({ by }) => by === undefined);
  const { sorted, stuck } = arrange(overlay, ours.filter(isWritten), { theirs, applied: contents.applied });
  reportStuck(collector.report, stuck);
  for (const draft of ours) {
    reportLeftAlone(collector.report, draft, overlay.row(draft.row)?.refused?.notes);
  }
  for (const draft of ours) {
    reportNotCompared(collector.report, overlay, draft, policy);
    reportUndeclared(collector.report, draft);
    checkRules(overlay, draft, collector.report);
    checkLicence(overlay, draft, collector.report);
    checkCascade(overlay, draft, policy, collector.report);
    checkExpected(catalog, draft, overlay.row(draft.row), collector.report);
  }
  suggestRenames(overlay, input.isPart ? [] : sorted, othersIn(overlay, input), collector.report);
  // Who is no superuser may not see the instances, and need not for a plan.
  if (input.snapshot.me?.isSuperuser !== false && ours.length > 0)
    reportOtherWriters(
      overlay,
      ours,
      { features, bundled: input.bundled?.(), blueprints: ordered },
      collector.report,
    );
  if (!isTrial) reportBrakes(overlay, drafts, input, collector.report);
  const rest = ours.filter((draft) => !isWritten(draft));
  // What more must be read comes first: logins are judged by the whole plan.
  if (overlay.missing.length === 0) checkLogins(overlay, loginCheck(input), collector.report);
  const found = unmanagedIn(overlay, { ...input, drafts: ours, orphans, declared, isTrial }, collector);
  const encoder = new ChangeEncoder(catalog, [...ordered, ...contents.blueprints], input.hash);
  const changes = [...sorted, ...stuck, ...rest]
    .flatMap((draft) => [draft, ...doneWith(draft, theirs)])
    .map((draft) => encoder.encode(draft));
  const { release: target } = catalog;
  const secrets = input.hash && hashesOf(encoder, changes);
  const result: PlanResult = {
    plan: {
      target,
      digest: digestOf({ target, changes, secrets }),
      secrets,
      changes,
      summary: summarise(changes),
    },
    sources: sourcesOf(encoder, ordered, input.secrets ?? new KnownSecrets()),
    diagnostics: collector.diagnostics,
    questions: overlay.missing,
    ...found,
  };
  return { result, overlay, contents, drafts, sorted, collector };
}

/** Whether an object is one that every server has, or another project's. Nothing is read. */
function othersIn(
  overlay: Overlay,
  { policy, bundled, snapshot, ownedByOthers }: PlanInput,
): (row: OverlayRow) => boolean {
  const own = new BundledObjects(overlay, bundled, overlay.hasRead);
  const keyOf = ({ model, actual }: OverlayRow): string =>
    ownedKey(model, actual?.[overlay.resource(model).collection.key] ?? '');
  return (row) =>
    ownedByOthers?.has(keyOf(row)) === true ||
    protectionOf(overlay, row, policy, snapshot.me) !== undefined ||
    own.has(row);
}

/** Where the objects of entries whose conditions are not met are noted; undefined where nobody asks. */
function declaredFor({ owned, unmanaged }: PlanInput): Declared | undefined {
  return (owned ?? unmanaged) && new Declared();
}

/** What no entry declares; nothing where nobody asks, and where entries have errors: who knows what these declare. */
function unmanagedIn(
  overlay: Overlay,
  {
    unmanaged,
    declared,
    isTrial,
    ...input
  }: PlanInput &
    Pick<AtTheEnd, 'drafts' | 'orphans'> & {
      readonly declared: Declared | undefined;
      readonly isTrial: boolean;
    },
  { failed, report }: Collector,
): FoundUnmanaged {
  if (!unmanaged || isTrial || failed) return NOTHING_FOUND;
  const undecided = declared?.undecided ?? new Set<string>();
  return findUnmanaged(overlay, { ...input, undecided }, unmanaged, report);
}

function loginCheck({ host, policy, snapshot }: PlanInput): LoginCheck {
  return { host, allowed: policy.allowLockout, isSuperuser: snapshot.me?.isSuperuser !== false };
}

/** The keyed hashes of the secrets that are written, in an order that says nothing. */
function hashesOf({ hashes }: ChangeEncoder, changes: readonly Change[]): Record<string, string> {
  const written = new Set(changes.filter(isDone).flatMap((change) => [...secretsIn(change)]));
  return Object.fromEntries([...hashes].filter(([from]) => written.has(from)).sort());
}

/** What the server changes when it applies the blueprint that a change has it apply. */
function doneWith({ row, id, applies }: Draft, theirs: readonly Draft[]): Draft[] {
  return applies ? theirs.filter(({ by }) => by === row).map((draft) => ({ ...draft, dependsOn: [id] })) : [];
}

/** Records what a pass shows about contents. */
function judge(
  { overlay, contents, drafts }: Pass,
  { policy, snapshot }: PlanInput,
  verdicts: Verdicts,
): void {
  for (const planned of contents.planned) {
    const verdict = verdictOn(overlay, planned, {
      policy,
      me: snapshot.me,
      isChangedLater: contents.changedLater.has(planned.row),
      drafts,
    });
    if (verdict) verdicts.set(planned.identity, verdict);
  }
}
