import createOpenApiClient from 'openapi-fetch';
import { parseJson } from '../catalog/exact-json.ts';
import type { Collection, Json } from '../catalog/model.ts';
import type { paths as FixedPaths } from './generated/fixed-endpoints.ts';
import { notJson } from './explain.ts';
import { pathOf, Transport } from './transport.ts';

/** Where the server is, and how to talk to it. */
export interface ClientOptions {
  /** With or without `/api/v3`. */
  readonly url: string;
  readonly token: string;
  /** Instead of the network: an embedded server. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Requests at a time; 4 when not given. */
  readonly parallelism?: number;
  readonly timeoutSeconds?: number;
  /** Seconds to wait before a repetition; doubles from a quarter, with some chance in it, when not given. */
  readonly pause?: (attempt: number) => number;
}

type Item = { readonly [field: string]: Json };

/** One page of a list; `next` is 0 on the last one. */
export interface Page {
  readonly items: readonly Item[];
  readonly next: number;
  readonly count: number;
  readonly pages: number;
}

/** What has gone over the wire. */
export interface Requests {
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
  readonly bytes: number;
}

/** Endpoints that only the catalog knows: any path, any fields. */
interface CatalogPaths {
  [path: string]: {
    get: { parameters: { query?: Record<string, string> }; responses: { 200: { content: { 'application/json': Json } } } };
    post: { requestBody: { content: { 'application/json': string } }; responses: { 200: { content: { 'application/json': Json } } } };
    patch: { requestBody: { content: { 'application/json': string } }; responses: { 200: { content: { 'application/json': Json } } } };
    delete: { responses: { 204: { content?: never } } };
  };
}

/** authentik's REST API as far as a reconciler needs it. Every method throws an ApiError when it does not get what it asks for. */
export interface Client {
  /** The address without `/api/v3`. */
  readonly url: string;
  /** The server's release, from `GET /admin/version/`. */
  release(): Promise<string>;
  /** The user behind the token, from `GET /core/users/me/`. */
  me(): Promise<{ readonly pk: number; readonly username: string; readonly isSuperuser: boolean; readonly groups: readonly string[] }>;
  page(path: string, query: Readonly<Record<string, string>>): Promise<Page>;
  /** `body`: JSON text. Never repeated by itself: see `apply`. */
  create(path: string, body: string): Promise<Item>;
  update(path: string, body: string): Promise<Item>;
  remove(path: string): Promise<void>;
  /** A POST that gives the same when it is done twice (`set_key`, `set_icon_url`, …). */
  call(path: string, body: string): Promise<void>;
  requests(): Requests;
}

/** A client for one server. Sends nothing by itself. */
export function createClient(options: ClientOptions): Client {
  const url = options.url.replace(/\/+$/, '').replace(/\/api\/v3$/, '');
  const transport = new Transport({
    fetch: options.fetch ?? ((request) => fetch(request)),
    parallelism: options.parallelism ?? 4,
    timeoutSeconds: options.timeoutSeconds ?? 60,
    pause: options.pause ?? ((attempt) => 0.25 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2)),
  });
  const through = (repeatable: boolean) => async (request: Request): Promise<Response> => {
    const answer = await transport.send(request, repeatable);
    if (answer.status !== 204 && answer.text !== '' && !answer.contentType.includes('json')) throw notJson(request.method, pathOf(request), answer);
    return new Response(answer.status === 204 ? null : answer.text, { status: answer.status, headers: { 'content-type': answer.contentType } });
  };
  const shared = {
    baseUrl: `${url}/api/v3`,
    headers: { Authorization: `Bearer ${options.token}`, Accept: 'application/json' },
    // Bodies are JSON text already: numbers are exact to the digit.
    bodySerializer: (body: unknown) => String(body),
  };
  const again = through(true);
  const fixed = createOpenApiClient<FixedPaths>({ ...shared, fetch: again });
  const any = createOpenApiClient<CatalogPaths>({ ...shared, fetch: again });
  const item = (text: unknown): Item => parseJson(String(text)) as Item;
  return {
    url,
    release: async () => (await fixed.GET('/admin/version/')).data?.version_current ?? '',
    me: async () => {
      const user = (await fixed.GET('/core/users/me/')).data?.user;
      return { pk: user?.pk ?? 0, username: user?.username ?? '', isSuperuser: user?.is_superuser ?? false, groups: Array.from(user?.groups ?? [], (group) => group.name) };
    },
    page: async (path, query) => toPage(item((await any.GET(path, { params: { query: { ...query } }, parseAs: 'text' })).data)),
    create: async (path, body) => item((await any.POST(path, { body, parseAs: 'text', fetch: through(false) })).data),
    update: async (path, body) => item((await any.PATCH(path, { body, parseAs: 'text' })).data),
    remove: async (path) => {
      await any.DELETE(path);
    },
    call: async (path, body) => {
      await any.POST(path, { body, parseAs: 'text' });
    },
    requests: () => ({ ...transport.traffic, byMethod: { ...transport.traffic.byMethod } }),
  };
}

function toPage(body: Item): Page {
  const pagination = body['pagination'] as { next?: number; count?: number; total_pages?: number } | undefined;
  return { items: (body['results'] as Item[] | undefined) ?? [], next: pagination?.next ?? 0, count: pagination?.count ?? 0, pages: pagination?.total_pages ?? 1 };
}

/** The address of one object: the item path with its key in it. */
export function itemPath(collection: Collection, key: string | number): string {
  return collection.item.replace(/\{[^}]+\}/, encodeURIComponent(String(key)));
}
