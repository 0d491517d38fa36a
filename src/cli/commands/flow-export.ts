import { resolve } from 'node:path';
import { PAGE_SIZE, readAll } from '../../actual/read-all.ts';
import type { Catalog, Resource } from '../../catalog/model.ts';
import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import { isKey, itemPath } from '../../client/item-path.ts';
import { Collector } from '../../diagnostics/collector.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { boundsOf, type PathOptions } from '../bounds.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { argumentBounds } from '../files.ts';
import type { Io } from '../io.ts';
import { connect, ended, type ServerOptions, usingConnection } from '../server.ts';
import { serverCatalog } from '../target.ts';
import { clean } from '../../source/clean.ts';
import { writeWhole } from '../write-file.ts';

/** Options of `ak-blueprint flow export`. */
export interface FlowExportOptions extends ServerOptions, PathOptions {
  readonly out?: string;
}

/**
 * `ak-blueprint flow export`: a flow as the server exports it, with the primary keys written out. Sends only
 * GET.
 */
export async function flowExport(slug: string, options: FlowExportOptions, io: Io): Promise<ExitCode> {
  if (!isKey(slug)) throw new UsageError(`${JSON.stringify(slug)} is no slug of a flow`);
  const connection = await connect(options, io);
  const text = await usingConnection(connection, () => exported(slug, connection.client, io));
  await connection.close();
  io.status('');
  if (options.out === undefined) io.out(text);
  else {
    const path = resolve(io.cwd, options.out);
    await writeWhole(path, text, argumentBounds(path, boundsOf(undefined, options, io)));
    io.err(`Wrote ${clean(options.out)}.`);
  }
  return ended(connection, EXIT.fine);
}

/** The text of a flow as the server exports it. */
async function exported(slug: string, client: Client, io: Io): Promise<string> {
  const catalog = await serverCatalog(client, await client.release(), new Collector().report, io);
  const { model, files } = exportedModel(catalog);
  return client
    .text(itemPath({ ...model.collection, item: files.export }, slug))
    .catch((error: unknown) => notThere(error, client, model, slug));
}

/** The model that a release exports and imports as files. Throws a UsageError where there is none. */
export function exportedModel(catalog: Catalog): {
  readonly model: Resource;
  readonly files: NonNullable<Resource['files']>;
} {
  for (const model of Object.values(catalog.models))
    if (model.kind === 'resource' && model.files) return { model, files: model.files };
  throw new UsageError(`authentik ${catalog.release} has no endpoints to export and import flows`);
}

async function notThere(error: unknown, client: Client, model: Resource, slug: string): Promise<never> {
  if (!(error instanceof ApiError && error.status === 404)) throw error;
  const { key, pk, path, listQuery } = model.collection;
  const flows = await readAll(client, path, { page_size: PAGE_SIZE, ...listQuery }, pk);
  const slugs = flows.map((flow) => flow[key]).filter((one) => typeof one === 'string');
  const near = nearest(slug, slugs);
  throw new UsageError(
    `the server has no flow ${slug}`,
    near === undefined ? `it has ${slugs.sort().join(', ') || 'none'}` : `did you mean ${near}?`,
  );
}
