import type { SnapshotOptions } from '../commands/snapshot.ts';
import { formatOption, SNAPSHOT_FORMATS } from '../formats.ts';
import { addServerOptions, allowPathOption, projectOption, targetOption } from './options.ts';
import type { Define } from './start.ts';

/** `ak-blueprint snapshot`. */
export const defineSnapshot: Define = (program, { io, run }) => {
  const command = program
    .command('snapshot')
    .description('save how a server is configured, secrets masked, to plan and export without it')
    .requiredOption('--out <file>', 'the file to write, readable by you only')
    .addOption(targetOption())
    .addOption(projectOption())
    .addOption(allowPathOption())
    .addOption(formatOption(SNAPSHOT_FORMATS));
  addServerOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ AUTHENTIK_URL=https://id.example.com AUTHENTIK_TOKEN=… ak-blueprint snapshot --out snapshot.json
  $ ak-blueprint plan --against snapshot.json blueprints/
  $ ak-blueprint sandbox --state snapshot.json`,
    )
    .action((options: SnapshotOptions) =>
      run(async () => (await import('../commands/snapshot.ts')).snapshot(options, io)),
    );
};
