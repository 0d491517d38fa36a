import { setTimeout as sleep } from 'node:timers/promises';
import type { Applying, Json, Resource } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import { type Client, itemPath } from '../client/client.ts';
import { logLines } from '../client/log-lines.ts';
import { toDiagnostic } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Change } from '../plan/plan.ts';
import type { Written } from './written.ts';

/*
 * The server applies a blueprint of its own. 2023.2 does it while it is asked and answers with the new
 * status; since 2025.8 a worker does it, and the answer shows the old one (rest-api-2023-vs-2025, point 35).
 * Both write `last_applied` when they are through, whatever came of it: so that is waited for, and then the
 * status tells. Why it failed is in the list of the server's tasks.
 */

/** How the server is waited for. */
export interface Patience {
  /** Seconds from the request to the end of the wait. */
  readonly seconds: number;
  /** Nobody waits any longer once it is aborted. */
  readonly signal: AbortSignal | undefined;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Seconds between two looks: often at first, since most blueprints are small. */
const PAUSES = [0.1, 0.2, 0.3, 0.5, 1, 1, 2];
/** How often a task's words are looked for again. */
const LOOKS = 3;
/** How many tasks of one blueprint are looked at: the newest are first, or there is one. */
const TASKS = '20';

/**
 * Has the server apply an instance, waits for the end, and gives what went wrong: nothing when it went well.
 * Throws an ApiError when the server cannot be asked.
 */
export async function applyOnServer(
  client: Client,
  model: Resource,
  applying: Applying,
  change: Change,
  key: string | number,
  patience: Patience,
): Promise<Diagnostic[]> {
  const at = itemPath(model.collection, key);
  const started = patience.now();
  const before = asRow(await client.read(at));
  await client
    .call(applying.path.replace('{key}', encodeURIComponent(String(key))), '{}')
    .catch((error: unknown) => {
      // It took longer than one request may: it goes on, and the status will tell.
      if (!(error instanceof ApiError && error.mayStillRun)) throw error;
    });
  for (let look = 0; ; look += 1) {
    const instance = asRow(await client.read(at));
    if (
      instance['last_applied'] !== before['last_applied'] ||
      instance['last_applied_hash'] !== before['last_applied_hash']
    ) {
      return instance['status'] === 'successful'
        ? []
        : [
            failed(
              change,
              `the server could not apply ${change.key}: its status is "${String(instance['status'])}"`,
              await whatTasksSaid(client, applying, key, instance),
            ),
          ];
    }
    const seconds = (patience.now() - started) / 1000;
    if (patience.signal?.aborted)
      return [
        failed(
          change,
          `interrupted while the server applied ${change.key}`,
          [],
          'the server goes on with it; plan again to see what came of it',
        ),
      ];
    if (seconds >= patience.seconds) {
      return [
        failed(
          change,
          `the server had not applied ${change.key} after ${Math.round(seconds)} s`,
          await whatTasksSaid(client, applying, key, instance),
          'is its worker running? give it longer with --wait, or plan again later',
        ),
      ];
    }
    await sleep(
      1000 * Math.min(PAUSES[look] ?? 3, Math.max(0.05, patience.seconds - seconds)),
      undefined,
      patience.signal ? { signal: patience.signal } : {},
    ).catch(ignoreAbort);
  }
}

function failed(change: Change, message: string, said: readonly string[], hint?: string): Diagnostic {
  return toDiagnostic({
    code: 'blueprint-failed',
    message,
    hint:
      hint ??
      (said.length > 0
        ? 'correct what the server says; nothing of the blueprint was kept'
        : 'nothing of the blueprint was kept; the log of the server may say why'),
    notes: said.map((text) => ({ message: `the server says: ${text}` })),
    ...(change.place ? { place: change.place } : {}),
    ...(change.entry ? { entry: change.entry } : {}),
  });
}

/**
 * What the server's newest task about an instance said, which it writes just after the status; nothing when
 * that cannot be read.
 */
async function whatTasksSaid(
  client: Client,
  applying: Applying,
  key: string | number,
  instance: Written,
): Promise<string[]> {
  for (let look = 0; ; look += 1) {
    const said = await readTasks(client, applying, key, instance);
    if (said.length > 0 || look === LOOKS || !applying.tasks) return said;
    await sleep(300);
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
  const answer = await client
    .read(tasks.path, Object.keys(query).length > 0 ? { ...query, page_size: TASKS } : {})
    .catch(() => []);
  const rows = (Array.isArray(answer) ? answer : asList(asRow(answer)['results'])).map(asRow);
  const own = rows.filter((row) =>
    Object.entries(tasks.match).every(([field, value]) => row[field] === fill(value)),
  );
  const [newest] = own.sort((a, b) => (String(a[tasks.time]) < String(b[tasks.time]) ? 1 : -1));
  return tasks.texts.flatMap((field) => logLines(newest?.[field]).map((line) => line.text));
}

/** A name as Django makes a slug of it: that is how tasks are named after instances. */
function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/[-\s]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '');
}

function asRow(value: Json | undefined): Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
