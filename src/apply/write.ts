import { dict, type Dict } from '../blueprint/value.ts';
import type { Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { InternalError } from '../diagnostics/errors.ts';
import { companionsFor } from '../plan/changes/companions.ts';
import { changeName } from '../plan/value/change-name.ts';
import type { Change, Unmarks } from '../plan/value/plan.ts';
import { decodeDict } from '../plan/value/plan-value.ts';
import { secretFrom } from '../plan/value/sources.ts';
import type { ApplyOptions } from './apply-options.ts';
import { withMark, withoutMark } from '../plan/overlay/unfinished.ts';
import { keysIn } from './confirm.ts';
import { createOnce } from './create-once.ts';
import type { Creates } from './creates.ts';
import type { Writes } from './decode-change.ts';
import { deleteObject } from './delete-object.ts';
import { type Made, resolveRefs } from './resolve.ts';
import { updateObject } from './update-object.ts';
import type { Written } from './written.ts';

/**
 * Sends the main write of a change, and gives the object as the server shows it; undefined after a delete, or
 * when only fields with an endpoint of their own are written. Throws an ApiError.
 */
export async function writeObject(
  client: Client,
  model: Resource,
  change: Change,
  writes: Writes,
  { made, creates }: { readonly made: Made; readonly creates: Creates },
): Promise<Written | undefined> {
  const body = resolveRefs(writes.body, made);
  if (!body) throw new ApiError('unexpected', 'an object that this one refers to was not made');
  if (change.action === 'create')
    return createOnce(client, { change, model, body: markedBody(model, change, body) }, creates);
  // An earlier change of this run may have given the object another key.
  const key = made.get(change.row)?.key ?? change.itemKey;
  if (key === undefined)
    throw new InternalError(`there is no key to ${change.action} ${changeName(change)} by`);
  if (change.action === 'delete') {
    await deleteObject(client, model, key);
    return undefined;
  }
  const companions = resolveRefs(writes.companions, made) ?? dict();
  return Object.keys(body).length > 0 ? updateObject(client, model, key, { companions, body }) : undefined;
}

/**
 * What a create sends: its body, with a mark where values that nobody can read are written afterwards. The mark
 * is what a later run goes by when this one is cut off.
 */
export function markedBody(model: Resource, { markedIn, setters }: Change, body: Dict): Dict {
  const field = markedIn === undefined ? undefined : model.fields[markedIn];
  if (markedIn === undefined || !field) return body;
  const names = setters
    .map((setter) => setter.field)
    .filter((name) => model.fields[name]?.setter?.mark === markedIn);
  return Object.assign(dict(), body, { [markedIn]: withMark(field, body[markedIn], names) });
}

/**
 * Takes the mark of a new object away, and gives the object: the field has then what the entry says, or what
 * the server gave it. Throws an ApiError.
 */
export async function takeMarkAway(
  client: Client,
  model: Resource,
  { markedIn }: Change,
  writes: Writes,
  { written, made }: { readonly written: Written; readonly made: Made },
): Promise<Written> {
  const field = markedIn === undefined ? undefined : model.fields[markedIn];
  const key = keysIn(model, written)?.key;
  if (markedIn === undefined || !field || key === undefined) return written;
  const wanted = resolveRefs(writes.body, made)?.[markedIn] ?? withoutMark(field, written[markedIn] ?? null);
  const body = Object.assign(dict(), { [markedIn]: wanted });
  const companions = companionsFor(model, body, (name) => written[name]);
  return updateObject(client, model, key, { body, companions });
}

/**
 * Takes a mark in another object away, which said that something of this one had yet to be written; gives that
 * object.
 */
export async function takeOtherMarkAway(
  { client, catalog, sources }: Pick<ApplyOptions, 'client' | 'catalog' | 'sources'>,
  { row, model: name, field, value }: Unmarks,
  made: Made,
): Promise<Written> {
  const model = catalog.models[name];
  const key = made.get(row)?.key;
  const body = resolveRefs(decodeDict({ [field]: value }, secretFrom(sources)), made);
  if (model?.kind !== 'resource' || key === undefined || !body)
    throw new InternalError(`there is no key to take the mark of ${name} ${row} away by`);
  return updateObject(client, model, key, { body, companions: dict() });
}
