import { jsonText } from '../blueprint/json.ts';
import { dict, type Value } from '../blueprint/value.ts';
import type { Dict } from '../blueprint/value.ts';
import type { Json, Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import { type Client, itemPath } from '../client/client.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { Change } from '../plan/plan.ts';
import { createOnce } from './create-once.ts';
import type { Writes } from './decode-change.ts';
import { type Made, resolveRefs, resolveValue } from './resolve.ts';
import { SetterError } from './setter-error.ts';
import type { Written } from './written.ts';

type Key = string | number;

/**
 * Does one change: the main write, then the fields with an endpoint of their own. Gives the object as the
 * server shows it; undefined after a delete, or when only a setter was called. Throws an ApiError.
 */
export async function writeChange(
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
    const written = await createOnce(client, model, body, isOthers);
    await callSetters(client, model, change, writes, made, keyIn(model, written));
    return written;
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
  const written =
    Object.keys(body).length > 0 ? await update(client, model, key, { ...companions, ...body }) : undefined;
  await callSetters(client, model, change, writes, made, (written && keyIn(model, written)) ?? key);
  return written;
}

/**
 * Deletes an object. A server that crashes is asked once more: what two deletes at a time both take along
 * makes one of them fail (measured on a real 2025.12.4: a stage and a flow with one binding), and to delete
 * twice does no harm.
 */
async function remove(client: Client, path: string): Promise<void> {
  try {
    await client.remove(path);
  } catch (error) {
    if (!(error instanceof ApiError && error.kind === 'crashed')) return ignoreGone(error);
    await client.pause(1);
    await client.remove(path).catch(ignoreGone);
  }
}

/** An object that is gone already was taken along by the delete of another. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof ApiError && error.kind === 'not-found')) throw error;
}

/**
 * A repetition of a PATCH that changed the key, after its first answer was lost, finds nothing under the old
 * one.
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

async function callSetters(
  client: Client,
  model: Resource,
  change: Change,
  { setters }: Writes,
  made: Made,
  key: Key | undefined,
): Promise<void> {
  for (const { field, value } of setters) {
    const setter = model.fields[field]?.setter;
    const sent = resolveValue(value, made);
    if (!setter || sent === undefined || key === undefined)
      throw new InternalError(`${field} of ${change.model} ${change.key} cannot be set`);
    try {
      await client.call(
        setter.path.replace('{key}', encodeURIComponent(String(key))),
        jsonText(Object.assign(dict(), { [setter.body]: sent })),
      );
    } catch (error) {
      throw error instanceof ApiError ? new SetterError(field, setter.body, error) : error;
    }
  }
}

function keyIn(model: Resource, written: Written): Key | undefined {
  const key = written[model.collection.key];
  return isKey(key) ? key : undefined;
}

function isKey(value: Value | undefined): value is Key {
  return typeof value === 'string' || typeof value === 'number';
}
