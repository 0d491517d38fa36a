import { jsonText } from '../blueprint/json.ts';
import type { Dict } from '../blueprint/value.ts';
import type { Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { isKey, itemPath } from '../client/item-path.ts';
import { compareSent, isObject, withoutObject } from './confirm.ts';
import { readObject } from './read-object.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';
import type { Written } from './written.ts';

type Key = string | number;

/** What an update sends: values that differ, and values that it must repeat. */
export interface Update {
  readonly body: Dict;
  readonly companions: Dict;
}

/**
 * Updates an object, and gives it as the server shows it. Where the answer is not the object, it is read. It
 * is sent once more where the answer was not the server's, or where a value that the server never shows was
 * among those that were sent; the effect is the same. Throws an ApiError.
 */
export async function updateObject(
  client: Client,
  model: Resource,
  key: Key,
  update: Update,
): Promise<Written> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(client, model, key, update);
    if (!(answer instanceof ApiError)) return answer;
    if (!answer.mayBeDone) throw answer;
    const row = await readBack(client, model, key, update, answer);
    const { same, other, hidden } = compareSent(model, update.body, row);
    if (other.length === 0 && hidden.length === 0) return row;
    const isAnothers = answer.kind === 'unexpected';
    if (attempt === 1 && (other.length === 0 || isAnothers)) continue;
    if (other.length === 0)
      throw new UnconfirmedError(answer, `${hidden.join(', ')} cannot be read back; run it again`);
    if (answer.mayStillRun) throw new UnconfirmedError(answer, 'it has not been changed, and may yet be');
    if (same.length > 0)
      throw new UnconfirmedError(
        answer,
        `${same.join(', ')} is as it was sent, and ${other.join(', ')} is not`,
      );
    throw answer;
  }
}

/** Sends the update; gives the object, or how it ended. */
async function send(
  client: Client,
  model: Resource,
  key: Key,
  { body, companions }: Update,
): Promise<Written | ApiError> {
  const text = jsonText({ ...companions, ...body });
  const next = body[model.collection.key];
  const keys = isKey(next) && next !== key ? [key, next] : [key];
  let missing: ApiError | undefined;
  // When a PATCH that changes the key is repeated because its first response was lost, nothing is found under
  // the old key, and the new one is tried.
  for (const one of keys) {
    const path = itemPath(model.collection, one);
    try {
      const written = await client.update(path, text);
      return isObject(model.collection, written, keys) ? written : withoutObject(`PATCH ${path}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind !== 'not-found') return missing && !error.mayBeDone ? missing : error;
      missing ??= error;
    }
  }
  return missing ?? withoutObject('PATCH');
}

/** The object after an update that was not confirmed, under its old key or its new one. */
async function readBack(
  client: Client,
  model: Resource,
  key: Key,
  { body }: Update,
  unconfirmed: ApiError,
): Promise<Written> {
  const next = body[model.collection.key];
  const row =
    (isKey(next) && next !== key ? await readObject(client, model, next, unconfirmed) : undefined) ??
    (await readObject(client, model, key, unconfirmed));
  if (!row) throw new UnconfirmedError(unconfirmed, 'it does not exist any more');
  return row;
}
