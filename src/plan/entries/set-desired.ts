import { dict, isDict, type Value } from '../../blueprint/value.ts';
import type { Field, Resource } from '../../catalog/model.ts';
import { keepsItsOwn } from '../../catalog/volatile.ts';
import { sameValue } from '../../forms/normal.ts';
import { HASH_HINT, looksHashed } from '../../semantics/looks-hashed.ts';
import type { DesiredValue } from './accept-desired.ts';
import { compareHidden } from './compare-hidden.ts';
import { hasMask } from '../overlay/behind-masks.ts';
import { describeRow } from '../overlay/describe.ts';
import type { PlanContext } from './plan-context.ts';
import { withMerged } from '../overlay/merge-lists.ts';
import { ownAtOtherEnds } from '../overlay/other-ends.ts';
import { type OverlayRow, storedOf } from '../overlay/overlay-row.ts';
import { withOwnRole } from '../overlay/own-role.ts';
import { guard } from './guard.ts';
import { reveal } from './masked-value.ts';
import { protectionOf } from './protect.ts';
import { isUnfinished } from '../overlay/unfinished-along.ts';
import { unfinishedFields, withoutMark } from '../overlay/unfinished.ts';
import { reportTaken } from './taken-value.ts';

/**
 * Sets desired values on a row of the overlay, as far as its protection and the policy on secrets allow, and
 * reports conflicts with other objects.
 */
export function setDesired(
  context: PlanContext,
  row: OverlayRow,
  desiredValues: ReadonlyMap<string, DesiredValue>,
): void {
  const { overlay } = context;
  const model = overlay.resource(row.model);
  const { fields } = model;
  const protection = protectionOf(overlay, row, context.policy, context.me);
  const changed = new Set<string>();
  for (const [name, own] of desiredValues) {
    const field = fields[name];
    // Permissions are not stored in the object.
    if (
      !field ||
      field.grants ||
      (storedOf(row) &&
        keepsItsOwn(
          field,
          own.value,
          (other) => desiredValues.get(other)?.value ?? overlay.value(row, other),
        ))
    )
      continue;
    const desired = { ...own, value: completed(context, row, field, own) };
    if (desired.value === null && field.writeOnly && field.setter) {
      reportKept(context, row, desired);
      continue;
    }
    if (row.actual && field.writeOnly && leavesHidden(context, row, row.actual, desired, desiredValues))
      continue;
    if (leavesMasked(context, row, field, desired)) continue;
    const value = protection ? guard(context, row, protection, name, field, desired) : desired.value;
    if (value === undefined) continue;
    const isSame = sameValue(field, value, overlay.value(row, name), overlay.keyOf);
    if (!isSame) changed.add(name);
    const before = row.provenanceOf.get(name);
    if (before && before.by !== desired.provenance.by) {
      // What both a file and a stored blueprint set is done by the first of them.
      if (isSame) continue;
      row.contested.add(name);
    }
    reportHash(context, field, value, desired);
    overlay.set(row, name, value, desired.provenance);
    ownAtOtherEnds(overlay, row, name, field, value);
    reportWarning(context, row, name, value, desired);
  }
  clearMark(context, model, row);
  reportTaken(context, row, changed, desiredValues);
}

/**
 * Whether a value that the server never shows stays as it is in an existing object; where it may be another one,
 * that is recorded.
 */
function leavesHidden(
  context: PlanContext,
  row: OverlayRow,
  actual: NonNullable<OverlayRow['actual']>,
  { name, value, provenance }: DesiredValue,
  desiredValues: ReadonlyMap<string, DesiredValue>,
): boolean {
  const model = context.overlay.resource(row.model);
  const { secrets } = context.policy;
  const seen = compareHidden(model, name, actual, (other) => desiredValues.get(other)?.value);
  const isByHash = seen === 'unknown' && secrets === 'on-change' && !context.importer;
  const compared = isByHash ? context.overlay.compareApplied(row, name, value) : seen;
  if (compared === 'same' && isByHash && isUnfinished(context.overlay, row, name)) return false;
  if (compared === 'same' && (secrets !== 'always' || !model.fields[name]?.secret)) return true;
  if (compared === 'other' && secrets !== 'never') return false;
  if (writesHidden(context, row, name)) return false;
  row.uncompared.set(name, provenance);
  return true;
}

/**
 * Whether a value with secrets that a snapshot masks stays as it is, since nobody can tell whether it is another
 * one, which is recorded. Where that can be told, what the server has is known from then on.
 */
