import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { formatCatalog } from '../catalog/format-catalog.ts';
import type { Catalog } from '../catalog/model.ts';
import { parseCatalog } from '../catalog/parse-catalog.ts';
import type { Report } from '../diagnostics/collector.ts';
import { isRelease } from '../catalog/release.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { UsageError } from '../diagnostics/errors.ts';
import { isNewer, loadCatalog, newestRelease, withDefaults } from './catalogs.ts';
import { Interrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import { makeFolder } from './make-folder.ts';
import { isOwnServer } from './own-server.ts';
import { warnInClear } from './server.ts';
import { version } from './version.ts';
import { putInPlace } from './write-file.ts';

/** The options that choose the release: by name, or as that of a server or an OpenAPI document in a file. */
export interface TargetOptions {
  readonly target?: string;
  readonly targetFrom?: string;
}

/**
 * The catalog of the release that the options choose, else of the project's, else of the newest known one.
 */
export async function targetCatalog(
  options: TargetOptions,
  ofProject: string | undefined,
  report: Report,
  io: Io,
): Promise<Catalog> {
  if (options.targetFrom === undefined)
    return loadCatalog(options.target ?? ofProject ?? newestRelease(), report);
  const { targetFrom } = options;
  const release = await releaseOf(targetFrom, io);
  const cached = release === undefined ? undefined : await readCached(release, io);
  if (cached) return cached;
  // Only here, since building a catalog needs the YAML library and the facts, which nothing else does.
  const { catalogFromDocument, isAddress } = await import('./document.ts');
  const catalog = await catalogFromDocument(targetFrom, io);
  if (isAddress(targetFrom)) await writeCached(catalog, io);
  return withDefaults(catalog);
}

/**
 * The catalog of a server's release. For a release that is newer than all known ones it is made from the
 * server's own document and cached for the next run; where the server does not show the document, the newest
 * known catalog is used, which is reported.
 */
export async function serverCatalog(
  client: Client,
  release: string,
  report: Report,
  io: Io,
): Promise<Catalog> {
  if (!isRelease(release) || !isNewer(release)) return loadCatalog(release, report);
  const cached = await readCached(release, io);
  if (cached) return cached;
  try {
    io.status(`reading what authentik ${release} can do`);
    const { catalogFromText } = await import('./document.ts');
    const catalog = catalogFromText(await client.document(), client.url);
    await writeCached(catalog, io);
    return withDefaults(catalog);
  } catch (error) {
    if (!(error instanceof UsageError || isRefusal(error))) throw error;
    return loadCatalog(release, report);
  }
}

/** Whether the server was asked, and does not show its document. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.kind !== 'unreachable' && (error.status ?? 0) >= 400;
}

/**
 * The release of a server, if the token in the environment is for it, as a server tells its release only to
 * users; else undefined.
 */
async function releaseOf(from: string, io: Io): Promise<string | undefined> {
  const url = io.env['AUTHENTIK_URL'];
  const token = io.env['AUTHENTIK_TOKEN'];
  if (!url || !token || !isOwnServer(from, io.env)) return undefined;
  const { createClient } = await import('../client/create-client.ts');
  const { networkTo } = await import('./network.ts');
  warnInClear(url, io);
  const { way } = networkTo(new URL(url), true, {}, io);
  const interrupts = new Interrupts(io);
  return createClient({ url, token, ...way, parallelism: 1, timeoutSeconds: 60, stop: interrupts.stop })
    .release()
    .finally(() => interrupts.end());
}

/**
 * The file in which the catalog of a server's release is cached. Each version of this program has its own, as
 * a newer one may know more.
 */
function cacheFile(release: string, io: Io): string {
  const folder = io.env['XDG_CACHE_HOME'] ?? join(io.env['HOME'] ?? homedir(), '.cache');
  return join(folder, 'ak-blueprint', `${version()}-catalog-${release.replace(/[^\w.-]/g, '_')}.json`);
}

async function readCached(release: string, io: Io): Promise<Catalog | undefined> {
  try {
    return withDefaults(parseCatalog(await readFile(cacheFile(release, io), 'utf8'), notWhole));
  } catch {
    // There is none, or it cannot be read: it is made again.
    return undefined;
  }
}

/** Refuses a catalog that is a difference from another: cached ones are complete. */
function notWhole(base: string): never {
  throw new TypeError(`a kept catalog is a difference from ${base}`);
}

async function writeCached(catalog: Catalog, io: Io): Promise<void> {
  const file = cacheFile(catalog.release, io);
  try {
    await makeFolder(join(file, '..'));
    await putInPlace(file, formatCatalog(catalog), undefined);
  } catch {
    // A cache that cannot be written costs the next run a few seconds and nothing else.
  }
}
