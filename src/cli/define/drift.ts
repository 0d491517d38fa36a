import { Option } from 'commander';
import type { DriftOptions } from '../commands/drift.ts';
import { DRIFT_FORMATS, formatOption } from '../formats.ts';
import {
  addCheckOptions,
  addServerOptions,
  insensitiveOption,
  OF_A_SERVER,
  onlyOption,
  PATHS,
} from './options.ts';
import { wholeNumber } from './parse.ts';
import type { Define } from './start.ts';

/** `ak-blueprint drift`. */
export const defineDrift: Define = (program, { io, run }) => {
  const command = program
    .command('drift')
    .argument('[paths...]', PATHS)
    .description('show what differs between the files and a server, who changed it and when; for schedules');
  addServerOptions(addCheckOptions(command, formatOption(DRIFT_FORMATS)))
    .addOption(onlyOption())
    .addOption(insensitiveOption())
    .option('--revoke-permissions', 'permissions that are not declared, of objects for which some are, count')
    .option(
      '--events <number>',
      'of so many objects that differ the events are read; 0: of none',
      wholeNumber(0, 10_000),
      100,
    )
    .option(
      '--out <file>',
      'write the report to this file, completely or not at all, and not to standard output',
    )
    .addOption(
      new Option('--against <file>', 'compare with a snapshot instead of a server: without events').conflicts(
        OF_A_SERVER,
      ),
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing differs, 2 something does, 1 the files have errors, 4 the server cannot be reached.

Examples:
  $ AUTHENTIK_URL=https://id.example.com AUTHENTIK_TOKEN=… ak-blueprint drift
  $ ak-blueprint drift --format markdown --out drift.md blueprints/
  $ ak-blueprint drift --quiet --format prometheus --out /var/lib/node_exporter/textfile/authentik.prom
  $ ak-blueprint drift --against snapshot.json blueprints/`,
    )
    .action((paths: string[], options: DriftOptions) =>
      run(async () => (await import('../commands/drift.ts')).drift(paths, options, io)),
    );
};
