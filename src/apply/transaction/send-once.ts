import { asMapping } from '../../catalog/json-mapping.ts';
import type { Json } from '../../catalog/model.ts';
import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/value/plan.ts';
import type { Sources } from '../../plan/value/sources.ts';

/*
 * A file for the server's importer, which makes all of it or nothing. It is sent once and never again: what came of it
 * where the answer does not say so is read.
 */

/** A plan that was made again, after something was sent, and its sources. */
export interface Replanned {
  readonly plan: Plan;
  readonly sources: Sources;
  readonly diagnostics: readonly Diagnostic[];
}

/** How much of what was sent is there. Another program, or a person, may have made some of it. */
export type Shown = 'all' | 'some' | 'none';

/** What is sent, and how it is found out what came of it. */
export interface Upload {
  readonly client: Client;
  /** The path of the import endpoint. */
  readonly path: string;
  readonly file: { readonly name: string; readonly text: string };
  /** Makes the plan again, from what the server has by then. */
  readonly planAgain: () => Promise<Replanned>;
  /** How much of what was sent a plan that was made again shows. */
  readonly shows: (left: Replanned) => Shown;
  /** Seconds to go on reading where there was no answer; the server may still be at it. */
  readonly patience: number;
}

/** How the sending ended. */
export interface Sent {
  /**
   * `taken` and `refused`: the server says so, or what it has leaves no doubt; `unknown`: neither does. What was
   * refused may be there all the same, where somebody else has made it: `left` tells.
   */
  readonly said: 'taken' | 'refused' | 'unknown';
  /** The log in the answer. */
  readonly logs?: Json | undefined;
  /** What came instead of an answer, or the refusal. */
  readonly error?: ApiError | undefined;
  /** The plan as it is afterwards, or why it could not be made. */
  readonly left: Replanned | ApiError;
}

/** Refusals that the server answers with: it kept nothing. */
const REFUSALS: ReadonlySet<ApiError['kind']> = new Set<ApiError['kind']>(['invalid', 'forbidden']);

/** Seconds between two looks; the last one repeats. */
const PAUSES = [0.5, 1, 2, 4, 8];

/**
 * Sends a file, once. `success` in the response decides, not the HTTP status (rest-api-2023-vs-2025, point 39).
 * Throws an ApiError when the server was certainly not asked.
 */
export async function sendOnce(upload: Upload): Promise<Sent> {
  const { client, path, file } = upload;
  try {
    const answer = await client.upload(path, file);
    const { success, logs } = asMapping(answer);
    if (success === true) return { said: 'taken', left: await look(upload) };
    if (success === false) return await afterRefusal(upload, { logs });
    const odd = new ApiError('unexpected', `the answer to POST ${path} does not say whether it was taken`);
    return await readOn(upload, odd);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (REFUSALS.has(error.kind)) return afterRefusal(upload, { error });
    if (error.kind === 'crashed') return afterCrash(upload, error);
    if (!error.mayBeDone) throw error;
    return readOn(upload, error);
  }
}

/** What stands between may have sent it twice: then the second one is refused, and all is there. */
async function afterRefusal(upload: Upload, how: Pick<Sent, 'logs' | 'error'>): Promise<Sent> {
  const left = await look(upload);
  const isThere = !(left instanceof ApiError) && upload.shows(left) === 'all';
  return { said: isThere ? 'taken' : 'refused', ...how, left };
}

const AFTER_CRASH = { all: 'taken', some: 'unknown', none: 'refused' } as const satisfies Record<
  Shown,
  Sent['said']
>;

/** The server has ended with an error, and the transaction with it: one look tells. */
async function afterCrash(upload: Upload, error: ApiError): Promise<Sent> {
  const left = await look(upload);
  if (left instanceof ApiError) return { said: 'unknown', error, left };
  return { said: AFTER_CRASH[upload.shows(left)], error, left };
}

/** Looks until all is there, or it has had its time: a transaction that is not finished shows nothing. */
async function readOn(upload: Upload, error: ApiError): Promise<Sent> {
  const { client, shows, patience } = upload;
  let waited = 0;
  for (let count = 0; ; count += 1) {
    const left = await look(upload);
    if (!(left instanceof ApiError) && shows(left) === 'all') return { said: 'taken', error, left };
    const pause = Math.min(PAUSES[count] ?? PAUSES.at(-1) ?? 1, patience - waited);
    if (pause <= 0 || isInterrupted(left) || !(await client.pause(1, pause)))
      return { said: 'unknown', error, left };
    waited += pause;
  }
}

/** Whether a request was given up because the run is to end. */
export function isInterrupted(result: Sent['error'] | Sent['left']): boolean {
  return result instanceof ApiError && result.kind === 'interrupted';
}

async function look({ planAgain }: Upload): Promise<Replanned | ApiError> {
  try {
    return await planAgain();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
