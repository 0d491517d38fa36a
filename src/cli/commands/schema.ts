import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { features } from '../../blueprint/features.ts';
import { formatCatalog, formatSchema } from '../../catalog/format-catalog.ts';
import { shortRelease } from '../../catalog/release.ts';
import { Collector, type Report } from '../../diagnostics/collector.ts';
import { buildSchema } from '../../schema/build-schema.ts';
import { buildEditorSchema } from '../../schema/editor/build-editor-schema.ts';
import { historyOf } from '../catalogs.ts';
import { catalogFromDocument } from '../document.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { openProject, type OpenProject, type ProjectOptions } from '../project.ts';
import { clean } from '../../source/clean.ts';
import { type TargetOptions, targetCatalog } from '../target.ts';

/**
 * `ak-blueprint schema build`: makes the catalog of a release from its OpenAPI document, and prints it, or
 * writes it and its JSON Schema to a folder.
 */
export async function buildSchemaFiles(
  options: { readonly from: string; readonly out?: string },
  io: Io,
): Promise<ExitCode> {
  const catalog = await catalogFromDocument(options.from, io);
  const text = formatCatalog(catalog);
  if (options.out === undefined) io.out(text);
  else {
    const release = shortRelease(catalog.release);
    const folder = resolve(io.cwd, options.out);
    for (const [name, content] of [
      [`catalog-${release}.json`, text],
      [`blueprint-${release}.json`, formatSchema(buildSchema(catalog))],
    ] as const) {
      await writeFile(join(folder, name), content);
      io.err(`wrote ${clean(join(options.out, name))}`);
    }
  }
  const kinds = Object.values(catalog.models).map(({ kind }) => kind);
  const managed = kinds.filter((kind) => kind === 'resource').length;
  const others = kinds.filter((kind) => kind === 'unmanageable' || kind === 'listed').length;
  io.err(`authentik ${catalog.release}: ${managed} models can be managed, ${others} cannot`);
  return EXIT.fine;
}

/** Options of the commands that make the schema for editors. */
export interface EditorSchemaOptions extends TargetOptions, ProjectOptions {
  readonly lenient?: boolean;
}

/**
 * `ak-blueprint schema print`: the JSON Schema from which an editor completes and checks blueprints for a
 * release.
 */
export async function printSchema(options: EditorSchemaOptions, io: Io): Promise<ExitCode> {
  const collector = new Collector();
  const project = openProject(options, io, collector.report);
  const { text } = await editorSchema(options, project, collector.report, io);
  for (const { message } of collector.diagnostics) io.err(clean(message));
  io.out(text);
  return EXIT.fine;
}

/** The schema for editors as text, and its release. */
export async function editorSchema(
  options: EditorSchemaOptions,
  project: OpenProject | undefined,
  report: Report,
  io: Io,
): Promise<{ readonly text: string; readonly release: string }> {
  const catalog = await targetCatalog(options, project?.project.target?.text, report, io);
  const schema = buildEditorSchema(catalog, features(catalog.release), {
    history: historyOf(catalog),
    lenient: options.lenient,
  });
  return { text: formatSchema(schema), release: catalog.release };
}
