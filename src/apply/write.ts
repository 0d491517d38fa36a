import { dict } from '../blueprint/value.ts';
import type { Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { Change } from '../plan/value/plan.ts';
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
  if (change.action === 'create') return createOnce(client, { change, model, body }, creates);
  // An earlier change of this run may have given the object another key.
  const key = made.get(change.row)?.key ?? change.itemKey;
  if (key === undefined)
    throw new InternalError(`there is no key to ${change.action} ${change.model} ${change.key} by`);
  if (change.action === 'delete') {
    await deleteObject(client, model, key);
    return undefined;
  }
  const companions = resolveRefs(writes.companions, made) ?? dict();
  return Object.keys(body).length > 0 ? updateObject(client, model, key, { companions, body }) : undefined;
}
