import type { SandboxCommandOptions } from '../commands/sandbox.ts';
import { addSandboxOptions, targetOption } from './options.ts';
import { tokenKey, wholeNumber } from './parse.ts';
import type { Define } from './start.ts';

/** `ak-blueprint sandbox`. */
export const defineSandbox: Define = (program, { io, run }) => {
  const command = program
    .command('sandbox')
    .description('an authentik-compatible server on this machine, to try things on')
    .option('--port <number>', 'listen there; 0 takes any free port', wholeNumber(0, 65_535), 0)
    .option('--token <key>', 'the API token; else that of the store, else a new one', tokenKey);
  addSandboxOptions(command)
    .addOption(targetOption())
    .addHelpText(
      'after',
      `
Examples:
  $ ak-blueprint sandbox --seed default --port 9000
  $ ak-blueprint sandbox --store sandbox.json`,
    )
    .action((options: SandboxCommandOptions) =>
      run(async () => (await import('../commands/sandbox.ts')).sandbox(options, io)),
    );
};
