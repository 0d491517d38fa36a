import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ApplyOptions } from './commands/apply.ts';
import type { ExplainOptions } from './commands/explain.ts';
import type { FlowExportOptions } from './commands/flow-export.ts';
import type { FlowImportOptions } from './commands/flow-import.ts';
import type { FmtOptions } from './commands/fmt.ts';
import type { LspOptions } from './commands/lsp.ts';
import type { PlanCommandOptions } from './commands/plan.ts';
import type { SandboxCommandOptions } from './commands/sandbox.ts';
import type { SchemaEditorOptions } from './commands/schema-editor.ts';
import type { EditorSchemaOptions } from './commands/schema.ts';
import type { ValidateOptions } from './commands/validate.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { type Io, processIo } from './io.ts';
import { run } from './run.ts';
import { version } from './version.ts';

/** Runs the command line and gives the exit code; never throws. Commands are loaded when they are used. */
export async function main(
  args: readonly string[],
  io: Io = processIo(!args.includes('--no-color')),
): Promise<ExitCode> {
  let code: ExitCode = EXIT.fine;
  const program = build(io, async (command) => {
    code = await run(io, command);
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  }
  return code;
}

const PATHS = 'files, folders, globs, or - for standard input; else what the project file names';

/** Any other server's own document instead of one of ours. */
function targetFrom(): Option {
  return new Option(
    '--target-from <url>',
    'take models and fields from the OpenAPI document of this server, or from a file that holds one',
  ).conflicts('target');
}

type Start = (command: () => Promise<ExitCode>) => Promise<void>;

function build(io: Io, start: Start): Command {
  const program = new Command('ak-blueprint')
    .description("Keep authentik's configuration in git: validate, plan and apply blueprints.")
    .version(version(), '--version', 'print the version')
    .option('--no-color', 'no colours')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('(ak-blueprint --help shows what there is)');

  validated(
    program
      .command('validate')
      .argument('[paths...]', PATHS)
      .description('check blueprints without any server'),
    'pretty, json, sarif, junit, github or checkstyle',
  )
    .addOption(targetFrom())
    .option('--strict', 'warnings fail, too')
    .option(
      '--from <release>',
      'the release that the blueprints are for until now: says what the upgrade changes',
    )
    .option('--fix', 'mend in the files what needs no decision; of standard input, print the mended text')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ak-blueprint validate blueprints/\n  $ ak-blueprint validate --format json - < flow.yaml\n  $ ak-blueprint validate --format sarif > ak-blueprint.sarif\n  $ ak-blueprint validate --from 2023.2 --target 2025.12 --fix',
    )
    .action((paths: string[], options: ValidateOptions) =>
      start(async () => (await import('./commands/validate.ts')).validate(paths, options, io)),
    );

  server(
    validated(
      program
        .command('plan')
        .argument('[paths...]', PATHS)
        .description('show what apply would change on a server'),
    ),
  )
    .option('--detailed-exitcode', 'exit with 2 when there is something to change')
    .addHelpText(
      'after',
      '\nExamples:\n  $ AUTHENTIK_URL=https://id.example.com AUTHENTIK_TOKEN=… ak-blueprint plan blueprints/\n  $ ak-blueprint plan --sandbox blueprints/',
    )
    .action((paths: string[], options: PlanCommandOptions) =>
      start(async () => (await import('./commands/plan.ts')).plan(paths, options, io)),
    );

  server(
    validated(
      program
        .command('apply')
        .argument('[paths...]', PATHS)
        .description('make a server be what the blueprints say'),
    ),
  )
    .option('--yes', 'do not ask; needed when not on a terminal')
    .option('--wait <seconds>', 'time limit for the server to apply a blueprint of its own', '300')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ak-blueprint apply blueprints/\n  $ ak-blueprint apply --yes --allow-protected authentik_tenants.tenant:authentik-default blueprints/',
    )
    .action((paths: string[], options: ApplyOptions) =>
      start(async () => (await import('./commands/apply.ts')).apply(paths, options, io)),
    );

  const flow = program
    .command('flow')
    .description('flows as files, as authentik itself exports and imports them');
  connected(
    flow
      .command('export')
      .argument('<slug>', 'the flow')
      .description('write a flow, with the stages, prompts and policies that hang on it, as a blueprint'),
  )
    .option('--out <file>', 'write it there instead of to standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ak-blueprint flow export default-authentication-flow > login.yaml\n  $ ak-blueprint flow export default-authentication-flow --out login.yaml',
    )
    .action((slug: string, options: FlowExportOptions) =>
      start(async () => (await import('./commands/flow-export.ts')).flowExport(slug, options, io)),
    );
  server(
    validated(
      flow
        .command('import')
        .argument('<file>', 'the file, or - for standard input')
        .description("have the server's own importer take a file, all of it or nothing"),
    ),
  )
    .option('--yes', 'do not ask; needed when not on a terminal')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ak-blueprint flow import login.yaml\n  $ ak-blueprint flow export login --url https://test.example.com | ak-blueprint flow import --yes - --url https://id.example.com',
    )
    .action((file: string, options: FlowImportOptions) =>
      start(async () => (await import('./commands/flow-import.ts')).flowImport(file, options, io)),
    );

  const schema = program.command('schema').description('catalogs and JSON Schemas of authentik releases');
  schema
    .command('build')
    .description('make the catalog of a release from its OpenAPI document')
    .requiredOption(
      '--from <file|url>',
      'the document: a file, or the address of a server or of its /api/v3/schema/',
    )
    .option(
      '--out <folder>',
      'write the catalog and the JSON Schema there instead of the catalog to standard output',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ ak-blueprint schema build --from https://id.example.com/api/v3/schema/ --out .',
    )
    .action((options: { from: string; out?: string }) =>
      start(async () => (await import('./commands/schema.ts')).buildSchemaFiles(options, io)),
    );
  editorSchema(
    schema
      .command('print')
      .description('print the JSON Schema from which an editor completes and checks blueprints of a release'),
  )
    .addHelpText('after', '\nExample:\n  $ ak-blueprint schema print --target 2023.2 > blueprint.schema.json')
    .action((options: EditorSchemaOptions) =>
      start(async () => (await import('./commands/schema.ts')).printSchema(options, io)),
    );
  editorSchema(
    schema
      .command('editor')
      .description(
        'write that schema into the repository, and the settings of VS Code and JetBrains that use it',
      ),
  )
    .option('--for <editor>', 'vscode or jetbrains only; may be repeated', collect, [])
    .option('--check', 'write nothing; exit with 1 when something would be written')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ak-blueprint schema editor\n  $ ak-blueprint schema editor --for vscode --target 2025.12',
    )
    .action((options: SchemaEditorOptions) =>
      start(async () => (await import('./commands/schema-editor.ts')).schemaEditor(options, io)),
    );

  program
    .command('fmt')
    .argument('[paths...]', PATHS)
    .description('format blueprints; comments and tags stay')
    .option(
      '--check',
      'write nothing, list the files that are not formatted, and exit with 1 when there is one',
    )
    .option('--diff', 'write nothing, show what would change, and exit with 1 when something would')
    .addOption(new Option('--format <format>', 'pretty or json').default('pretty'))
    .option('--project <file>', 'project file; else the nearest ak-blueprint.yaml in this folder or above')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ak-blueprint fmt blueprints/\n  $ ak-blueprint fmt --check blueprints/\n  $ ak-blueprint fmt - < flow.yaml > formatted.yaml',
    )
    .action((paths: string[], options: FmtOptions) =>
      start(async () => (await import('./commands/fmt.ts')).fmt(paths, options, io)),
    );

  program
    .command('lsp')
    .description('a language server for editors, on standard input and output')
    .option('--target <release>', 'authentik release, whatever the editor and the project file say')
    .addOption(new Option('--stdio', 'what it does anyway; editors say so').hideHelp())
    .addHelpText(
      'after',
      '\nExample: the command that an editor runs (docs/editors.md)\n  $ ak-blueprint lsp',
    )
    .action((options: LspOptions) => start(async () => (await import('./commands/lsp.ts')).lsp(options, io)));

  schema
    .command('diff')
    .description(
      'what changed for blueprints from one release to another: models, fields, values, and the API behind them',
    )
    .argument('<from>', 'authentik release, e.g. 2023.1')
    .argument('<to>', 'authentik release, e.g. 2023.2')
    .option('--format <format>', 'pretty, json or markdown', 'pretty')
    .addHelpText('after', '\nExample:\n  $ ak-blueprint schema diff 2023.1 2023.2')
    .action((from: string, to: string, options: { format: string }) =>
      start(async () => (await import('./commands/schema-diff.ts')).schemaDiff(from, to, options, io)),
    );

  program
    .command('explain')
    .argument('[what]', 'a code, a model, model.attribute, a tag or a topic; without it, what there is')
    .description(
      'say what something is: a finding, a model, an attribute, a tag, a setting that is elsewhere',
    )
    .option('--target <release>', 'authentik release, e.g. 2023.2')
    .addOption(targetFrom())
    .option('--project <file>', 'project file; else the nearest ak-blueprint.yaml in this folder or above')
    .option('--format <format>', 'pretty or json', 'pretty')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ak-blueprint explain keyof-later\n  $ ak-blueprint explain authentik_stages_prompt.prompt.type\n  $ ak-blueprint explain !Find\n  $ ak-blueprint explain avatars',
    )
    .action((what: string | undefined, options: ExplainOptions) =>
      start(async () => (await import('./commands/explain.ts')).explain(what, options, io)),
    );

  sandbox(
    program
      .command('sandbox')
      .description('an authentik-compatible server on this machine, to try things on')
      .option('--port <number>', 'listen there; 0 takes any free port', wholeNumber, 0),
  )
    .option('--target <release>', 'authentik release, e.g. 2023.2')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ak-blueprint sandbox --seed default --port 9000\n  $ ak-blueprint sandbox --store sandbox.json',
    )
    .action((options: SandboxCommandOptions) =>
      start(async () => (await import('./commands/sandbox.ts')).sandbox(options, io)),
    );

  for (const command of [...program.commands, ...schema.commands, ...flow.commands])
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  return program;
}

