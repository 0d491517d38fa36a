import { Option } from 'commander';
import type { PlanCommandOptions } from '../commands/plan.ts';
import { formatOption, PLAN_FORMATS } from '../formats.ts';
import { addPlanOptions, OF_A_SERVER, PATHS, verifyOption } from './options.ts';
import type { Define } from './start.ts';

/** `ak-blueprint plan`. */
export const definePlan: Define = (program, { io, run }) => {
  const command = program
    .command('plan')
    .argument('[paths...]', PATHS)
    .description('show what apply would change on a server');
  addPlanOptions(command, formatOption(PLAN_FORMATS))
    .option('--detailed-exitcode', 'exit with 2 when there is something to change')
    .addOption(verifyOption())
    .option('--out <file>', 'save the plan, for: apply <file>')
    .addOption(
      new Option(
        '--unmanaged',
        'also list all that the server has and no file names, but for what authentik made itself',
      ).conflicts('only'),
    )
    .option('--users', 'with --unmanaged: also users, and what is theirs (tokens, connections)')
    .addOption(
      new Option(
        '--against <file>',
        'plan against a snapshot instead of a server: nothing is sent',
      ).conflicts([...OF_A_SERVER, 'verify']),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ AUTHENTIK_URL=https://id.example.com AUTHENTIK_TOKEN=… ak-blueprint plan blueprints/
  $ ak-blueprint plan --sandbox blueprints/
  $ ak-blueprint plan --only authentik_core.application:grafana blueprints/
  $ ak-blueprint plan --out plan.json blueprints/
  $ ak-blueprint plan --against snapshot.json blueprints/
  $ ak-blueprint plan --unmanaged`,
    )
    .action((paths: string[], options: PlanCommandOptions) =>
      run(async () => (await import('../commands/plan.ts')).plan(paths, options, io)),
    );
};
