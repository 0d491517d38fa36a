import { Option } from 'commander';
import type { FlowExportOptions } from '../commands/flow-export.ts';
import type { FlowImportOptions } from '../commands/flow-import.ts';
import { formatOption, PLAN_FORMATS } from '../formats.ts';
import {
  addLockOptions,
  addPlanOptions,
  allowPathOption,
  addServerOptions,
  targetOption,
  yesOption,
} from './options.ts';
import type { Define } from './start.ts';

/** `ak-blueprint flow export` and `flow import`. */
export const defineFlow: Define = (program, { io, run }) => {
  const flow = program
    .command('flow')
    .description('flows as files, as authentik itself exports and imports them');
  const exporting = flow
    .command('export')
    .argument('[slug]', 'the flow; without one, the flows of the server are listed')
    .description(
      'write a flow, with the stages, prompts and policies that hang on it, as a blueprint with names',
    )
    .option('--all', 'every flow, each in a file of its own')
    .option('--out <path>', 'write it to this file instead of to standard output; with --all, to this folder')
    .addOption(
      new Option('--raw', 'as the server exports it, with primary keys, for flow import').conflicts(
        'secrets',
      ),
    )
    .addOption(
      new Option(
        '--secrets <where>',
        'none makes each secret !Env NAME; env-file also writes the values to .env, beside the files; keep leaves them in the file',
      )
        .choices(['none', 'env-file', 'keep'])
        .default('none'),
    )
    .option('--force', 'with --all: overwrite files that no export has written');
  addServerOptions(exporting)
    .addOption(targetOption())
    .addOption(allowPathOption())
    .addHelpText(
      'after',
      `
Examples:
  $ ak-blueprint flow export
  $ ak-blueprint flow export default-authentication-flow > login.yaml
  $ ak-blueprint flow export --all --out flows/
  $ ak-blueprint flow export default-authentication-flow --raw --out login.yaml`,
    )
    .action((slug: string | undefined, options: FlowExportOptions) =>
      run(async () => (await import('../commands/flow-export.ts')).flowExport(slug, options, io)),
    );
  const importing = flow
    .command('import')
    .argument('<file>', 'the file, or - for standard input')
    .description("have the server's own importer take a file, all of it or nothing");
  addLockOptions(addPlanOptions(importing, formatOption(PLAN_FORMATS)))
    .addOption(yesOption())
    .addHelpText(
      'after',
      `
Examples:
  $ ak-blueprint flow import login.yaml
  $ ak-blueprint flow export login --raw --url https://test.example.com | ak-blueprint flow import --yes - --url https://id.example.com`,
    )
    .action((file: string, options: FlowImportOptions) =>
      run(async () => (await import('../commands/flow-import.ts')).flowImport(file, options, io)),
    );
};
