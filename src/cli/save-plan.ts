import { resolve } from 'node:path';
import { maskSaved } from '../report/mask-plan.ts';
import { savedPlanText } from '../plan/value/saved-plan.ts';
import { blueprintKey } from './blueprint-key.ts';
import type { Io } from './io.ts';
import type { PlanOptions } from './plan-options.ts';
import type { Prepared } from './prepare.ts';
import { optionsOfThePlan } from './saved-options.ts';
import { version } from './version.ts';
import { writeWhole } from './write-file.ts';

/** Only who runs the command may read the file: it says what will be done. */
const MODE = 0o600;

/**
 * Saves a plan to a file, for `apply FILE`: completely or not at all. `paths`: those of the command line. Throws a
 * UsageError where it cannot be written.
 */
export async function savePlan(
  file: string,
  { head, plan, contextKeys }: Prepared,
  { paths, options }: { readonly paths: readonly string[]; readonly options: PlanOptions },
  io: Io,
): Promise<void> {
  const text = savedPlanText(
    {
      formatVersion: 1,
      tool: `ak-blueprint ${version()}`,
      server: head.server,
      release: head.release,
      user: head.user,
      project: head.project ?? null,
      files: head.files,
      paths,
      options: optionsOfThePlan(options),
      contextKeys: [...contextKeys].sort(),
      secretsCovered: plan.secrets !== undefined,
      digest: plan.digest,
      plan: maskSaved(plan, io.secrets),
    },
    plan.secrets === undefined ? undefined : blueprintKey(io),
  );
  await writeWhole(resolve(io.cwd, file), text, undefined, undefined, MODE);
  io.err(`The plan is saved. Apply it with: ak-blueprint apply ${file}`);
}
