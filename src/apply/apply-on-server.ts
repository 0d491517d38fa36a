import { asMapping } from '../catalog/json-mapping.ts';
import { isMapping } from '../catalog/json-mapping.ts';
import type { Applying, Json, Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { itemPath, pathWith } from '../client/item-path.ts';
import { logLines } from '../client/log-lines.ts';
import { oneLine } from '../client/one-line.ts';
import { waitFor } from '../client/stop.ts';
import { isObject } from './confirm.ts';
import { UnconfirmedError } from './unconfirmed-error.ts';
import type { Written } from './written.ts';

/*
 * Blueprints that the server applies itself. 2023.2 does so during the request and responds with the new
 * status; since 2025.8 a worker does it, and the response shows the old one (rest-api-2023-vs-2025, point
 * 35). Both write `last_applied` when they have finished, whether they succeeded or not, so that is waited
 * for, and then the status tells. The reason for a failure is in the list of the server's tasks.
 */

/** How long to wait for the server. */
interface Patience {
  /** Seconds to wait at most, from the request on. */
  readonly seconds: number;
  /** Ends the wait when it is aborted. */
  readonly signal: AbortSignal | undefined;
  /** The current time in milliseconds. */
  readonly now: () => number;
}

/** Seconds between two reads of the status: short at first, since most blueprints are small. */
const PAUSES = [0.1, 0.2, 0.3, 0.5, 1, 1, 2];
/** The fields that the server writes when it has finished, whether it succeeded or not. */
const WRITTEN_AT_THE_END = ['last_applied', 'last_applied_hash'];
/** How often the messages of a task are read again, and the seconds in between. */
const LOOKS = 3;
const BETWEEN_LOOKS = 0.3;
/** As much of a name is asked for. */
const LONGEST_SLUG = 300;
/** The number of tasks of one blueprint to ask for: the newest come first, or there is only one. */
const TASKS = '20';

/** How applying a blueprint ended. `said`: the messages of the server's task. */
export type ServerOutcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'failed'; readonly status: string; readonly said: readonly string[] }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'too-slow'; readonly seconds: number; readonly said: readonly string[] };

/**
 * Has the server apply a blueprint instance, and waits until it has finished. Throws an ApiError when a
 * request fails.
 */
export async function applyOnServer(
  client: Client,
  model: Resource,
  applying: Applying,
  key: string | number,
  patience: Patience,
): Promise<ServerOutcome> {
  const at = itemPath(model.collection, key);
  const started = patience.now();
  const read = async (): Promise<Written> => {
    const row = await client.read(at);
    if (isMapping(row) && isObject(model.collection, row, [key])) return row;
    throw new ApiError('unexpected', `the answer to GET ${at} is not the object`);
  };
  const before = await read();
  await client.call(pathWith(applying.path, key), '{}').catch(whenLost);
  for (let look = 0; ; look += 1) {
    const instance = await read().catch(whenUnread);
    if (WRITTEN_AT_THE_END.some((name) => instance[name] !== before[name])) {
      if (instance['status'] === 'successful') return { kind: 'applied' };
      const said = await whatTasksSaid(client, applying, key, instance, patience);
      return { kind: 'failed', status: oneLine(String(instance['status']), 100), said };
    }
    const seconds = (patience.now() - started) / 1000;
    if (patience.signal?.aborted) return { kind: 'interrupted' };
    if (seconds >= patience.seconds)
      return {
        kind: 'too-slow',
        seconds,
        said: await whatTasksSaid(client, applying, key, instance, patience),
      };
    const pause = Math.min(PAUSES[look] ?? 3, Math.max(0.05, patience.seconds - seconds));
    await waitFor(pause, patience.signal);
  }
}

function whenLost(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  // It took longer than one request may: the server goes on with it, and the status will tell.
  if (error.mayStillRun && error.kind !== 'interrupted') return;
  throw error.mayBeDone ? new UnconfirmedError(error, 'the server may apply it all the same') : error;
}

function whenUnread(error: unknown): never {
  if (!(error instanceof ApiError)) throw error;
  throw new UnconfirmedError(error, 'the server was told to apply it, and what came of it cannot be read');
}

/**
 * The messages of the server's newest task for an instance, which it writes just after the status; empty when
 * they cannot be read.
 */
async function whatTasksSaid(
  client: Client,
  applying: Applying,
  key: string | number,
  instance: Written,
  { signal }: Patience,
): Promise<string[]> {
  for (let look = 0; ; look += 1) {
    const said = await readTasks(client, applying, key, instance);
    if (said.length > 0 || look === LOOKS || !applying.tasks) return said;
    if (!(await waitFor(BETWEEN_LOOKS, signal))) return said;
  }
}

async function readTasks(
  client: Client,
  { tasks }: Applying,
  key: string | number,
  instance: Written,
): Promise<string[]> {
  if (!tasks) return [];
  const fill = (text: string): string =>
    text.replace('{key}', String(key)).replace('{slug}', slugOf(String(instance['name'])));
  const query = Object.fromEntries(Object.entries(tasks.query).map(([name, value]) => [name, fill(value)]));
  const response = await client
    .read(tasks.path, Object.keys(query).length > 0 ? { ...query, page_size: TASKS } : {})
    .catch(() => []);
  const rows = (Array.isArray(response) ? response : asList(asMapping(response)['results'])).map(asMapping);
  const own = rows.filter((row) =>
    Object.entries(tasks.match).every(([field, value]) => row[field] === fill(value)),
  );
  const [newest] = own.sort((a, b) => (String(a[tasks.time]) < String(b[tasks.time]) ? 1 : -1));
  return tasks.texts.flatMap((field) => logLines(newest?.[field]).map((line) => line.text));
}

/** The slug that Django makes of a name: tasks are named after instances that way. */
function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/[-\s]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, LONGEST_SLUG);
}

function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
