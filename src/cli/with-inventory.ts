import { intendedInventory, inventoryAfter, type RunFacts } from '../apply/inventory-of-run.ts';
import type { ApplyOutcome } from '../apply/outcome.ts';
import { ApiError } from '../client/api-error.ts';
import { UsageError } from '../diagnostics/errors.ts';
import { isWritten } from '../plan/value/plan.ts';
import type { Io } from './io.ts';
import type { Prepared } from './prepare.ts';

/**
 * Runs a plan between two writes of the inventory: what it means to do, and what became of it. A run that is cut
 * off leaves what it meant. Throws an ApiError or a UsageError where the first cannot be written; nothing else has
 * been written then.
 */
export async function withInventory(
  { plan, catalog, sources, ownership, hashKey, connection }: Prepared,
  io: Io,
  work: () => Promise<ApplyOutcome>,
): Promise<ApplyOutcome> {
  if (!plan.changes.some(isWritten)) return work();
  const before = ownership.inventory;
  const facts: RunFacts = { catalog, run: connection.log.run, sources, key: hashKey };
  await ownership.write(before && intendedInventory(before, plan, facts));
  ownership.sayWhatIsOff();
  const outcome = await work();
  // Another run may have taken the lock, and be writing it: the next run settles what was meant.
  if (!before || ownership.lost?.aborted) return outcome;
  try {
    await ownership.keep(inventoryAfter(before, plan, outcome.outcomes, facts));
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof UsageError)) throw error;
    io.err(
      `${io.paintErr.yellow('warning')}: the inventory still says what this run meant to do, as it could not be written: ${error.message}. The next run settles it.`,
    );
  }
  return outcome;
}
