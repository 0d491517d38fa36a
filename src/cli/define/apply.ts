import { Option } from 'commander';
import type { ApplyOptions } from '../commands/apply.ts';
import { formatOption, PLAN_FORMATS } from '../formats.ts';
import { addLockOptions, addPlanOptions, PATHS, verifyOption, yesOption } from './options.ts';
import { planDigest, wholeNumber } from './parse.ts';
import type { Define } from './start.ts';

/** `ak-blueprint apply`. */
export const defineApply: Define = (program, { io, run }) => {
  const command = program
    .command('apply')
    .argument('[paths...]', `${PATHS}; or a plan that plan --out saved`)
    .description('make a server be what the blueprints say');
  addLockOptions(addPlanOptions(command, formatOption(PLAN_FORMATS)))
    .addOption(yesOption())
    .addOption(verifyOption())
    .addOption(
      new Option(
        '--expect <digest>',
        'do only the plan with this digest, which plan prints, without a question',
      ).argParser(planDigest),
    )
    .addOption(
      new Option(
        '--on-error <what>',
        'once a change has failed: continue with what does not depend on it, stop, or stop and undo what was done',
      )
        .choices(['continue', 'stop', 'undo'])
        .default('continue'),
    )
    .option(
      '--atomic',
      [
        'have the server make the changes in one transaction, all or nothing; what cannot go that way is done',
        'afterwards, one by one, as the plan says (a superuser; from 2026.5 the rights on each model)',
      ].join(' '),
    )
    .option(
      '--atomic-limit <changes>',
      'the most changes in the transaction: what they touch is locked until all are made',
      wholeNumber(1, 100_000),
      300,
    )
    .option(
      '--wait <seconds>',
      'time limit for the server to apply a blueprint of its own, and for a transaction whose answer is lost to show',
      wholeNumber(1, 86_400),
      300,
    )
    .option(
      '--record <file>',
      'write the log with the bodies of requests and answers, secrets hidden, for a bug report',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ ak-blueprint apply blueprints/
  $ ak-blueprint apply plan.json
  $ ak-blueprint apply --expect 9f2c… blueprints/
  $ ak-blueprint apply --atomic blueprints/
  $ ak-blueprint apply --on-error undo blueprints/
  $ ak-blueprint apply --yes --allow-protected authentik_tenants.tenant:authentik-default blueprints/`,
    )
    .action((paths: string[], options: ApplyOptions) => {
      const given = Object.keys(options).filter((name) => command.getOptionValueSource(name) === 'cli');
      return run(async () => (await import('../commands/apply.ts')).apply(paths, options, given, io));
    });
};
