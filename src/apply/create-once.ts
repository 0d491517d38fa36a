import { jsonText, toJson } from '../blueprint/json.ts';
import { hasUnknown, type Dict } from '../blueprint/value.ts';
import { PAGE_SIZE, readAll } from '../actual/read-all.ts';
import type { Json, Resource } from '../catalog/model.ts';
import { trimLikePython } from '../forms/white-space.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { keysAsWritten, sameValue } from '../forms/normal.ts';
import { isShown } from './check-response.ts';
import type { Written } from './written.ts';

/*
 * When the connection breaks during a create, it is unknown whether the server has created the object. Few
 * things are unique on the server (rest-api-2023.2, point 7), so sending the create again could make a second
 * object. Therefore the object is looked up by the values that were sent, and the create is sent again only
 * when the object certainly does not exist. Where that cannot be told, the change fails: the next run finds
 * the object by its identifiers, or creates it.
 */

const TRIES = 6;
/** Texts longer than this are compared in the response and not sent as a filter. */
const FILTER_LENGTH = 150;

/**
 * Creates an object exactly once, and gives it as the server shows it. `isOthers`: whether another change of
 * this run has created the object with this primary key. Throws an ApiError, also when it cannot be told
 * whether the object was created.
 */
export async function createOnce(
  client: Client,
  model: Resource,
  body: Dict,
  isOthers: (pk: Json) => boolean,
): Promise<Written> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.create(model.collection.path, jsonText(body));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const isLost = error.kind === 'unreachable';
      // At a second attempt, "this name is taken" may refer to the object of the first one, which arrived
      // late.
      if (!isLost && !(error.kind === 'invalid' && attempt > 1)) throw error;
      const mayRepeat = !isLost || (await client.pause(attempt, error.retryAfter));
      const found = (await lookUp(client, model, body)).filter(
        (one) => !isOthers(one[model.collection.pk] ?? null),
      );
      if (found.length === 1 && found[0]) return found[0];
      if (!isLost) throw error;
      if (found.length > 1 || error.mayStillRun || attempt === TRIES || !mayRepeat)
        throw undecided(error, found.length);
    }
  }
}

function undecided(error: ApiError, found: number): ApiError {
  const hint =
    found > 1
      ? `it may have been made: ${found} objects look like it; run it again`
      : 'it may yet be made; run it again, and it will be found or made';
  return new ApiError(error.kind, error.message, {
    status: error.status,
    hint,
    mayStillRun: error.mayStillRun,
  });
}

/**
 * The objects that have all the values that were sent and can be read back. Lists and JSON are not compared:
 * they do not identify objects.
 */
async function lookUp(client: Client, model: Resource, body: Dict): Promise<Written[]> {
  const told = Object.entries(body).flatMap(([name, sent]) => {
    const field = model.fields[name];
    return field &&
      isShown(field) &&
      !field.volatile &&
      !hasUnknown(sent) &&
      !['array', 'object', 'json'].includes(field.type)
      ? [{ name, field, sent }]
      : [];
  });
  const filters = told
    .flatMap(({ name, field, sent }) => {
      const text = toJson(sent);
      if (typeof text !== 'string' || field.references || model.filters[name]?.type !== 'string') return [];
      const stored = field.trim ? trimLikePython(text) : text;
      return stored !== '' && stored.length <= FILTER_LENGTH ? [[name, stored] as const] : [];
    })
    .slice(0, 3);
  const { path, pk, listQuery } = model.collection;
  const query = { page_size: PAGE_SIZE, ...listQuery };
  // A filter by a value that no object has can be refused (rest-api-2023.2, point 9): then the whole list is
  // read.
  const rows = await readAll(client, path, { ...query, ...Object.fromEntries(filters) }, pk).catch(
    (error: unknown) => {
      if (error instanceof ApiError && error.kind === 'invalid' && filters.length > 0)
        return readAll(client, path, query, pk);
      throw error;
    },
  );
  return rows.filter((row) =>
    told.every(({ name, field, sent }) => sameValue(field, sent, row[name] ?? null, keysAsWritten)),
  );
}
