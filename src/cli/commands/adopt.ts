import { adoptable, withAdopted } from '../../apply/adoption.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import type { Change } from '../../plan/value/plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { show } from '../masked-io.ts';
import { notPlanned } from '../not-planned.ts';
import type { LockOptions } from '../ownership.ts';
import { planOutput } from '../plan-output.ts';
import type { PlanOptions } from '../plan-options.ts';
import { type Prepared, preparePlan } from '../prepare.ts';
import { runUnderLock } from '../run-under-lock.ts';
import { ended, usingConnection } from '../server.ts';

/** Options of `ak-blueprint adopt`. */
export interface AdoptOptions extends PlanOptions, LockOptions {
  readonly yes?: boolean;
}

/**
 * `ak-blueprint adopt`: takes objects that the server has and the blueprints declare into the inventory of the
 * project, and changes nothing of them.
 */
export async function adopt(paths: readonly string[], options: AdoptOptions, io: Io): Promise<ExitCode> {
  const prepared = await preparePlan(paths, options, io);
  return ended(
    prepared.connection,
    await usingConnection(prepared.connection, () => adoptAll(prepared, options, io)),
  );
}

async function adoptAll(prepared: Prepared, options: AdoptOptions, io: Io): Promise<ExitCode> {
  const { collector, connection } = prepared;
  if (collector.failed) {
    const { why, code } = notPlanned(
      collector.diagnostics,
      'The blueprints have errors; nothing was adopted.',
      options.prune,
    );
    planOutput(prepared, collector.diagnostics, options, io).refuse(why);
    return code;
  }
  const { inventory } = prepared.ownership;
  if (!inventory)
    throw new UsageError(
      'there is no inventory to adopt into',
      'the project file needs "project:", and no "inventory: off"',
    );
  const found = objectsOf(prepared);
  if (found.length === 0) {
    io.out('Nothing to adopt: what the blueprints declare and the server has is owned already.');
    return EXIT.fine;
  }
  for (const change of found) show(words(change), io);
  const count = `${found.length} ${found.length === 1 ? 'object' : 'objects'}`;
  if (!options.yes) {
    if (!io.isInteractive)
      throw new UsageError('there is no terminal to ask on', 'use --yes to adopt without a question');
    const answer = await io.confirm(`Adopt ${count} into the project ${inventory.project.name}? (y/N) `);
    if (answer !== 'yes') {
      io.err('Nothing was adopted.');
      return answer === 'no' ? EXIT.findings : EXIT.interrupted;
    }
  }
  await runUnderLock(prepared, async (isOld) => {
    const now = isOld ? await prepared.prepareAgain() : prepared;
    await keep(now, new Set(found.map(({ row }) => row)));
    prepared.ownership.sayWhatIsOff();
  });
  await connection.close();
  io.out(`Adopted: ${count}.`);
  return EXIT.fine;
}

/** The objects that may be adopted. */
function objectsOf({ ownership, plan }: Prepared): Change[] {
  return ownership.inventory ? adoptable(ownership.inventory, plan, ownership.ownedByOthers) : [];
}

/** Writes the inventory with what was shown, as far as it is still there. */
async function keep(prepared: Prepared, shown: ReadonlySet<string>): Promise<void> {
  const { ownership, plan, catalog, connection, sources, hashKey } = prepared;
  const { inventory } = ownership;
  if (!inventory) return;
  const adopted = objectsOf(prepared).filter(({ row }) => shown.has(row));
  const facts = { catalog, run: connection.log.run, sources, key: hashKey };
  await ownership.keep(withAdopted(inventory, plan, adopted, facts));
}

function words({ model, key, place }: Change): string {
  return `  ${model}  ${key}${place ? `  ${place.path}:${place.line}` : ''}`;
}