/** Options of every command that reads blueprints. */
function validated(command: Command, formats = 'pretty or json'): Command {
  return command
    .option('--target <release>', 'authentik release, e.g. 2023.2')
    .option('--project <file>', 'project file; else the nearest ak-blueprint.yaml in this folder or above')
    .option('--format <format>', formats, 'pretty')
    .option('--context <key=value>', 'a value for !Context; may be repeated', collect, [])
    .option('--context-file <file>', 'values for !Context: a YAML or JSON mapping')
    .option('--quiet', 'findings that are not errors are not shown')
    .option('--verbose', 'show what is unchanged, and notes, too');
}

/** Options of every command that plans for a server. */
function server(command: Command): Command {
  return connected(command)
    .option(
      '--allow-protected <name>',
      'a protected object that may change: model or model:name; may be repeated',
      collect,
      [],
    )
    .option(
      '--revoke-permissions',
      'take away permissions that are not declared, of objects for which some are',
    )
    .option(
      '--secrets <when>',
      'write values that cannot be read back: on-change, always or never',
      'on-change',
    );
}

/** Options of every command that talks to a server. */
function connected(command: Command): Command {
  return sandbox(
    command
      .option('--url <url>', 'address of the server; else AUTHENTIK_URL')
      .option('--token-file <file>', 'file with the API token; else AUTHENTIK_TOKEN')
      .option('--timeout <seconds>', 'time limit of one request', '60')
      .option('--parallelism <number>', 'requests at a time', '4')
      .option('--sandbox', 'use a fresh embedded sandbox instead of a server'),
  );
}

/** Options of the sandbox. */
function sandbox(command: Command): Command {
  return command
    .option('--seed <name>', 'sandbox: start with "default", the default blueprints of this project')
    .option('--state <path>', 'sandbox: start from a state file or folder')
    .option('--store <file>', 'sandbox: keep the state in this file');
}

/** Options of the commands that make the schema for editors. */
function editorSchema(command: Command): Command {
  return command
    .option('--target <release>', 'authentik release, e.g. 2023.2')
    .addOption(targetFrom())
    .option('--project <file>', 'the project file; else the nearest ak-blueprint.yaml')
    .option('--lenient', 'for a yaml-language-server before 1.24, which cannot tell a tag from a value');
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  return number;
}
