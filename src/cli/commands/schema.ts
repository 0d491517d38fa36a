import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { buildCatalog } from '../../catalog/build-catalog.ts';
import type { ModelFacts } from '../../catalog/facts/model-facts.ts';
import { formatCatalog, formatSchema } from '../../catalog/format-catalog.ts';
import type { Document } from '../../catalog/openapi.ts';
import { shortRelease } from '../../catalog/release.ts';
import { fetchDocument } from '../../client/fetch-document.ts';
import { Collector } from '../../diagnostics/collector.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { buildSchema } from '../../schema/build-schema.ts';
import { DEFAULT_RELEASE, factsFor, loadCatalog } from '../catalogs.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';

/** `ak-blueprint schema build`: the catalog of a release from its OpenAPI document; prints it, or writes it and its JSON Schema. */
export async function buildSchemaFiles(options: { readonly from: string; readonly out?: string }, io: Io): Promise<ExitCode> {
  const document = parseDocument(await readDocument(options.from, io), options.from);
  const facts: ModelFacts = factsFor(document.info?.version ?? DEFAULT_RELEASE);
  const catalog = buildCatalog(document, facts);
  if (Object.keys(catalog.models).length === 0) throw new UsageError(`${options.from} describes none of authentik's models`, 'it must be the OpenAPI document of an authentik server');
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
export function printSchema(options: { readonly target?: string }, io: Io): Promise<ExitCode> {
  const collector = new Collector();
  const catalog = loadCatalog(options.target ?? DEFAULT_RELEASE, collector.report);
  for (const { message } of collector.diagnostics) io.err(message);
  io.out(formatSchema(buildSchema(catalog)));
  return Promise.resolve(EXIT.fine);
}

async function readDocument(from: string, io: Io): Promise<string> {
  if (/^https?:\/\//.test(from)) return fetchDocument(from);
  return readFile(resolve(io.cwd, from), 'utf8').catch((error: unknown) => {
    throw new UsageError(`${from} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
}

function parseDocument(text: string, from: string): Document {
  try {
    const document: unknown = /^\s*\{/.test(text) ? JSON.parse(text) : parse(text, { maxAliasCount: 0 });
    if (typeof document === 'object' && document !== null && 'paths' in document) return document as Document;
  } catch {
    // Said below: what it is not matters more than where the parser stopped.
  }
  throw new UsageError(`${from} is no OpenAPI document`, 'it has "openapi:" and "paths:"; a server has it at /api/v3/schema/');
}
