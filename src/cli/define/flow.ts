import type { FlowExportOptions } from '../commands/flow-export.ts';
import type { FlowImportOptions } from '../commands/flow-import.ts';
import { formatOption, PLAN_FORMATS } from '../formats.ts';
import { addLockOptions, addPlanOptions, allowPathOption, addServerOptions, yesOption } from './options.ts';
import type { Define } from './start.ts';

/** `ak-blueprint flow export` and `flow import`. */
export const defineFlow: Define = (program, { io, run }) => {
  const flow = program
    .command('flow')
    .description('flows as files, as authentik itself exports and imports them');
  const exporting = flow
    .command('export')
    .argument('<slug>', 'the flow')
    .description('write a flow, with the stages, prompts and policies that hang on it, as a blueprint');
  addServerOptions(exporting)
    .option('--out <file>', 'write it there instead of to standard output')
    .addOption(allowPathOption())
    .addHelpText(
      'after',
      `
Examples:
  $ ak-blueprint flow export default-authentication-flow > login.yaml
  $ ak-blueprint flow export default-authentication-flow --out login.yaml`,
    )
    .action((slug: string, options: FlowExportOptions) =>
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
  $ ak-blueprint flow export login --url https://test.example.com | ak-blueprint flow import --yes - --url https://id.example.com`,
    )
    .action((file: string, options: FlowImportOptions) =>
      run(async () => (await import('../commands/flow-import.ts')).flowImport(file, options, io)),
    );
};
