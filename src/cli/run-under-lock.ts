import { whyStopping } from '../report/format-outcome.ts';
import type { InFlight } from './interrupts.ts';
import type { Prepared } from './prepare.ts';

/**
 * The writes of a run. `isOld`: whether the server may have changed since the plan was made, because another run
 * has written meanwhile: the plan is made again then before anything is written.
 */
export type Writes<T> = (isOld: boolean) => Promise<T>;

/**
 * Runs the writes of a plan that has work to do and was approved, so that no other run writes at the same time,
 * and gives the lock back whatever becomes of them. Throws a StaleError where another run holds it.
 */
export async function runUnderLock<T>(
  { ownership, connection: { interrupts, mostSeconds } }: Prepared,
  writes: Writes<T>,
): Promise<T> {
  const words: InFlight['words'] = (by, seconds) =>
    `${whyStopping(by)}: the lock is given back, within ${seconds} s. Interrupt again to stop at once.`;
  return interrupts.whileWriting({ words, mostSeconds }, async () => {
    try {
      const isOld = await ownership.take();
      return await writes(isOld);
    } finally {
      await ownership.release();
    }
  });
}
