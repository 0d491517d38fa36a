import { dirname, relative, resolve } from 'node:path';
import { PAGE_SIZE, readAll } from '../../actual/read-all.ts';
import type { Row } from '../../actual/snapshot.ts';
import type { Catalog, Resource } from '../../catalog/model.ts';
import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import { isKey, itemPath } from '../../client/item-path.ts';
import { Collector } from '../../diagnostics/collector.ts';
import { UsageError } from '../../diagnostics/errors.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { freeName } from '../../export/places.ts';
import { FIRST_LINE } from '../../export/print-file.ts';
import { slugOf } from '../../export/refer-to.ts';
import { formatBlueprint } from '../../format/format-blueprint.ts';
import { count } from '../../report/format-diagnostics.ts';
import { formatFlows } from '../../report/format-flows.ts';
import { formatNatural } from '../../report/format-natural.ts';
import { clean } from '../../source/clean.ts';
import { boundsOf, type PathOptions } from '../bounds.ts';
import { printDiagnostics } from '../check.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { argumentBounds } from '../files.ts';
import type { Io } from '../io.ts';
import { show } from '../masked-io.ts';
import { type Natural, namedBy, type SecretsWish } from '../natural.ts';
import { connect, type Connection, ended, type ServerOptions, usingConnection } from '../server.ts';
import { serverCatalog } from '../target.ts';
import { writeExport, writeSecrets } from '../write-export.ts';
import { writeWhole } from '../write-file.ts';

/** Options of `ak-blueprint flow export`. */
export interface FlowExportOptions extends ServerOptions, PathOptions {
  readonly out?: string;
  readonly all?: boolean;
  /** As the server exports it. */
  readonly raw?: boolean;
  readonly secrets: SecretsWish;
  readonly force?: boolean;
}