function leavesMasked(
  { overlay }: PlanContext,
  row: OverlayRow,
  field: Field,
  { name, value, provenance }: DesiredValue,
): boolean {
  const shown = row.actual?.[name];
  const { behindMasks } = overlay;
  if (!behindMasks || shown === undefined || !hasMask(shown)) return false;
  const object = String(overlay.key(row));
  const { value: before, isGuess } = reveal(shown, value, (path, part) =>
    behindMasks.hash(row, object, [name, ...path], part),
  );
  if (isGuess && sameValue(field, value, before, overlay.keyOf)) {
    row.uncompared.set(name, provenance);
    return true;
  }
  behindMasks.reveal(row, name, before);
  return false;
}

/**
 * Whether a value that cannot be compared is written to an existing object: when the policy says so, or when a
 * run was cut off before it had written it. Then it is a part of the create, whatever the policy: the mark that
 * says that it is missing is taken away by this plan.
 */
function writesHidden({ overlay, policy, importer }: PlanContext, row: OverlayRow, name: string): boolean {
  return policy.secrets === 'always' || (!importer && isUnfinished(overlay, row, name));
}

/** Says that null gives a new object none of such a value, and leaves the one that an existing object has. */
function reportKept(
  { overlay, report }: PlanContext,
  row: OverlayRow,
  { name, provenance }: DesiredValue,
): void {
  if (!row.actual) return;
  report({
    code: 'secret-not-compared',
    severity: 'info',
    message: `${name} is null, which leaves ${describeRow(overlay, row)} the one that it has, if any: the API can set another and take none away`,
    hint: 'deactivate the object, or set a value that nobody knows',
    place: provenance.place,
    entry: provenance.entry,
  });
}

/** Takes the mark of an unfinished object away, where the values that it waits for are written. */
function clearMark({ overlay }: PlanContext, model: Resource, row: OverlayRow): void {
  for (const name of unfinishedFields(model, row.actual)) {
    const mark = model.fields[name]?.setter?.mark;
    const field = mark === undefined ? undefined : model.fields[mark];
    const provenance = row.provenanceOf.get(name);
    if (mark === undefined || !field || !provenance || row.set.has(mark)) continue;
    overlay.set(row, mark, withoutMark(field, row.actual?.[mark] ?? null), provenance);
  }
}

/**
 * A desired value with what an entry does not name and must not be lost: items of merged lists, and what the
 * server adds by itself. Its importer takes no such care.
 */
function completed(
  { overlay, importer }: PlanContext,
  row: OverlayRow,
  field: Field,
  own: DesiredValue,
): Value {
  if (importer) return own.value;
  const merged = withMerged(overlay, row, field, own);
  return withOwnKeys(field, withOwnRole(overlay, row, field, own.name, merged), storedOf(row)?.[own.name]);
}

/**
 * A desired mapping, completed with the keys that the server writes by itself and the entry does not name:
 * they would be lost otherwise.
 */
function withOwnKeys(field: Field, desired: Value, stored: Value | undefined): Value {
  const kept = (field.ownKeys ?? []).filter(
    (key) => isDict(stored) && Object.hasOwn(stored, key) && isDict(desired) && !Object.hasOwn(desired, key),
  );
  if (kept.length === 0 || !isDict(stored) || !isDict(desired)) return desired;
  const whole = Object.assign(dict(), desired);
  for (const key of kept) whole[key] = stored[key] ?? null;
  return whole;
}

/** Says that a tag gives a hash where a password is meant; of one that stands in the file `validate` says it. */
function reportHash({ report }: PlanContext, field: Field, value: Value, desired: DesiredValue): void {
  if (!looksHashed(field, value) || desired.written([]) !== undefined) return;
  report({
    code: 'password-hash',
    message: `${desired.name} is made to something that looks like a hash, which the server would take for the password itself`,
    hint: HASH_HINT,
    place: desired.provenance.place,
    entry: desired.provenance.entry,
  });
}

function reportWarning(
  context: PlanContext,
  row: OverlayRow,
  name: string,
  value: Value,
  desired: DesiredValue,
): void {
  if (!row.actual) return;
  for (const warning of context.overlay.resource(row.model).warnings) {
    if (warning.field !== name || warning.becomes !== value || row.actual[name] === value) continue;
    context.report({
      code: warning.code,
      message: `${name}${desired.provenance.from ? '' : `: ${String(value)}`} ends the sessions of ${describeRow(context.overlay, row)}`,
      place: desired.provenance.place,
      entry: desired.provenance.entry,
    });
  }
}
