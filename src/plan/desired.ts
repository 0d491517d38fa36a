import { dict, isDict, Later, Unknown, type Value } from '../blueprint/value.ts';
import type { Field, Protection } from '../catalog/model.ts';
import { itemOf } from '../catalog/item-of.ts';
import { keepsItsOwn } from '../catalog/volatile.ts';
import { accept } from '../forms/accept.ts';
import type { Problem } from '../forms/form.ts';
import { normal, sameValue } from '../forms/normal.ts';
import type { Place } from '../source/source-file.ts';
import { describeRow } from './describe.ts';
import { NOT_READ } from './known.ts';
import type { Ground } from './ground.ts';
import { withMerged } from './merge-lists.ts';
import { ownAtOtherEnds } from './other-ends.ts';
import { withOwnRole } from './own-role.ts';
import type { OverlayRow, Refusal, Touch } from './overlay-row.ts';
import { allowName, protectionOf } from './protect.ts';
import { takenBy } from './unique.ts';

/** What an entry wants of one field, and where it says so. */
export interface Wish {
  readonly name: string;
  readonly value: Value;
  /** The value is a list whose items are added to what is there. */
  readonly merge: boolean;
  readonly touch: Touch;
  /** The place of a part of the value: a list item, a key of a mapping. */
  readonly placeOf: (path: readonly (string | number)[]) => Place;
  /** A part of the value as it is written there; undefined where a tag makes it. */
  readonly written: (path: readonly (string | number)[]) => string | undefined;
}

/** Wishes in the form that the server would store, or `failed` when one of them would be refused. */
export function coerceWishes(
  ground: Ground,
  row: OverlayRow | undefined,
  model: string,
  wishes: readonly Wish[],
): Map<string, Wish> | 'failed' {
  const { fields } = ground.overlay.resource(model);
  const wanted = new Map<string, Wish>();
  let failed = false;
  for (const wish of wishes) {
    const field = fields[wish.name];
    if (!field || (field.readOnly && !field.setter)) continue;
    // An endpoint that takes an address cannot take it away again (rest-api-2023.2, point 17).
    if (field.setter && !field.writeOnly && (wish.value === null || wish.value === '')) {
      reportCannotClear(ground, row, wish);
      continue;
    }
    if (neverKnown(wish.value)) {
      failed = true;
      ground.report({
        code: 'value-unknown',
        message: `${wish.name} depends on what only the server will know`,
        hint: 'apply the entries that it depends on first',
        place: wish.touch.place,
        entry: wish.touch.entry,
      });
      continue;
    }
    const accepted = accept(field.setter ? { ...field, nullable: true } : field, wish.value);
    if (accepted.ok) wanted.set(wish.name, { ...wish, value: accepted.value });
    else {
      failed = true;
      for (const problem of accepted.problems) reportProblem(ground, wish, problem);
    }
  }
  return failed ? 'failed' : wanted;
}

/**
 * Whether a value holds something that will not be known when it is written: not even when the objects before
 * it are made.
 */
function neverKnown(value: Value): boolean {
  if (value instanceof Unknown) return !(value instanceof Later) && value.reason !== NOT_READ;
  if (Array.isArray(value)) return value.some(neverKnown);
  return isDict(value) && Object.values(value).some(neverKnown);
}

function reportCannotClear(ground: Ground, row: OverlayRow | undefined, wish: Wish): void {
  const actual = row?.actual?.[wish.name];
  if (
    actual === undefined ||
    actual === null ||
    actual === '' ||
    (typeof actual === 'string' && actual.startsWith('/static/'))
  )
    return;
  ground.report({
    code: 'action-impossible',
    severity: 'warning',
    message: `the API of this release cannot clear ${wish.name}`,
    hint: 'clear it in the web interface, or set another address',
    place: wish.touch.place,
    entry: wish.touch.entry,
  });
}

function reportProblem(ground: Ground, wish: Wish, problem: Problem): void {
  ground.report({
    code: problem.code,
    message: `${wish.name}${pathText(problem.path)} ${problem.message}`,
    place: wish.placeOf(problem.path),
    entry: wish.touch.entry,
  });
}

