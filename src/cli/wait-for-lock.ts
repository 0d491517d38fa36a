import { ApiError } from '../client/api-error.ts';
import { waitFor } from '../client/stop.ts';
import { StaleError } from '../diagnostics/errors.ts';
import { holderWords } from '../ownership/holder.ts';
import { heldLock } from '../ownership/lock.ts';
import { type InstancesApi, type OwnInstance, readTraces, type Traces } from '../ownership/traces.ts';
import type { Io } from './io.ts';

/** Seconds between two looks at a lock that another run holds: short at first. */
const PAUSES = [0.5, 1, 2];
/** The longest of them. */
const LONGEST_PAUSE = 5;

/** The patience of a run with the locks of others. */
export class LockWait {
  readonly #io: Io;
  readonly #signal: AbortSignal;
  /** Seconds that are left to wait. */
  #left: number;
  readonly #isOption: boolean;

  /** `seconds`: to wait at most, all in all. `signal`: ends the wait. */
  constructor(seconds: number, signal: AbortSignal, io: Io) {
    this.#left = seconds;
    this.#isOption = seconds > 0;
    this.#signal = signal;
    this.#io = io;
  }

  /**
   * Waits until nobody holds the lock, and gives what there is of ours then. Throws a StaleError, which says who
   * holds it, when that takes longer than it may, and an ApiError when the run is to stop.
   */
  async untilFree(api: InstancesApi, traces: Traces): Promise<Traces> {
    let now = traces;
    for (let look = 0; ; look += 1) {
      const lock = heldLock(now);
      if (!lock) return now;
      if (this.#left <= 0) throw this.#given(lock, now);
      if (look === 0) this.#io.err(`Waiting for the lock: ${holderWords(lock, now)}.`);
      const pause = Math.min(PAUSES[look] ?? LONGEST_PAUSE, this.#left);
      this.#left -= pause;
      if (!(await waitFor(pause, this.#signal)))
        throw new ApiError('interrupted', 'the run was interrupted while it waited for the lock');
      now = await readTraces(api);
    }
  }

  #given(lock: OwnInstance, traces: Traces): StaleError {
    return new StaleError(
      `another run holds the lock of this server${this.#isOption ? ', still' : ''}: ${holderWords(lock, traces)}`,
      `wait for it with --lock-timeout SECONDS; if it is gone for good, take the lock with --break-lock`,
    );
  }
}
