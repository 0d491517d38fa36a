import type { Json } from '../catalog/model.ts';
import { ApiError } from '../client/api-error.ts';
import { itemPath } from '../client/item-path.ts';
import { LOCK } from './own-instances.ts';
import { readHolder, type Holder } from './holder.ts';
import { LOCK_SECONDS } from './lock-time.ts';
import {
  type InstancesApi,
  instanceNamed,
  makeInstance,
  type OwnInstance,
  readTraces,
  type Traces,
  writeInstance,
} from './traces.ts';

/*
 * One lock a server, so that two runs never write at a time. Its instance has a name that no other may have: of
 * eight POSTs at once exactly one is answered with 201, and the others with 400, 405 or worse (measured 2023.2.3
 * and 2025.12.4). All times are the server's.
 */

/** How often a holder renews it. */
const RENEW_SECONDS = LOCK_SECONDS / 3;
/** What a holder that could not renew it may still rely on: others see the time of its last renewal, and we its answer. */
const MARGIN_SECONDS = 10;
/** So often the lock is tried to be made where nobody seems to hold it. */
const TRIES = 4;
/** So often it is tried to give the lock back. */
const RELEASES = 3;

/** What a run asks for the lock with. */
export interface LockOptions {
  readonly api: InstancesApi;
  /** Who we are. `since` is filled in. */
  readonly me: Omit<Holder, 'since'>;
  /** Takes it from whoever holds it. */
  readonly isBroken: boolean;
}

/** What came of asking for the lock. `off`: this server, or this token, cannot have one. */
export type Taking =
  | { readonly kind: 'held'; readonly lock: HeldLock; readonly wasTakenOver: boolean }
  | { readonly kind: 'busy'; readonly by: OwnInstance; readonly traces: Traces }
  | { readonly kind: 'off'; readonly why: string };

/** Whether the holder of the lock has not renewed it in time. False where that cannot be told. */
function isExpired({ written }: OwnInstance, { now }: Traces): boolean {
  return written !== undefined && now !== undefined && now - written >= LOCK_SECONDS * 1000;
}

/** The lock that somebody holds; undefined where it may be taken. */
export function heldLock(traces: Traces): OwnInstance | undefined {
  const lock = instanceNamed(traces, LOCK);
  return lock && !isExpired(lock, traces) ? lock : undefined;
}

/**
 * Takes the lock, if nobody holds it. `traces`: what there was of ours when it was read last. Throws an ApiError
 * when the server cannot be asked.
 */
export async function takeLock(options: LockOptions, before: Traces): Promise<Taking> {
  const { api, me, isBroken } = options;
  let traces = before;
  let wasTakenOver = false;
  for (let attempt = 1; ; attempt += 1) {
    const there = instanceNamed(traces, LOCK);
    if (there) {
      if (readHolder(there.context)?.run === me.run)
        return { kind: 'held', lock: new HeldLock(api, there, me), wasTakenOver };
      // Broken is the lock that was there when this was asked for, and none that came after it.
      if (!isExpired(there, traces) && !(isBroken && attempt === 1))
        return { kind: 'busy', by: there, traces };
      wasTakenOver = true;
      await removeKey(api, there.key);
    }
    const made = await make(api, me, traces);
    if (made instanceof HeldLock) return { kind: 'held', lock: made, wasTakenOver };
    if (isForbidden(made)) return { kind: 'off', why: made.message };
    if (made.kind === 'interrupted') throw made;
    traces = await readTraces(api);
    if (attempt < TRIES || instanceNamed(traces, LOCK)) continue;
    if (made.kind === 'unreachable' || made.kind === 'crashed') throw made;
    return { kind: 'off', why: made.message };
  }
}

/** Whether an error says that the token may not do this. */
export function isForbidden(error: unknown): boolean {
  return error instanceof ApiError && (error.kind === 'forbidden' || error.kind === 'refused');
}

async function make(api: InstancesApi, me: LockOptions['me'], { now }: Traces): Promise<HeldLock | ApiError> {
  const since = now === undefined ? undefined : new Date(now).toISOString();
  try {
    const made = await makeInstance(api, LOCK, contextOf(me, since));
    if (made) return new HeldLock(api, made, me, since);
    return new ApiError('unexpected', 'the answer to the lock does not show it', { mayBeDone: true });
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

async function removeKey(api: InstancesApi, key: string): Promise<void> {
  try {
    await api.client.remove(itemPath(api.model.collection, key));
  } catch (error) {
    // Whoever took it over as well was faster; the next POST decides.
    if (!(error instanceof ApiError && error.kind === 'not-found')) throw error;
  }
}

function contextOf({ project, run, place }: LockOptions['me'], since: string | undefined): Json {
  return { tool: 'ak-blueprint', project, run, place, since: since ?? null };
}

/** The lock, while this run holds it. It renews itself until it is released. */
export class HeldLock {
  readonly #api: InstancesApi;
  readonly #key: string;
  readonly #context: Json;
  readonly #lost = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds of our own clock at the last write that the server confirmed. */
  #renewed = Date.now();

  constructor(api: InstancesApi, { key }: Pick<OwnInstance, 'key'>, me: LockOptions['me'], since?: string) {
    this.#api = api;
    this.#key = key;
    this.#context = contextOf(me, since);
    this.#schedule(RENEW_SECONDS);
  }

  /** Is aborted, with an error that says why, once the lock could not be renewed: nothing more may be written. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Gives it back, whatever has become of the run. Throws an ApiError when the server cannot be reached. */
  async release(): Promise<void> {
    clearTimeout(this.#timer);
    const path = itemPath(this.#api.model.collection, this.#key);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#api.client.removeAtEnd(path);
      } catch (error) {
        // It is gone: by an earlier attempt whose answer was lost, or somebody has taken it over.
        if (error instanceof ApiError && error.kind === 'not-found') return;
        if (attempt === RELEASES || !(error instanceof ApiError && error.kind === 'unreachable')) throw error;
      }
    }
  }

  #schedule(seconds: number): void {
    this.#timer = setTimeout(() => void this.#renew(), seconds * 1000);
    // It must not keep the program from ending.
    this.#timer.unref();
  }

  async #renew(): Promise<void> {
    // The machine may have slept: then others have taken it over, and nothing may be written before that is known.
    const left = LOCK_SECONDS - MARGIN_SECONDS - (Date.now() - this.#renewed) / 1000;
    if (left <= 0) return this.#lose(new Error('it was not renewed in time'));
    const tooLate = setTimeout(() => this.#lose(new Error('the server did not answer in time')), left * 1000);
    tooLate.unref();
    const sent = Date.now();
    try {
      await writeInstance(this.#api, { key: this.#key, name: LOCK }, this.#context);
      this.#renewed = sent;
      this.#schedule(RENEW_SECONDS);
    } catch (error) {
      const isGone = error instanceof ApiError && error.kind === 'not-found';
      this.#lose(isGone ? new Error('another run, or somebody, has taken it') : asError(error));
    } finally {
      clearTimeout(tooLate);
    }
  }

  #lose(why: Error): void {
    clearTimeout(this.#timer);
    this.#lost.abort(why);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
