import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatCatalog, formatSchema } from '../../catalog/format-catalog.ts';
import { shortRelease } from '../../catalog/release.ts';
import { Collector } from '../../diagnostics/collector.ts';
import { buildSchema } from '../../schema/build-schema.ts';
import { DEFAULT_RELEASE } from '../catalogs.ts';
import { catalogFromDocument } from '../document.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { type TargetOptions, targetCatalog } from '../target.ts';

/** `ak-blueprint schema build`: the catalog of a release from its OpenAPI document; prints it, or writes it and its JSON Schema. */
export async function buildSchemaFiles(options: { readonly from: string; readonly out?: string }, io: Io): Promise<ExitCode> {
  const catalog = await catalogFromDocument(options.from, io);
  const text = formatCatalog(catalog);
  if (options.out === undefined) io.out(text);
  else {
    const release = shortRelease(catalog.release);
    const folder = resolve(io.cwd, options.out);
    for (const [name, content] of [[`catalog-${release}.json`, text], [`blueprint-${release}.json`, formatSchema(buildSchema(catalog))]] as const) {
      await writeFile(join(folder, name), content);
      io.err(`wrote ${join(options.out, name)}`);
    }
  }
  const kinds = Object.values(catalog.models);
  io.err(`authentik ${catalog.release}: ${kinds.filter((model) => model.kind === 'resource').length} models can be managed, ${kinds.filter((model) => model.kind === 'unmanageable').length} cannot`);
  return EXIT.fine;
}

/** `ak-blueprint schema print`: the JSON Schema of blueprints for a release. */
export async function printSchema(options: TargetOptions, io: Io): Promise<ExitCode> {
  const collector = new Collector();
  const catalog = await targetCatalog(options, DEFAULT_RELEASE, collector.report, io);
  for (const { message } of collector.diagnostics) io.err(message);
  io.out(formatSchema(buildSchema(catalog)));
  return EXIT.fine;
}
