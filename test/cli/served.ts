import { parseJson } from '../../src/catalog/exact-json.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { describedOf } from '../../src/cli/open-sandbox.ts';
import { listen } from '../../src/sandbox/http.ts';
import { createSandbox, type Installation, type Sandbox } from '../../src/sandbox/sandbox.ts';

/* A sandbox behind an address, and the API as somebody else uses it. */

/** What somebody else may do, each by one request; throws where the server refuses it. */
export interface Api {
  readonly get: (path: string) => Promise<unknown>;
  readonly post: (path: string, body: unknown) => Promise<unknown>;
  readonly patch: (path: string, body: unknown) => Promise<unknown>;
  readonly remove: (path: string) => Promise<unknown>;
  /** The primary key of the object of a list with this value. */
  readonly pk: (list: string, field: string, value: string) => Promise<string | number>;
  /** The body of a group below another. */
  readonly below: (name: string, parent: string | number) => Promise<unknown>;
  /** Groups, users, applications, expression policies and bindings, by name. */
  readonly all: () => Promise<Readonly<Record<string, unknown>>>;
}

/** A sandbox behind an address. */
export interface Served {
  readonly sandbox: Sandbox;
  readonly catalog: Catalog;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly api: Api;
  /** The requests that it was sent, as method and path. */
  readonly log: string[];
  readonly close: () => Promise<void>;
}

/** Starts a bare sandbox of a release. `installation`: what it has that no request makes. */
export async function openServer(release: string, installation: Installation = {}): Promise<Served> {
  const catalog = loadCatalog(release, () => undefined);
  const sandbox = createSandbox({ ...installation, catalog, ...describedOf(catalog) });
  const log: string[] = [];
  const server = await listen((method, url, headers, body) => {
    log.push(`${method} ${url.replace('/api/v3', '')}`);
    return sandbox.respond(method, url, headers, body);
  }, 0);
  return {
    sandbox,
    catalog,
    url: server.url,
    env: { AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: sandbox.token },
    api: apiOf(sandbox, catalog),
    log,
    close: () => server.close(),
  };
}

function apiOf(sandbox: Sandbox, catalog: Catalog): Api {
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answer = await sandbox.respond(method, `/api/v3/${path}`, headers, text);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return answer.body === '' ? undefined : parseJson(answer.body);
  };
  const list = async (path: string): Promise<Record<string, unknown>[]> =>
    ((await send('GET', `${path}/?page_size=100`)) as { results: Record<string, unknown>[] }).results;
  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    patch: (path, body) => send('PATCH', path, body),
    remove: (path) => send('DELETE', path),
    pk: async (path, field, value) => {
      const found = (await list(path)).find((row) => row[field] === value);
      if (!found) throw new Error(`${path} has no ${value}`);
      return found['pk'] as string | number;
    },
    below: (name, parent) => {
      const group = catalog.models['authentik_core.group'];
      const isOne = group?.kind === 'resource' && group.fields['parent'] !== undefined;
      return Promise.resolve(isOne ? { name, parent } : { name, parents: [parent] });
    },
    all: async () => {
      const rows = (await Promise.all(LISTS.map(list))).flat();
      return Object.fromEntries(
        rows.map((row) => [String(row['username'] ?? row['slug'] ?? row['name'] ?? 'binding'), row]),
      );
    },
  };
}

const LISTS = ['core/groups', 'core/users', 'core/applications', 'policies/expression', 'policies/bindings'];
