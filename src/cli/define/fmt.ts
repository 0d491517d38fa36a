import type { FmtOptions } from '../commands/fmt.ts';
import { FMT_FORMATS, formatOption } from '../formats.ts';
import { allowPathOption, PATHS, projectOption } from './options.ts';
import type { Define } from './start.ts';

/** `ak-blueprint fmt`. */
export const defineFmt: Define = (program, { io, run }) => {
  program
    .command('fmt')
    .argument('[paths...]', PATHS)
    .description('format blueprints; comments and tags stay')
    .option(
      '--check',
      'write nothing, list the files that are not formatted, and exit with 1 when there is one',
    )
    .option('--diff', 'write nothing, show what would change, and exit with 1 when something would')
    .addOption(formatOption(FMT_FORMATS))
    .addOption(projectOption())
    .addOption(allowPathOption())
    .addHelpText(
      'after',
      `
Examples:
  $ ak-blueprint fmt blueprints/
  $ ak-blueprint fmt --check blueprints/
  $ ak-blueprint fmt - < flow.yaml > formatted.yaml`,
    )
    .action((paths: string[], options: FmtOptions) =>
      run(async () => (await import('../commands/fmt.ts')).fmt(paths, options, io)),
    );
};
