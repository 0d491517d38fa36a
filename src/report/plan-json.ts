import { createHash } from 'node:crypto';
import type { ApplyOutcome, Outcome, RequestCount } from '../apply/outcome.ts';
import { formatBecause } from './format-outcome.ts';
import { hasUnknown, isDict, isOpen, Opaque, PyFloat, PyTime, type Value } from '../blueprint/value.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { LineIndex } from '../source/line-index.ts';
import { outerPlace } from '../source/outer-place.ts';
import type { Change, FieldChange, Plan } from '../plan/plan.ts';
import { toJsonDiagnostic } from './validate-json.ts';

/** What stands in JSON where a secret is. */
const SECRET = '(secret)';

/** What `plan --format json` and `apply --format json` print (schemas/plan-output-1.json). */
export function formatPlanJson(
  plan: Plan,
  diagnostics: readonly Diagnostic[],
  requests: RequestCount,
  seconds: number,
  applied?: ApplyOutcome,
): string {
  const outcomes = new Map((applied?.outcomes ?? []).map((outcome) => [outcome.change.id, outcome]));
  const of = (state: Outcome['state']): number =>
    (applied?.outcomes ?? []).filter((outcome) => outcome.state === state).length;
  const changes = plan.changes
    .filter((change) => change.action !== 'noop')
    .map((change) => toJsonChange(change, outcomes.get(change.id)));
  return JSON.stringify(
    {
      formatVersion: 1,
      target: plan.target,
      digest: digestOf(plan),
      changes,
      diagnostics: diagnostics.map(toJsonDiagnostic),
      summary: {
        ...plan.summary,
        ...(applied ? { applied: of('applied'), failed: of('failed'), skipped: of('skipped') } : {}),
      },
      requests,
      seconds: Math.round(seconds * 1000) / 1000,
    },
    null,
    2,
  );
}

/**
 * A fingerprint of what a plan would do: equal plans have equal ones. Secrets are in it by whether they
 * change only.
 */
export function digestOf(plan: Plan): string {
  const changes = plan.changes
    .filter((change) => change.action !== 'noop')
    .map((change) => ({
      action: change.action,
      model: change.model,
      key: change.key,
      applies: change.applies?.because,
      fields: change.fields.map(toJsonField),
      ...grantsOf(change),
    }));
  return createHash('sha256').update(JSON.stringify(changes)).digest('hex');
}

function toJsonChange(change: Change, outcome: Outcome | undefined) {
  const error =
    outcome?.state === 'failed'
      ? outcome.diagnostics.map((one) => one.message).join('; ')
      : outcome?.state === 'skipped'
        ? formatBecause(outcome.because)
        : undefined;
  const place = change.place && outerPlace(change.place);
  return {
    action: change.action,
    model: change.model,
    key: change.key,
    ...(place
      ? { file: place.file.path, line: LineIndex.of(place.file).position(place.span.start).line }
      : {}),
    ...(change.reason === undefined ? {} : { reason: change.reason }),
    ...(change.leftAlone ? { leftAlone: true } : {}),
    fields: change.fields.map(toJsonField),
    ...grantsOf(change),
    ...(change.applies ? { appliesOnServer: change.applies } : {}),
    ...(change.cascades.length > 0 ? { cascades: change.cascades } : {}),
    ...(outcome ? { outcome: outcome.state } : {}),
    ...(error === undefined ? {} : { error }),
  };
}

/** The permissions of a change; without those that stay as they are declared. */
function grantsOf({ grants }: Change) {
  const shown = grants
    .filter(({ action }) => action !== 'kept')
    .map(({ action, permission, everywhere, holder, name }) => ({
      action,
      permission,
      everywhere,
      holder,
      name,
    }));
  return shown.length > 0 ? { permissions: shown } : {};
}

function toJsonField(field: FieldChange) {
  const shown = field.added ? [...field.added] : field.after;
  const unknown = shown !== undefined && hasUnknown(shown);
  const marks = {
    ...(field.secret ? { secret: true } : {}),
    ...(unknown ? { unknown: true } : {}),
    ...(field.leftAlone ? { leftAlone: true } : {}),
  };
  if (field.secret)
    return { path: field.path, before: field.before === undefined ? null : SECRET, after: SECRET, ...marks };
  if (field.added) return { path: field.path, added: plain([...field.added]), ...marks };
  return {
    path: field.path,
    before: plain(field.before ?? null),
    after: plain(field.after ?? null),
    ...marks,
  };
}

/** A value as JSON can carry it; null where only the server will know. */
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
