import type { AdoptOptions } from '../commands/adopt.ts';
import { formatOption, PLAN_FORMATS } from '../formats.ts';
import { addLockOptions, addPlanOptions, PATHS, yesOption } from './options.ts';
import type { Define } from './start.ts';

/** `ak-blueprint adopt`. */
export const defineAdopt: Define = (program, { io, run }) => {
  const command = program
    .command('adopt')
    .argument('[paths...]', PATHS)
    .description('take what a server has and blueprints declare into the inventory of the project');
  addLockOptions(addPlanOptions(command, formatOption(PLAN_FORMATS)).addOption(yesOption()))
    .addHelpText(
      'after',
      `
Nothing of the objects is changed. "apply" adopts what it finds by itself; this is for a project that has
nothing to apply.

Examples:
  $ ak-blueprint adopt
  $ ak-blueprint adopt --yes blueprints/grafana.yaml`,
    )
    .action((paths: string[], options: AdoptOptions) =>
      run(async () => (await import('../commands/adopt.ts')).adopt(paths, options, io)),
    );
};
