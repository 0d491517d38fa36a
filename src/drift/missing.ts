import type { Json, Resource } from '../catalog/model.ts';
import { itemPath } from '../client/item-path.ts';
import type { Inventory, InventoryRow } from '../ownership/inventory.ts';
import type { Change } from '../plan/value/plan.ts';
import { isMapping, type PlanValue, tagOf } from '../plan/value/plan-value.ts';
import type { Fate } from './drift.ts';
import { eventKey, type ObjectEvent } from './object-event.ts';
import type { EventTrail } from './trail.ts';

/** What the inventory of a project says of a missing object. */
export type Belonging =
  | { readonly kind: 'owned'; readonly key: string }
  /** The project has an inventory, and never had such an object. */
  | { readonly kind: 'never' }
  /** The project has had one that differs at most in what it refers to, and that is missing itself. */
  | { readonly kind: 'along' }
  /** Nobody keeps what is owned. */
  | { readonly kind: 'unknown' };

/** Whether the project had the object that a change would create, by what identifies it, and under which primary key. */
export function belongingOf(change: Change, model: Resource, owned: Inventory | undefined): Belonging {
  // One with nothing in it may be new, or damaged.
  if (!owned || owned.rows.length === 0) return { kind: 'unknown' };
  const row = owned.rows.find((one) => isOf(one, change, model, () => false));
  if (!row)
    return { kind: owned.rows.some((one) => isOf(one, change, model, refersToNew)) ? 'along' : 'never' };
  const { key, pk } = model.collection;
  const known = pk === key ? row.key : row.identifiers[pk];
  return typeof known === 'string' || typeof known === 'number'
    ? { kind: 'owned', key: eventKey(known) }
    : { kind: 'owned', key: '' };
}

/** Whether a row of the inventory is of the object that a change would create. `mayBe`: values that count as equal. */
function isOf(
  { model: name, key, identifiers, open }: InventoryRow,
  change: Change,
  model: Resource,
  mayBe: (value: PlanValue | undefined) => boolean,
): boolean {
  if (name !== change.model || key === '' || open === 'create') return false;
  const told = Object.entries(identifiers).filter(([field]) => field !== model.collection.pk);
  return (
    told.length > 0 &&
    told.every(([field, value]) => {
      const now = change.body[field];
      return mayBe(now) || isEqual(now ?? null, value);
    })
  );
}

/** Whether a value is a reference to an object that the plan makes. */
function refersToNew(value: PlanValue | undefined): boolean {
  return value !== undefined && isMapping(value) && tagOf(value) === '$ref';
}

function isEqual(one: PlanValue, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * The events of the object that a change would create, the newest first, out of those of its model: by the key that
 * the inventory has, else by the path that a request named it by, else by what the server called it. All events of
 * the object that is found that way, whatever it was called later.
 */
export function eventsOfMissing(
  events: readonly ObjectEvent[],
  change: Change,
  model: Resource,
  belonging: Belonging,
): ObjectEvent[] {
  const isMeant = meant(change, model);
  const key = belonging.kind === 'owned' && belonging.key !== '' ? belonging.key : events.find(isMeant)?.key;
  return events.filter((event) => event.key === key);
}

function meant(change: Change, model: Resource): (event: ObjectEvent) => boolean {
  const { body } = change;
  const { collection } = model;
  const key = body[collection.key];
  const isNamed = collection.key !== collection.pk && (typeof key === 'string' || typeof key === 'number');
  const path = isNamed ? itemPath(collection, key) : undefined;
  const { name } = body;
  const parts = (change.identifiedBy ?? []).map((field) => textsOf(body[field], namesOf(change, field)));
  return (event) => {
    if (path !== undefined && event.action !== 'created' && event.path?.endsWith(path)) return true;
    if (typeof name === 'string' && event.name === name) return path === undefined;
    return parts.length > 0 && parts.every((texts) => texts.some((text) => isIn(text, event.name)));
  };
}

/** How an event may write a value in the name of an object: `Flow-stage binding #10 to 4606f305-…`. */
function textsOf(value: PlanValue | undefined, names: Readonly<Record<string, string>>): string[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const name = Object.hasOwn(names, String(value)) ? names[String(value)] : undefined;
  return [typeof value === 'number' ? `#${value}` : value, name ?? ''].filter((text) => text !== '');
}

/** What the objects that a field refers to are called. */
function namesOf({ fields }: Change, name: string): Readonly<Record<string, string>> {
  return fields.find(({ path }) => path === name)?.beforeNames ?? {};
}

/** Whether a name has a text as words of their own. */
function isIn(text: string, name: string): boolean {
  for (let at = name.indexOf(text); at !== -1; at = name.indexOf(text, at + 1))
    if (!isWord(name[at - 1]) && !isWord(name[at + text.length])) return true;
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_-]/u.test(character);
}

/** What became of a missing object. */
export function fateOf(trail: EventTrail | undefined, belonging: Belonging): Fate {
  if (trail?.last.action === 'deleted') return 'deleted';
  // Somebody else wrote it last and did not delete it, so it is there, under another name.
  if (trail && trail.since > 0) return 'moved';
  if (trail || belonging.kind === 'owned') return 'deleted';
  if (belonging.kind === 'along') return 'along';
  return belonging.kind === 'never' ? 'never-applied' : 'unknown';
}
