import { isMapping } from '../catalog/json-mapping.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Question } from '../catalog/question.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import type { Row, Snapshot } from './snapshot.ts';

/** The items of lists without pages, by path; null: the server does not show the list. */
export type Lists = NonNullable<Snapshot['listed']>;

/**
 * Reads the lists without pages that questions need, each once: choices that the server has, and its blueprint
 * files. `before`: those that were read before; they are given back with the others. Throws an ApiError for a
 * list that is not answered in time, and for an answer that is none.
 */
export async function readLists(
  client: Client,
  { models }: Catalog,
  questions: readonly Question[],
  before: Lists = {},
): Promise<Lists> {
  const wanted = new Map<string, number | undefined>();
  for (const { model: name, choices } of questions) {
    const model = models[name];
    if (choices) wanted.set(choices.path, choices.seconds);
    else if (model?.kind === 'meta' && model.applying)
      wanted.set(model.applying.files, model.applying.filesSeconds);
  }
  const read = [...wanted]
    .filter(([path]) => before[path] === undefined)
    .map(async ([path, seconds]) => [path, await readList(client, path, seconds)] as const);
  return { ...before, ...Object.fromEntries(await Promise.all(read)) };
}

async function readList(
  client: Client,
  path: string,
  seconds: number | undefined,
): Promise<readonly Row[] | null> {
  const items = await client
    .read(path, {}, seconds)
    .catch((error: unknown) => unlessNotListed(error, path, seconds !== undefined));
  if (items === undefined) return null;
  if (!Array.isArray(items) || !items.every(isMapping))
    throw new ApiError('unexpected', `GET ${path} was answered with something that is no list of objects`);
  return items;
}

/** Statuses of a server that does not show a list to this user, or has none. */
const NOT_LISTED: ReadonlySet<number | undefined> = new Set([403, 404, 405]);

/**
 * Undefined where a server does not show a list: 2025.12 asks a worker for its blueprint files and fails when no
 * worker runs (rest-api-2023-vs-2025, point 38). `byWorker`: it is a worker that makes the list.
 */
function unlessNotListed(error: unknown, path: string, byWorker: boolean): undefined {
  if (!(error instanceof ApiError)) throw error;
  if (error.kind === 'crashed' || (NOT_LISTED.has(error.status) && error.kind !== 'refused'))
    return undefined;
  if (!byWorker || !error.mayStillRun || error.kind === 'interrupted') throw error;
  throw new ApiError(
    'unreachable',
    `GET ${path} was not answered in time: the server waits for its worker, which lists its blueprint files`,
    { hint: "is authentik's worker running?", mayStillRun: true },
  );
}
