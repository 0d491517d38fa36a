import { Option } from 'commander';
import type { LspOptions } from '../commands/lsp.ts';
import type { Define } from './start.ts';

/** `ak-blueprint lsp`. */
export const defineLsp: Define = (program, { io, run }) => {
  program
    .command('lsp')
    .description('a language server for editors, on standard input and output')
    .option('--target <release>', 'authentik release, whatever the editor and the project file say')
    .addOption(new Option('--stdio', 'what it does anyway; editors say so').hideHelp())
    .addHelpText(
      'after',
      `
Example: the command that an editor runs (docs/editors.md)
  $ ak-blueprint lsp`,
    )
    .action((options: LspOptions) => run(async () => (await import('../commands/lsp.ts')).lsp(options, io)));
};
