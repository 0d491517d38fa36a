import type { ValidateOptions } from '../commands/validate.ts';
import { formatOption, VALIDATE_FORMATS } from '../formats.ts';
import { addCheckOptions, PATHS, targetFromOption } from './options.ts';
import type { Define } from './start.ts';

/** `ak-blueprint validate`. */
export const defineValidate: Define = (program, { io, run }) => {
  const command = program
    .command('validate')
    .argument('[paths...]', PATHS)
    .description('check blueprints without any server');
  addCheckOptions(command, formatOption(VALIDATE_FORMATS))
    .addOption(targetFromOption())
    .option('--strict', 'warnings fail, too')
    .option(
      '--from <release>',
      'the release that the blueprints are for until now: says what the upgrade changes',
    )
    .option('--fix', 'mend in the files what needs no decision; of standard input, print the mended text')
    .addHelpText(
      'after',
      `
Examples:
  $ ak-blueprint validate blueprints/
  $ ak-blueprint validate --format json - < flow.yaml
  $ ak-blueprint validate --strict --format sarif . > ak-blueprint.sarif
  $ ak-blueprint validate --from 2023.2 --target 2025.12 --fix`,
    )
    .action((paths: string[], options: ValidateOptions) =>
      run(async () => (await import('../commands/validate.ts')).validate(paths, options, io)),
    );
};
