import { dict, isDict, type Value } from '../blueprint/value.ts';
import type { Field, Protection } from '../catalog/model.ts';
import { itemOf } from '../catalog/item-of.ts';
import { keepsItsOwn } from '../catalog/volatile.ts';
import { normal, sameValue } from '../forms/normal.ts';
import type { Wish } from './coerce-wishes.ts';
import { describeRow } from './describe.ts';
import type { Ground } from './ground.ts';
import { withMerged } from './merge-lists.ts';
import { ownAtOtherEnds } from './other-ends.ts';
import type { OverlayRow } from './overlay-row.ts';
import { withOwnRole } from './own-role.ts';
import { allowName, protectionOf } from './protect.ts';
import { refuse } from './refuse.ts';
import { takenBy } from './unique.ts';

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
    place: wish?.touch.place,
    entry: wish?.touch.entry,
    notes: owner && [{ message: 'the other object is managed here', place: owner.place }],
  });
}
