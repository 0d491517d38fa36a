import type { Outcome } from '../apply/outcome.ts';
import type { Verified } from '../apply/transaction/verified.ts';
import { applyReasonWords, cascadeWords, reasonWords, skipWords } from './change-words.ts';
import { hasUnknown, isDict, isOpen, Opaque, PyFloat, PyTime, type Value } from '../blueprint/value.ts';
import type { Change, FieldChange } from '../plan/value/plan.ts';
import { uncomparedIn } from '../plan/value/summarise.ts';
import type { Unmanaged } from '../plan/unmanaged/list-unmanaged.ts';
import { decodeValue } from '../plan/value/plan-value.ts';
import { HIDDEN } from '../source/known-secrets.ts';
import { namesOf } from './field-names.ts';
import { formatValue } from './format-value.ts';
import type { PlanReport } from './plan-report.ts';
import { toJsonDiagnostic } from './validate-json.ts';

/** The output of `plan --format json` and `apply --format json` (schemas/plan-output-1.json). */
export function formatPlanJson({
  head,
  plan,
  diagnostics,
  requests,
  seconds,
  outcome,
  verified,
  steps,
  unmanaged,
}: PlanReport): string {
  const outcomes = new Map((outcome?.outcomes ?? []).map((one) => [one.change.id, one]));
  const count = (state: Outcome['state']): number | undefined =>
    outcome?.outcomes.filter((one) => one.state === state).length;
  const names = new Map(plan.changes.map(({ row, key }) => [row, key]));
  const changes = plan.changes
    .filter((change) => change.action !== 'noop')
    .map((change) => ({
      ...toJsonChange(change, outcomes.get(change.id), names),
      ...steps?.get(change.id),
      byServer: change.by === undefined ? undefined : names.get(change.by),
    }));
  return JSON.stringify(
    {
      formatVersion: 1,
      target: plan.target,
      server: head.server,
      user: head.user,
      project: head.project,
      files: head.files,
      digest: plan.digest,
      secretsCovered: plan.secrets !== undefined,
      changes,
      uncompared: uncomparedIn(plan.changes).map(({ change, value: { path, secret, place } }) => ({
        model: change.model,
        key: change.key,
        path,
        secret: secret || undefined,
        file: place.path,
        line: place.line,
      })),
      diagnostics: diagnostics.map(toJsonDiagnostic),
      unmanaged: unmanaged?.objects,
      summary: {
        ...plan.summary,
        unmanaged: unmanaged && summaryOf(unmanaged),
        applied: count('applied'),
        failed: count('failed'),
        stale: count('stale'),
        unknown: count('unknown'),
        undone: outcome?.outcomes.some(hasUndo) ? count('undone') : undefined,
        skipped: count('skipped'),
      },
      verified: verified && toJsonVerified(verified),
      requests,
      seconds: inMilliseconds(seconds),
    },
    null,
    2,
  );
}

function summaryOf({ objects, ignored, ofOthers, users, serverMade }: Unmanaged) {
  return { listed: objects.length, ignored, ofOtherProjects: ofOthers, users, serverMade };
}

function toJsonChange(change: Change, outcome: Outcome | undefined, names: ReadonlyMap<string, string>) {
  const { place, reason, applies, cascades } = change;
  return {
    action: change.action,
    model: change.model,
    key: change.key,
    file: place?.path,
    line: place?.line,
    reason: reason && reasonWords(reason),
    leftAlone: change.leftAlone || undefined,
    fields: change.fields.map((field) => toJsonField(field, names)),
    permissions: grantsOf(change),
    appliesOnServer: applies && { because: applyReasonWords(applies.because), content: applies.content },
    cascades: cascades.length > 0 ? cascades.map(cascadeWords) : undefined,
    outcome: outcome?.state,
    undo: outcome && toJsonUndo(outcome),
    error: outcome && errorOf(outcome),
  };
}

function hasUndo(outcome: Outcome): boolean {
  return 'undo' in outcome && outcome.undo !== undefined;
}

function toJsonUndo(outcome: Outcome) {
  if (!('undo' in outcome) || !outcome.undo) return undefined;
  const { isDone, why, lost } = outcome.undo;
  return { done: isDone, why, lost: lost.length > 0 ? lost : undefined };
}

function errorOf(outcome: Outcome): string | undefined {
  switch (outcome.state) {
    case 'applied':
    case 'undone':
      return undefined;
    case 'failed':
    case 'stale':
    case 'unknown':
      return outcome.diagnostics.map((one) => one.message).join('; ');
    case 'skipped':
      return skipWords(outcome.because);
  }
}

function toJsonVerified({ changes, parts, requests, seconds, refused, notVerified, noVerdict }: Verified) {
  return {
    changes,
    parts,
    requests,
    seconds: inMilliseconds(seconds),
    refused: refused.length,
    notVerified: notVerified.map(({ change: { action, model, key, place }, why }) => ({
      change: { action, model, key, file: place?.path, line: place?.line },
      why,
    })),
    noVerdict: noVerdict?.why,
  };
}

function inMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** The permissions of a change without those that stay. */
export function grantsOf({ grants }: Change) {
  const shown = grants
    .filter(({ action }) => action !== 'kept')
    .map(({ action, permission, everywhere, holder, name }) => ({
      action,
      permission,
      everywhere,
      holder,
      name,
    }));
  return shown.length > 0 ? shown : undefined;
}

/** A field of a change as JSON, secrets hidden. */
interface JsonField {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly added?: unknown;
  readonly unknown?: true | undefined;
  readonly shown?: string | undefined;
  readonly secret: true | undefined;
  readonly leftAlone: true | undefined;
}

/** A field as JSON. `made`: the names of the objects of the plan; what is known of a value only later is said in words. */
export function toJsonField(field: FieldChange, made: ReadonlyMap<string, string>): JsonField {
  const { path } = field;
  const marks = { secret: field.secret || undefined, leftAlone: field.leftAlone || undefined };
  if (field.secret)
    return { path, before: field.before === undefined ? null : HIDDEN, after: HIDDEN, ...marks };
  const shown = decodeValue(field.added ?? field.after ?? null, () => HIDDEN);
  const unknown = hasUnknown(shown) || undefined;
  const words = unknown && formatValue(shown, namesOf(field, made));
  if (field.added) return { path, added: plain(shown), unknown, shown: words, ...marks };
  return {
    path,
    before: plain(decodeValue(field.before ?? null, () => HIDDEN)),
    after: plain(shown),
    unknown,
    shown: words,
    ...marks,
  };
}

/** A value as plain JSON; null where only the server will know it. */
function plain(value: Value): unknown {
  if (isOpen(value) || value instanceof Opaque) return null;
  if (value instanceof PyFloat) return value.float;
  if (value instanceof PyTime) return value.iso;
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  return isDict(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
    : value;
}
