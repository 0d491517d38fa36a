import type { Command } from 'commander';
import type { SchemaEditorOptions } from '../commands/schema-editor.ts';
import type { EditorSchemaOptions } from '../commands/schema.ts';
import { EDITORS } from '../editors.ts';
import { CHANGES_FORMATS, formatOption } from '../formats.ts';
import { projectOption, targetFromOption, targetOption } from './options.ts';
import { collectOf } from './parse.ts';
import type { Define } from './start.ts';

/** `ak-blueprint schema build`, `print`, `editor` and `diff`. */
export const defineSchema: Define = (program, start) => {
  const schema = program.command('schema').description('catalogs and JSON Schemas of authentik releases');
  for (const define of [defineBuild, definePrint, defineEditor, defineDiff]) define(schema, start);
};

const defineBuild: Define = (schema, { io, run }) => {
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
      `
Example:
  $ ak-blueprint schema build --from https://id.example.com/api/v3/schema/ --out .`,
    )
    .action((options: { from: string; out?: string }) =>
      run(async () => (await import('../commands/schema.ts')).buildSchemaFiles(options, io)),
    );
};

const definePrint: Define = (schema, { io, run }) => {
  const command = schema
    .command('print')
    .description('print the JSON Schema from which an editor completes and checks blueprints of a release');
  addEditorOptions(command)
    .addHelpText(
      'after',
      `
Example:
  $ ak-blueprint schema print --target 2023.2 > blueprint.schema.json`,
    )
    .action((options: EditorSchemaOptions) =>
      run(async () => (await import('../commands/schema.ts')).printSchema(options, io)),
    );
};

const defineEditor: Define = (schema, { io, run }) => {
  const command = schema
    .command('editor')
    .description(
      'write that schema into the repository, and the settings of VS Code and JetBrains that use it',
    );
  addEditorOptions(command)
    .option(
      '--for <editor>',
      `${EDITORS.join(' or ')} only; may be repeated (others: docs/editors.md)`,
      collectOf(EDITORS),
      [],
    )
    .option('--check', 'write nothing; exit with 1 when something would be written')
    .addHelpText(
      'after',
      `
Examples:
  $ ak-blueprint schema editor
  $ ak-blueprint schema editor --for vscode --target 2025.12`,
    )
    .action((options: SchemaEditorOptions) =>
      run(async () => (await import('../commands/schema-editor.ts')).schemaEditor(options, io)),
    );
};

const defineDiff: Define = (schema, { io, run }) => {
  schema
    .command('diff')
    .description(
      'what changed for blueprints from one release to another: models, fields, values, and the API behind them',
    )
    .argument('<from>', 'authentik release, e.g. 2023.1')
    .argument('<to>', 'authentik release, e.g. 2023.2')
    .addOption(formatOption(CHANGES_FORMATS))
    .addHelpText(
      'after',
      `
Example:
  $ ak-blueprint schema diff 2023.1 2023.2`,
    )
    .action((from: string, to: string, options: { format: string }) =>
      run(async () => (await import('../commands/schema-diff.ts')).schemaDiff(from, to, options, io)),
    );
};

/** Options of the commands that make the schema for editors. */
function addEditorOptions(command: Command): Command {
  return command
    .addOption(targetOption())
    .addOption(targetFromOption())
    .addOption(projectOption())
    .option('--lenient', 'for a yaml-language-server before 1.24, which cannot tell a tag from a value');
}
