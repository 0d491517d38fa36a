import type { Me } from '../../actual/snapshot.ts';
import type { ModelName } from '../../catalog/model.ts';
import type { Note } from '../../diagnostics/diagnostic.ts';
import { kindsOf } from '../../semantics/kinds.ts';
import { brokenRules } from '../changes/check-rules.ts';
import type { Draft } from '../changes/draft.ts';
import { asArgument } from '../../source/as-argument.ts';
import { isAllowed } from '../entries/protect.ts';
import { describeRow } from '../overlay/describe.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Policy } from '../policy.ts';
import { isWritten } from '../value/plan.ts';
import type { PlannedContent } from './stored-blueprints.ts';
import type { Verdict } from './verdicts.ts';

interface Judged {
  readonly policy: Policy;
  /** The user of the token; undefined where it is not known. */
  readonly me: Me | undefined;
  /** Whether another entry changes the instance after its content was planned. */
  readonly isChangedLater: boolean;
  readonly drafts: readonly Draft[];
}

/** The verdict on a content that was planned; undefined where it can be applied as it was planned. */
export function verdictOn(overlay: Overlay, planned: PlannedContent, judged: Judged): Verdict | undefined {
  const { row, findings } = planned;
  const notPlanned: Verdict = { kind: 'not-planned', findings };
  const isUnclear = planned.run.problems.length > 0 || judged.isChangedLater;
  if (isAllowed(judged.policy, row.model, overlay.value(row, 'name')))
    return isUnclear ? notPlanned : undefined;
  if (row.deletedBy !== undefined) return notPlanned;
  const name = describeRow(overlay, row);
  const instance = asArgument(`${row.model}:${name}`);
  const refused = refusalOf(overlay, planned, instance);
  if (refused) return { ...refused, kind: 'left-alone', findings };
  const unclear = whyUnclear(overlay, planned, judged);
  return unclear && { ...unclear, kind: 'left-alone', allow: instance, findings };
}

type Reason = Pick<Extract<Verdict, { kind: 'left-alone' }>, 'why' | 'allow' | 'notes'>;

/** That a content would change protected objects. */
function refusalOf(overlay: Overlay, { run }: PlannedContent, instance: string): Reason | undefined {
  const [first] = run.refusals;
  if (!first) return undefined;
  const said = run.refusals.map(({ row, refusal }) => {
    const what = `${refusal.action} ${row.model} ${describeRow(overlay, row)}: ${refusal.why}`;
    return { message: `its content would ${what}`, place: refusal.provenance.place };
  });
  const objects = [...new Set(run.refusals.map(({ refusal }) => refusal.allow))];
  return {
    why: said[0]?.message ?? '',
    allow: objects.length === 1 ? `${objects[0] ?? ''} or ${instance}` : instance,
    notes: said,
  };
}

/** Why it cannot be told what the application of a content would do. */
function whyUnclear(
  overlay: Overlay,
  planned: PlannedContent,
  { me, isChangedLater, drafts }: Judged,
): Omit<Reason, 'allow'> | undefined {
  const because = (message: string, notes?: readonly Note[]): Omit<Reason, 'allow'> => ({
    why: `it cannot be told what its content does: ${message}`,
    notes,
  });
  const [problem] = planned.run.problems;
  if (problem) return because(problem.message, planned.run.problems);
  // The importer works with all rights, and what we may not see looks as if it did not exist.
  if (me?.isSuperuser === false)
    return because("the token's user is no superuser, and may not see what it changes");
  if (isChangedLater) return because('another entry changes it after this one');
  const broken = brokenIn(overlay, planned, drafts);
  if (broken) return because(broken);
  const around = planned.isStored ? undefined : changedAround(overlay, planned, drafts);
  return around && because(`${around.model} ${around.key} is changed both before and after it`);
}

/** A rule that an object of a content breaks: the importer would take nothing of the content. */
function brokenIn(overlay: Overlay, { row }: PlannedContent, drafts: readonly Draft[]): string | undefined {
  for (const draft of drafts) {
    if (draft.by !== row.id) continue;
    const rule = brokenRules(overlay, draft).find(({ severity }) => severity !== 'warning');
    if (rule) return `the importer refuses ${draft.model} ${draft.key}: ${rule.message}`;
  }
  return undefined;
}

/**
 * A change, of an object that a content may ask about, that entries make both before and after the content is
 * applied. It is written once, and so the content would find something else than what was planned.
 */
function changedAround(
  overlay: Overlay,
  { row, step, models }: PlannedContent,
  drafts: readonly Draft[],
): Draft | undefined {
  const kinds = allKinds(overlay, models);
  return drafts.find((draft) => {
    if (draft.row === row.id || !isWritten(draft) || !kinds.has(draft.model)) return false;
    const steps = overlay.row(draft.row)?.steps ?? [];
    return steps.some((one) => one < step) && steps.some((one) => one > step);
  });
}

function allKinds(overlay: Overlay, models: ReadonlySet<ModelName>): ReadonlySet<ModelName> {
  return new Set([...models].flatMap((model) => kindsOf(overlay.catalog, model)));
}
