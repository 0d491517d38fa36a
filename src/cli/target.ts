import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { formatCatalog } from '../catalog/format-catalog.ts';
import type { Catalog } from '../catalog/model.ts';
import { parseCatalog } from '../catalog/parse-catalog.ts';
import type { Report } from '../diagnostics/collector.ts';
import { isRelease, releaseAge } from '../catalog/release.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import { UsageError } from '../diagnostics/errors.ts';
import { loadCatalog, newestRelease, withDefaults } from './catalogs.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

/** Which release is meant: named, or that of a server (or of its OpenAPI document in a file). */
export interface TargetOptions {
  readonly target?: string;
  readonly targetFrom?: string;
}

/**
 * The catalog of the release that the options mean, else of the project's, else of the newest that we know.
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
 * The catalog of the release that a server says it is. One that is newer than all that we know is made from
 * the server's own document and kept for the next run; where the server does not show it, the newest that we
 * know has to do, and a finding says so.
 */
export async function serverCatalog(
  client: Client,
  release: string,
  report: Report,
  io: Io,
): Promise<Catalog> {
  if (!isRelease(release) || releaseAge(release) <= releaseAge(newestRelease()))
    return loadCatalog(release, report);
  const cached = await readCached(release, io);
  if (cached) return cached;
  try {
    io.status(`reading what authentik ${release} can do`);
    const { catalogFromText } = await import('./document.ts');
    const catalog = catalogFromText(await client.document(), client.url);
    await writeCached(catalog, io);
    return withDefaults(catalog);
  } catch (error) {
    if (!(error instanceof ApiError && error.kind !== 'unreachable') && !(error instanceof UsageError))
      throw error;
    return loadCatalog(release, report);
  }
}

/** The release of a server, where the token in the environment is one for it; a server tells nobody else. */
async function releaseOf(from: string, io: Io): Promise<string | undefined> {
  const url = io.env['AUTHENTIK_URL'];
  const token = io.env['AUTHENTIK_TOKEN'];
  if (
    !url ||
    !token ||
    !URL.canParse(url) ||
    !URL.canParse(from) ||
    new URL(url).origin !== new URL(from).origin
  )
    return undefined;
  const { createClient } = await import('../client/client.ts');
  return createClient({ url, token, parallelism: 1, timeoutSeconds: 60 }).release();
}

/**
 * Where the catalog of another server's release is kept. A newer program, which may know more, makes its own.
 */
function cacheFile(release: string, io: Io): string {
  const folder = io.env['XDG_CACHE_HOME'] ?? join(io.env['HOME'] ?? homedir(), '.cache');
  return join(folder, 'ak-blueprint', `${version()}-catalog-${release.replace(/[^\w.-]/g, '_')}.json`);
}

async function readCached(release: string, io: Io): Promise<Catalog | undefined> {
  try {
    return withDefaults(parseCatalog(await readFile(cacheFile(release, io), 'utf8'), notWhole));
  } catch {
    // Not there, or not ours: it is made again.
    return undefined;
  }
}

/** A catalog in the cache is kept whole. */
function notWhole(base: string): never {
  throw new TypeError(`a kept catalog is a difference from ${base}`);
}

async function writeCached(catalog: Catalog, io: Io): Promise<void> {
  const file = cacheFile(catalog.release, io);
  try {
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(`${file}.new`, formatCatalog(catalog));
    await rename(`${file}.new`, file);
  } catch {
    // A cache that cannot be written costs the next run a few seconds and nothing else.
  }
}
