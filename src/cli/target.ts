import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { formatCatalog } from '../catalog/format-catalog.ts';
import type { Catalog } from '../catalog/model.ts';
import { parseCatalog } from '../catalog/parse-catalog.ts';
import type { Report } from '../diagnostics/collector.ts';
import { loadCatalog, newestRelease, withDefaults } from './catalogs.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

/** Which release is meant: named, or that of a server (or of its OpenAPI document in a file). */
export interface TargetOptions {
  readonly target?: string;
  readonly targetFrom?: string;
}

/** The catalog of the release that the options mean, else of the project's, else of the newest that we know. */
export async function targetCatalog(options: TargetOptions, ofProject: string | undefined, report: Report, io: Io): Promise<Catalog> {
  if (options.targetFrom === undefined) return loadCatalog(options.target ?? ofProject ?? newestRelease(), report);
  const { targetFrom } = options;
  const release = await releaseOf(targetFrom, io);
  const file = release === undefined ? undefined : cacheFile(release, io);
  const cached = file === undefined ? undefined : await readCached(file);
  if (cached) return withDefaults(cached);
  // Only here, since building a catalog needs the YAML library and the facts, which nothing else does.
  const { catalogFromDocument, isAddress } = await import('./document.ts');
  const catalog = await catalogFromDocument(targetFrom, io);
  if (isAddress(targetFrom)) await writeCached(cacheFile(catalog.release, io), catalog);
  return withDefaults(catalog);
}

/** The release of a server, where the token in the environment is one for it; a server tells nobody else. */
async function releaseOf(from: string, io: Io): Promise<string | undefined> {
  const url = io.env['AUTHENTIK_URL'];
  const token = io.env['AUTHENTIK_TOKEN'];
  if (!url || !token || !URL.canParse(url) || !URL.canParse(from) || new URL(url).origin !== new URL(from).origin) return undefined;
  const { createClient } = await import('../client/client.ts');
  return createClient({ url, token, parallelism: 1, timeoutSeconds: 60 }).release();
}

/** Where the catalog of another server's release is kept. A newer program, which may know more, makes its own. */
function cacheFile(release: string, io: Io): string {
  const folder = io.env['XDG_CACHE_HOME'] ?? join(io.env['HOME'] ?? homedir(), '.cache');
  return join(folder, 'ak-blueprint', `${version()}-catalog-${release.replace(/[^\w.-]/g, '_')}.json`);
}

async function readCached(file: string): Promise<Catalog | undefined> {
  try {
    return parseCatalog(await readFile(file, 'utf8'), () => '');
  } catch {
    // Not there, or not ours: it is made again.
    return undefined;
  }
}

async function writeCached(file: string, catalog: Catalog): Promise<void> {
  try {
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(`${file}.new`, formatCatalog(catalog));
    await rename(`${file}.new`, file);
  } catch {
    // A cache that cannot be written costs the next run a few seconds and nothing else.
  }
}