/** Flows as texts, by the names of their files, without `.yaml`. */
interface Exported extends Pick<Natural, 'variables' | 'leftOut' | 'references'> {
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * `ak-blueprint flow export`: flows as blueprints with names, or, with `raw`, as the server exports them, with the
 * primary keys written out; without a slug, which flows there are. Sends only GET.
 */
export async function flowExport(
  slug: string | undefined,
  options: FlowExportOptions,
  io: Io,
): Promise<ExitCode> {
  mustFit(slug, options);
  const connection = await connect(options, io);
  const { client } = connection;
  const collector = new Collector();
  const { listed, exported } = await usingConnection(connection, async () => {
    const catalog = await serverCatalog(client, await client.release(), new Collector().report, io);
    if (slug !== undefined)
      return { exported: await asWanted([slug], connection, catalog, options, collector, io) };
    const flows = await flowsOf(client, exportedModel(catalog).model);
    const slugs = flows.flatMap((flow) => (typeof flow['slug'] === 'string' ? [flow['slug']] : [])).sort();
    return options.all
      ? { exported: await asWanted(slugs, connection, catalog, options, collector, io) }
      : { listed: flows };
  });
  await connection.close();
  io.status('');
  if (listed) show(formatFlows(listed.map(asListed)), io);
  if (exported) await give(exported, options, io);
  printDiagnostics(collector.diagnostics, {}, io);
  return ended(connection, collector.failed ? EXIT.findings : EXIT.fine);
}

/** Throws a UsageError where options do not go together. */
function mustFit(slug: string | undefined, { all, out, raw, secrets, force }: FlowExportOptions): void {
  if (slug !== undefined && !isKey(slug))
    throw new UsageError(`${JSON.stringify(slug)} is no slug of a flow`);
  if (slug !== undefined && all) throw new UsageError(`--all is every flow, and not only ${slug}`);
  if (all && out === undefined)
    throw new UsageError('all flows are many files', 'name a folder for them with --out');
  if (slug === undefined && !all && (out !== undefined || raw || force))
    throw new UsageError('it is not said which flow', 'name its slug, or use --all');
  if (secrets === 'env-file' && out === undefined)
    throw new UsageError('there is no folder to write the secrets to', 'name a file or folder with --out');
}

function asListed(flow: Row): {
  readonly slug: string;
  readonly title: string;
  readonly designation: string;
} {
  const text = (name: string): string => (typeof flow[name] === 'string' ? flow[name] : '');
  return { slug: text('slug'), title: text('title'), designation: text('designation') };
}

/** The flows with these slugs, as the server exports them, or with names in place of keys. */
async function asWanted(
  slugs: readonly string[],
  connection: Connection,
  catalog: Catalog,
  options: FlowExportOptions,
  collector: Collector,
  io: Io,
): Promise<Exported> {
  const { model, files } = exportedModel(catalog);
  const { client } = connection;
  const taken = new Set<string>();
  const raw = await Promise.all(
    slugs.map(async (slug) => ({
      name: freeName(slugOf(slug) || 'unnamed', taken),
      slug,
      text: await client
        .text(itemPath({ ...model.collection, item: files.export }, slug))
        .catch((error: unknown) => notThere(error, client, model, slug)),
    })),
  );
  if (options.raw)
    return {
      texts: new Map(raw.map(({ name, text }) => [name, text])),
      variables: [],
      leftOut: {},
      references: [],
    };
  const { report } = collector;
  const sources = raw.map(({ name, slug, text }) => ({ source: { path: `${name}.yaml`, text }, name: slug }));
  const natural = await namedBy(sources, connection, undefined, options, report, io);
  const texts = sources.map(({ source }) => {
    const text = natural.texts.get(source.path) ?? source.text;
    return `${FIRST_LINE}\n${formatBlueprint({ ...source, text }, report) ?? text}`;
  });
  return { ...natural, texts: new Map(raw.map(({ name }, index) => [name, texts[index] ?? ''])) };
}

/** Writes flows to standard output, to a file, or each to a file of a folder, and says what people must know. */
async function give(
  { texts, variables, leftOut, references }: Exported,
  options: FlowExportOptions,
  io: Io,
): Promise<void> {
  const { out, all, force } = options;
  const secrets = options.secrets === 'env-file' ? 'env-file' : 'none';
  const tell = (text: string): void => (out === undefined ? io.err(text) : show(text, io));
  const folder = out === undefined || all ? out : relative(io.cwd, dirname(resolve(io.cwd, out))) || '.';
  const told = formatNatural(
    { leftOut, variables, references },
    secrets === 'env-file' ? `${folder ?? '.'}/.env` : undefined,
  );
  if (out === undefined) for (const text of texts.values()) io.out(text);
  else if (all) {
    const files = [...texts].map(([name, text]) => ({ path: `${name}.yaml`, text, entries: 0 }));
    const result = { files, variables, leftOut, references: [], incomplete: [] };
    await writeExport(result, { ...options, out, all: false, secrets, force }, io);
  } else {
    const path = resolve(io.cwd, out);
    await writeWhole(
      path,
      [...texts.values()].join(''),
      argumentBounds(path, boundsOf(undefined, options, io)),
    );
    if (secrets === 'env-file') await writeSecrets({ variables }, options, io, folder);
  }
  if (told !== undefined) tell(told);
  if (out !== undefined)
    io.err(all ? `Wrote ${count(texts.size, 'flow')} to ${clean(out)}.` : `Wrote ${clean(out)}.`);
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

/** All flows, in the order of their slugs. */
async function flowsOf(client: Client, { collection }: Resource): Promise<readonly Row[]> {
  const { key, pk, path, listQuery } = collection;
  const flows = await readAll(client, path, { page_size: PAGE_SIZE, ...listQuery }, pk);
  return [...flows].sort((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1));
}

async function notThere(error: unknown, client: Client, model: Resource, slug: string): Promise<never> {
  if (!(error instanceof ApiError && error.status === 404)) throw error;
  const flows = await flowsOf(client, model);
  const slugs = flows.map((flow) => flow[model.collection.key]).filter((one) => typeof one === 'string');
  const near = nearest(slug, slugs);
  throw new UsageError(
    `the server has no flow ${slug}`,
    near === undefined ? `it has ${slugs.join(', ') || 'none'}` : `did you mean ${near}?`,
  );
}
