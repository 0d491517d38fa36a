import type { ApplyOutcome, Outcome, Undo } from '../apply/outcome.ts';
import type { Verified } from '../apply/transaction/verified.ts';
import type { Change, ChangeReason, FieldChange, Plan, ServerApply } from '../plan/value/plan.ts';
import type { PlanHead } from '../plan/value/plan-head.ts';
import { isList, isMapping, type PlanDict, type PlanValue, tagOf } from '../plan/value/plan-value.ts';
import type { Unmanaged } from '../plan/unmanaged/list-unmanaged.ts';
import type { KnownSecrets } from '../source/known-secrets.ts';
import { maskDiagnostic } from './mask-diagnostic.ts';
import type { Steps } from './steps.ts';

/*
 * A plan and its outcome as they may be shown: without secrets in names, values, reasons and what the server
 * says. Our own words (actions, models, fields, permissions) stay, and so do the ids that changes refer to each
 * other by, which are not shown.
 */

/** A plan without secrets in it; to be shown, not to be applied. */
export function maskPlan(plan: Plan, secrets: KnownSecrets): Plan {
  return { ...plan, changes: plan.changes.map((change) => maskChange(change, secrets)) };
}

/**
 * A plan as it is saved: as it is to be done, with what only people read of it masked. Its digest stays what it is.
 */
export function maskSaved(plan: Plan, secrets: KnownSecrets): Plan {
  const changes = plan.changes.map((change) => {
    const { key, fields, reason, grants, cascades } = maskChange(change, secrets);
    const shown = { ...change, key, reason, grants, cascades };
    // Of what the server does, the digest covers what it sets.
    return change.by === undefined ? { ...shown, fields } : shown;
  });
  return { ...plan, changes };
}

/** A head without secrets in it. */
export function maskHead(head: PlanHead, { mask }: KnownSecrets): PlanHead {
  return {
    ...head,
    server: mask(head.server),
    user: { ...head.user, username: mask(head.user.username) },
  };
}

/** What is in no file, without secrets in names and keys. */
export function maskUnmanaged(unmanaged: Unmanaged, { mask }: KnownSecrets): Unmanaged {
  const objects = unmanaged.objects.map(({ model, key, name }) => ({
    model,
    key: mask(key),
    name: mask(name),
  }));
  return { ...unmanaged, objects };
}

/** Steps without secrets in their reasons. */
export function maskSteps(steps: Steps, { mask }: KnownSecrets): Steps {
  return new Map(
    [...steps].map(([id, { step, afterwards }]) => [
      id,
      { step, afterwards: afterwards === undefined ? undefined : mask(afterwards) },
    ]),
  );
}

/** An outcome without secrets in it. */
export function maskOutcome(outcome: ApplyOutcome, secrets: KnownSecrets): ApplyOutcome {
  return {
    ...outcome,
    outcomes: outcome.outcomes.map((one) => maskOne(one, secrets)),
    diagnostics: outcome.diagnostics.map((one) => maskDiagnostic(one, secrets)),
  };
}

/** What the server says of a plan, without secrets in it. */
export function maskVerified(verified: Verified, secrets: KnownSecrets): Verified {
  const { refused, notVerified, noVerdict } = verified;
  const { mask } = secrets;
  return {
    ...verified,
    refused: refused.map((one) => maskDiagnostic(one, secrets)),
    notVerified: notVerified.map((one) => ({
      ...one,
      change: maskChange(one.change, secrets),
      why: mask(one.why),
    })),
    noVerdict: noVerdict && {
      why: mask(noVerdict.why),
      hint: noVerdict.hint === undefined ? undefined : mask(noVerdict.hint),
    },
  };
}

function maskOne(outcome: Outcome, secrets: KnownSecrets): Outcome {
  const change = maskChange(outcome.change, secrets);
  switch (outcome.state) {
    case 'skipped':
      return { ...outcome, change };
    case 'applied':
      return { ...outcome, change, undo: maskUndo(outcome.undo, secrets) };
    case 'undone':
      return { ...outcome, change, undo: maskUndo(outcome.undo, secrets) };
    case 'stale':
      return {
        ...outcome,
        change,
        diagnostics: outcome.diagnostics.map((one) => maskDiagnostic(one, secrets)),
      };
    default:
      return {
        ...outcome,
        change,
        diagnostics: outcome.diagnostics.map((one) => maskDiagnostic(one, secrets)),
        undo: maskUndo(outcome.undo, secrets),
      };
  }
}

function maskUndo<U extends Undo | undefined>(undo: U, { mask }: KnownSecrets): U {
  return undo && { ...undo, why: undo.why && mask(undo.why), lost: undo.lost.map(mask) };
}

/** A change without secrets in what is shown of it. */
export function maskChange(change: Change, secrets: KnownSecrets): Change {
  const { key, fields, reason, applies, grants } = change;
  const { mask } = secrets;
  return {
    ...change,
    key: mask(key),
    fields: fields.map((field) => maskField(field, secrets)),
    reason: reason && maskReason(reason, secrets),
    applies: applies && maskApply(applies, secrets),
    cascades: change.cascades.map((one) => ({ ...one, names: one.names.map(mask) })),
    grants: grants.map((grant) => ({
      ...grant,
      permission: mask(grant.permission),
      name: mask(grant.name),
    })),
  };
}

function maskField(field: FieldChange, secrets: KnownSecrets): FieldChange {
  const value = (one: PlanValue | undefined): PlanValue | undefined =>
    one === undefined ? undefined : maskValue(one, secrets);
  return {
    ...field,
    before: value(field.before),
    after: value(field.after),
    added: field.added?.map((item) => maskValue(item, secrets)),
    beforeNames:
      field.beforeNames &&
      Object.fromEntries(Object.entries(field.beforeNames).map(([key, name]) => [key, secrets.mask(name)])),
  };
}

/** The texts in a value, and the keys of its mappings; not what a reference refers to. */
function maskValue(value: PlanValue, secrets: KnownSecrets): PlanValue {
  if (typeof value === 'string') return secrets.mask(value);
  if (isList(value)) return value.map((item) => maskValue(item, secrets));
  return isMapping(value) ? maskMapping(value, secrets) : value;
}

function maskMapping(value: PlanDict, secrets: KnownSecrets): PlanValue {
  const tag = tagOf(value);
  const content = tag === undefined ? value : (value[tag] ?? null);
  if (!isMapping(content)) return value;
  switch (tag) {
    case undefined:
      return maskParts(content, secrets);
    case '$dict':
      return { $dict: maskParts(content, secrets) };
    case '$format': {
      const { template = null, values = null } = content;
      return { $format: { template: maskValue(template, secrets), values: maskValue(values, secrets) } };
    }
    default:
      return value;
  }
}

function maskParts(parts: PlanDict, secrets: KnownSecrets): PlanDict {
  const masked = Object.create(null) as Record<string, PlanValue>;
  for (const [key, item] of Object.entries(parts)) masked[secrets.mask(key)] = maskValue(item, secrets);
  return masked;
}

function maskReason(reason: ChangeReason, { mask }: KnownSecrets): ChangeReason {
  return reason.kind === 'left-alone'
    ? { ...reason, why: mask(reason.why), allow: mask(reason.allow) }
    : reason;
}

function maskApply({ because, content }: ServerApply, { mask }: KnownSecrets): ServerApply {
  return {
    because: because.kind === 'failed-last' ? { ...because, status: mask(because.status) } : because,
    content: content === undefined ? undefined : mask(content),
  };
}