function pathText(path: readonly (string | number)[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
}

/** Sets the wishes on a row of the overlay, as far as its protection and the policy about secrets allow. */
export function applyWishes(ground: Ground, row: OverlayRow, wishes: ReadonlyMap<string, Wish>): void {
  const { overlay } = ground;
  const { fields } = overlay.resource(row.model);
  const protection = protectionOf(overlay, row, ground.policy, ground.me);
  const changed = new Set<string>();
  for (const [name, own] of wishes) {
    const field = fields[name];
    // Permissions are no value of the object.
    if (
      !field ||
      field.grants ||
      (row.actual &&
        keepsItsOwn(field, own.value, (other) => wishes.get(other)?.value ?? overlay.value(row, other)))
    )
      continue;
    const wish = {
      ...own,
      value: withOwnKeys(
        field,
        withOwnRole(overlay, row, field, name, withMerged(overlay, row, field, own)),
        row.actual?.[name],
      ),
    };
    if (row.actual && field.writeOnly && ground.policy.secrets !== 'always') {
      if (ground.policy.secrets === 'on-change') row.uncompared.set(name, wish.touch);
      continue;
    }
    const value = protection ? guard(ground, row, protection, name, field, wish) : wish.value;
    if (value === undefined) continue;
    if (!sameValue(field, value, overlay.value(row, name), overlay.keyOf)) changed.add(name);
    overlay.set(row, name, value, wish.touch);
    ownAtOtherEnds(overlay, row, name, field, value);
    warnOf(ground, row, name, value, wish);
  }
  refuseTaken(ground, row, changed, wishes);
}

/**
 * A mapping with the keys that the server writes by itself, where the entry does not name them: it would lose
 * them.
 */
function withOwnKeys(field: Field, wanted: Value, stored: Value | undefined): Value {
  const kept = (field.ownKeys ?? []).filter(
    (key) => isDict(stored) && Object.hasOwn(stored, key) && isDict(wanted) && !Object.hasOwn(wanted, key),
  );
  if (kept.length === 0 || !isDict(stored) || !isDict(wanted)) return wanted;
  const whole = Object.assign(dict(), wanted);
  for (const key of kept) whole[key] = stored[key] ?? null;
  return whole;
}

/**
 * What may be written of a wish to a protected object; undefined: nothing, it stays as it is. The rest is
 * noted on the row.
 */
function guard(
  ground: Ground,
  row: OverlayRow,
  protection: Protection,
  name: string,
  field: Field,
  wish: Wish,
): Value | undefined {
  const actual = row.actual?.[name];
  if (protection.guard === 'leave-alone' || protection.frozen.includes(name)) {
    if (!field.writeOnly && sameValue(field, wish.value, actual, ground.overlay.keyOf)) return undefined;
    refuse(row, {
      action: 'update',
      why: protection.why,
      allow: allowName(protection, row),
      touch: wish.touch,
    }).fields.set(name, { value: wish.value, touch: wish.touch });
    return undefined;
  }
  if (!protection.keep.includes(name) || !Array.isArray(wish.value) || !Array.isArray(actual))
    return wish.value;
  const item = itemOf(field);
  const kept = new Set(wish.value.map((one) => normal(item, one, ground.overlay.keyOf)));
  const lost = actual.filter((one) => !kept.has(normal(item, one, ground.overlay.keyOf)));
  if (lost.length === 0) return wish.value;
  refuse(row, {
    action: 'update',
    why: protection.why,
    allow: allowName(protection, row),
    touch: wish.touch,
  }).fields.set(name, { value: wish.value, touch: wish.touch });
  return [...wish.value, ...lost];
}

/** Notes on a row that a change of it was kept back, and returns the note. */
export function refuse(row: OverlayRow, refusal: Omit<Refusal, 'fields'>): Refusal {
  row.refused ??= { ...refusal, fields: new Map() };
  return row.refused;
}

function warnOf(ground: Ground, row: OverlayRow, name: string, value: Value, wish: Wish): void {
  if (!row.actual) return;
  for (const warning of ground.overlay.resource(row.model).warnings) {
    if (warning.field !== name || warning.becomes !== value || row.actual[name] === value) continue;
    ground.report({
      code: warning.code,
      message: `${name}: ${String(value)} ends the sessions of ${describeRow(ground.overlay, row)}`,
      place: wish.touch.place,
      entry: wish.touch.entry,
    });
  }
}

function refuseTaken(
  ground: Ground,
  row: OverlayRow,
  changed: ReadonlySet<string>,
  wishes: ReadonlyMap<string, Wish>,
): void {
  const taken = takenBy(ground.overlay, row, changed);
  if (!taken) return;
  const wish =
    taken.rule.fields.map((field) => wishes.get(field)).find((one) => one !== undefined) ??
    [...wishes.values()][0];
  const other = describeRow(ground.overlay, taken.other);
  const owner = taken.other.owner;
  ground.report({
    code: 'value-taken',
    message: `${taken.rule.fields.join(' and ')} must be unique, and ${taken.other.model} ${other} has ${taken.rule.fields.length > 1 ? 'these values' : 'this value'} already`,
    hint: 'give each object its own value, or match the existing object by its identifiers',
    ...(wish ? { place: wish.touch.place, entry: wish.touch.entry } : {}),
    ...(owner ? { notes: [{ message: 'the other object is managed here', place: owner.place }] } : {}),
  });
}

/** Reports fields that a create lacks; true when there are any. */
export function missesRequired(
  ground: Ground,
  model: string,
  wishes: ReadonlyMap<string, Wish>,
  touch: Touch,
): boolean {
  const missing = Object.entries(ground.overlay.resource(model).fields)
    .filter(([name, field]) => field.required && !field.readOnly && !wishes.has(name))
    .map(([name]) => name);
  if (missing.length === 0) return false;
  ground.report({
    code: 'attribute-missing',
    message: `there is no such ${model} yet, and ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} required to create it`,
    hint: `add ${missing.join(', ')} to attrs, or correct the identifiers if the object should exist`,
    place: touch.place,
    entry: touch.entry,
  });
  return true;
}
