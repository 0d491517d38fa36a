import { stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { features } from '../../blueprint/features.ts';
import { Collector } from '../../diagnostics/collector.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { mergeJetbrainsMapping } from '../../schema/editor/jetbrains-mapping.ts';
import { customTags } from '../../schema/editor/shown-tag.ts';
import { mergeVscodeSettings } from '../../schema/editor/vscode-settings.ts';
import { LEADS_OUT, realPath } from '../bounds.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isGlob } from '../glob.ts';
import type { Io } from '../io.ts';
import { openProject } from '../project.ts';
import { type Editor, EDITORS } from '../editors.ts';
import { PathRefused, readWithin } from '../read-file.ts';
import { writeWhole } from '../write-file.ts';
import { clean } from '../../source/clean.ts';
import { type EditorSchemaOptions, editorSchema } from './schema.ts';

/** Options of `ak-blueprint schema editor`. */
export interface SchemaEditorOptions extends EditorSchemaOptions {
  /** The editors to write settings for; all when empty. */
  readonly for: readonly Editor[];
  readonly check?: boolean;
}

/**
 * The path of the schema in a repository. It is the same for every release, so that settings need not change
 * with an upgrade.
 */
const SCHEMA = '.ak-blueprint/blueprint.schema.json';
/** What to do about a link that leads out of the project's folder. */
const REPLACE = 'replace it by a file, and run again';
/** The folders of blueprints when there is no project file. */
const FILES = ['blueprints'];

/**
 * `ak-blueprint schema editor`: writes the schema and the settings of editors into the repository, and says
 * what was written. `--check` writes nothing; exit 1 where something would be written.
 */
export async function schemaEditor(options: SchemaEditorOptions, io: Io): Promise<ExitCode> {
  const collector = new Collector();
  const project = openProject(options, io, collector.report);
  const folder = project ? dirname(project.absolute) : io.cwd;
  const files = await globsOf(project?.project.files.map(({ text }) => text) ?? FILES, folder);
  const { text, release } = await editorSchema(options, project, collector.report, io);
  for (const { message } of collector.diagnostics) io.err(clean(message));
  const editors = options.for.length > 0 ? options.for : EDITORS;
  const texts: [string, string][] = [[SCHEMA, text]];
  if (editors.includes('vscode')) {
    const settings = { schema: SCHEMA, files, customTags: customTags(features(release).tags) };
    texts.push([
      '.vscode/settings.json',
      merged('.vscode/settings.json', mergeVscodeSettings(textOf(folder, '.vscode/settings.json'), settings)),
    ]);
  }
  if (editors.includes('jetbrains'))
    texts.push([
      '.idea/jsonSchemas.xml',
      merged(
        '.idea/jsonSchemas.xml',
        mergeJetbrainsMapping(
          textOf(folder, '.idea/jsonSchemas.xml'),
          SCHEMA,
          files.filter((glob) => !glob.startsWith('!')),
        ),
      ),
    ]);
  return await write(texts, folder, options.check === true, io);
}

/** Turns folders into globs; globs and files stay as they are. */
async function globsOf(paths: readonly string[], folder: string): Promise<string[]> {
  const globs = await Promise.all(
    paths.map(async (path) => {
      const plain = path.replace(/^\.\//, '').replace(/\/+$/, '');
      const isFolder =
        !(isGlob(plain) || /\.ya?ml$/.test(plain)) ||
        (await stat(join(folder, plain)).catch(() => undefined))?.isDirectory() === true;
      const inside = plain === '' || plain === '.' ? '' : `${plain}/`;
      return isFolder ? [`${inside}**/*.yaml`, `${inside}**/*.yml`] : [plain];
    }),
  );
  return globs.flat();
}

function merged(path: string, text: string | undefined): string {
  if (text === undefined)
    throw new UsageError(
      `${path} cannot be read, so nothing was written`,
      'mend it, or move it away and run again',
    );
  return text;
}

function textOf(folder: string, path: string): string | undefined {
  try {
    return readWithin(join(folder, path), [realPath(folder) ?? folder]).toString('utf8');
  } catch (error) {
    if (!(error instanceof PathRefused)) return undefined;
    throw new UsageError(`${path} is a link that ${LEADS_OUT}`, REPLACE);
  }
}

async function write(
  texts: readonly (readonly [path: string, text: string])[],
  folder: string,
  check: boolean,
  io: Io,
): Promise<ExitCode> {
  let different = 0;
  for (const [path, text] of texts) {
    const shown = clean(relative(io.cwd, join(folder, path)));
    if (textOf(folder, path) === text) {
      io.err(`${shown} is as it should be`);
      continue;
    }
    different += 1;
    if (check) {
      io.err(`${shown} is not what "schema editor" writes`);
      continue;
    }
    await writeWhole(join(folder, path), text, [realPath(folder) ?? folder], REPLACE);
    io.err(`wrote ${shown}`);
  }
  return check && different > 0 ? EXIT.findings : EXIT.fine;
}
