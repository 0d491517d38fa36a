import { Option } from 'commander';
import type { ExportOptions } from '../commands/export.ts';
import { EXPORT_FORMATS, formatOption } from '../formats.ts';
import { addServerOptions, OF_A_SERVER, allowPathOption, targetOption } from './options.ts';
import { collect } from './parse.ts';
import type { Define } from './start.ts';

/** `ak-blueprint export`. */
export const defineExport: Define = (program, { io, run }) => {
  const command = program
    .command('export')
    .description('write what a server has as blueprints, in files that belong in git')
    .addOption(
      new Option('--all', 'everything that somebody configured').conflicts(['application', 'flow', 'model']),
    )
    .addOption(
      new Option('--application <slug>', 'one application, with what nothing else uses').conflicts([
        'flow',
        'model',
      ]),
    )
    .addOption(new Option('--flow <slug>', 'one flow, with what nothing else uses').conflicts('model'))
    .option('--model <model>', 'all objects of one model, such as authentik_core.group')
    .addOption(
      new Option('--from <file>', 'from a snapshot instead of a server: nothing is sent').conflicts(
        OF_A_SERVER,
      ),
    )
    .option('--out <folder>', 'write the files there; else one file goes to standard output')
    .addOption(
      new Option('--against <path>', 'leave out what these files declare; may be repeated')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--users', 'users, and what is theirs, too')
    .option('--bundled', "also what authentik's own blueprints made and nobody changed")
    .addOption(
      new Option('--secrets <where>', 'env-file: write the secrets that the API shows to .env in the folder')
        .choices(['none', 'env-file'])
        .default('none'),
    )
    .option('--force', 'overwrite files that no export has written')
    .addOption(formatOption(EXPORT_FORMATS))
    .addOption(targetOption())
    .addOption(allowPathOption());
  addServerOptions(command)
    .addHelpText(
      'after',
      `
Secrets are never in a blueprint: each is !Env NAME, and .env.example has the names.

Examples:
  $ ak-blueprint export --all --out blueprints/
  $ ak-blueprint export --all --from snapshot.json --out blueprints/
  $ ak-blueprint export --application grafana > grafana.yaml
  $ ak-blueprint export --all --users --secrets env-file --out blueprints/`,
    )
    .action((options: ExportOptions) =>
      run(async () => (await import('../commands/export.ts')).exportServer(options, io)),
    );
};
