import type { Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { itemPath } from '../client/item-path.ts';
import { withoutObject } from './confirm.ts';
import { readObject } from './read-object.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';

/**
 * Deletes an object. It is gone when the server says 204, or that there is no such object: it was deleted
 * along with another. After any other answer it is read, and deleted once more where it is still there, which
 * is harmless: of two concurrent deletes that both delete a third object, one fails (measured on a real
 * 2025.12.4: a stage and a flow with one binding). Throws an ApiError.
 */
export async function deleteObject(client: Client, model: Resource, key: string | number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const error = await tryDelete(client, itemPath(model.collection, key));
    if (error === undefined) return;
    if (!error.mayBeDone) throw error;
    const mayRepeat = attempt === 1 && (await client.pause(attempt));
    if ((await readObject(client, model, key, error)) === undefined) return;
    if (mayRepeat) continue;
    throw error.mayStillRun
      ? new UnconfirmedError(error, 'it is still there, and may yet be deleted')
      : error;
  }
}

/** Sends the delete; gives how it ended, where that is not that the object is gone. */
async function tryDelete(client: Client, path: string): Promise<ApiError | undefined> {
  try {
    const { status } = await client.remove(path);
    return status === 204 ? undefined : withoutObject(`DELETE ${path}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.kind === 'not-found' ? undefined : error;
  }
}
