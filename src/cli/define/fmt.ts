import { Option } from 'commander';
import type { FmtOptions } from '../commands/fmt.ts';
import { FMT_FORMATS, formatOption } from '../formats.ts';
import {
  addServerOptions,
  allowPathOption,
  OF_A_SERVER,
  PATHS,
  projectOption,
  targetOption,
} from './options.ts';
import type { Define } from './start.ts';

/** `ak-blueprint fmt`. */
export const defineFmt: Define = (program, { io, run }) => {
  const command = program
    .command('fmt')
    .argument('[paths...]', PATHS)
    .description('format blueprints; comments and tags stay')
    .option(
      '--check',
      'write nothing, list the files that are not formatted, and exit with 1 when there is one',
    )
    .option('--diff', 'write nothing, show what would change, and exit with 1 when something would')
    .option(
      '--natural',
      'names in place of primary keys, as in what authentik exports; names are looked up in the files and, where one is named, on the server',
    )
    .addOption(
      new Option('--from <file>', 'with --natural: look names up in a snapshot, and send nothing').conflicts(
        OF_A_SERVER,
      ),
    )
    .addOption(
      new Option(
        '--secrets <where>',
        'with --natural, secrets of exported objects: none makes each !Env NAME; env-file also writes the values to .env in this folder; keep leaves them in the file',
      )
        .choices(['none', 'env-file', 'keep'])
        .default('none'),
    )
    .addOption(formatOption(FMT_FORMATS))
    .addOption(targetOption())
    .addOption(projectOption())
    .addOption(allowPathOption());
  addServerOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ ak-blueprint fmt blueprints/
  $ ak-blueprint fmt --check blueprints/
  $ ak-blueprint fmt - < flow.yaml > formatted.yaml
  $ ak-blueprint fmt --natural exported.yaml
  $ ak-blueprint fmt --natural --from snapshot.json - < exported.yaml > natural.yaml`,
    )
    .action((paths: string[], options: FmtOptions) =>
      run(async () => (await import('../commands/fmt.ts')).fmt(paths, options, io)),
    );
};
