import { jsonText } from '../blueprint/json.ts';
import { dict } from '../blueprint/value.ts';
import type { Dict } from '../blueprint/value.ts';
import type { Json, Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { isKey, itemPath, pathWith } from '../client/item-path.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { Change } from '../plan/value/plan.ts';
import { createOnce } from './create-once.ts';
import type { Writes } from './decode-change.ts';
import { type Made, type MadeKey, resolveRefs, resolveValue } from './resolve.ts';
import { SetterError } from './setter-error.ts';
import type { Written } from './written.ts';

type Key = string | number;

/**
 * Sends the main write of a change, and gives the object as the server shows it; undefined after a delete, or
 * when only fields with an endpoint of their own are written. Throws an ApiError.
 */
export async function writeObject(
  client: Client,
  model: Resource,
  change: Change,
  writes: Writes,
  made: Made,
): Promise<Written | undefined> {
  const body = resolveRefs(writes.body, made);
  if (!body) throw new ApiError('unexpected', 'an object that this one refers to was not made');
  if (change.action === 'create') {
    const isOthers = (pk: Json): boolean => [...made.values()].some((one) => one.pk === pk);
    return createOnce(client, model, body, isOthers);
  }
  // An earlier change of this run may have given the object another key.
  const key = made.get(change.row)?.key ?? change.itemKey;
  if (key === undefined)
    throw new InternalError(`there is no key to ${change.action} ${change.model} ${change.key} by`);
  if (change.action === 'delete') {
    await remove(client, itemPath(model.collection, key));
    return undefined;
  }
  const companions = resolveRefs(writes.companions, made) ?? dict();
  return Object.keys(body).length > 0 ? update(client, model, key, { ...companions, ...body }) : undefined;
}

/**
 * Deletes an object. When the server crashes, the delete is sent once more, which is harmless: of two
 * concurrent deletes that both delete a third object, one fails (measured on a real 2025.12.4: a stage and a
 * flow with one binding).
 */
async function remove(client: Client, path: string): Promise<void> {
  try {
    await client.remove(path);
  } catch (error) {
    if (!(error instanceof ApiError && error.kind === 'crashed')) return ignoreGone(error);
    if (!(await client.pause(1))) throw error;
    await client.remove(path).catch(ignoreGone);
  }
}

/** Ignores that an object is gone already: it was deleted along with another. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof ApiError && error.kind === 'not-found')) throw error;
}

/**
 * Updates an object. When a PATCH that changes the key is repeated because its first response was lost,
 * nothing is found under the old key, and the new one is tried.
 */
async function update(client: Client, model: Resource, key: Key, body: Dict): Promise<Written> {
  try {
    return await client.update(itemPath(model.collection, key), jsonText(body));
  } catch (error) {
    const next = body[model.collection.key];
    if (!(error instanceof ApiError && error.kind === 'not-found') || !isKey(next) || next === key)
      throw error;
    return await client.update(itemPath(model.collection, next), jsonText(body)).catch(() => {
      throw error;
    });
  }
}

/**
 * Writes the fields with an endpoint of their own, after the object itself. Throws a SetterError for a value
 * that the server refuses.
 */
export async function callSetters(
  client: Client,
  model: Resource,
  change: Change,
  { setters }: Writes,
  made: Made,
): Promise<void> {
  const key = made.get(change.row)?.key ?? change.itemKey;
  for (const { field, value } of setters) {
    const setter = model.fields[field]?.setter;
    const sent = resolveValue(value, made);
    if (!setter || sent === undefined || key === undefined)
      throw new InternalError(`${field} of ${change.model} ${change.key} cannot be set`);
    const body = dict();
    body[setter.body] = sent;
    try {
      await client.call(pathWith(setter.path, key), jsonText(body));
    } catch (error) {
      throw error instanceof ApiError ? new SetterError(field, setter.body, error) : error;
    }
  }
}

/** The keys of an object, from the response to its write; undefined where it does not show them. */
export function keysIn({ collection }: Resource, written: Written): MadeKey | undefined {
  const pk = written[collection.pk];
  const key = written[collection.key];
  return pk !== undefined && isKey(key) ? { pk, key } : undefined;
}
