import createOpenApiClient from 'openapi-fetch';
import { parseJson } from '../catalog/exact-json.ts';
import type { Json } from '../catalog/model.ts';
import type { components, paths as FixedPaths } from './generated/fixed-endpoints.ts';
import { bearerToken, serverAddress } from './address.ts';
import { ApiError } from './api-error.ts';
import type { CatalogPaths } from './catalog-paths.ts';
import { type ReceivedResponse, type RequestLine, notAuthentik, notJson } from './explain.ts';
import { isItem, type Item, type Page, toPage } from './page.ts';
import { requestLine, Transport } from './transport.ts';

/** Where the server is, and how to talk to it. */
export interface ClientOptions {
  /** With or without `/api/v3`; what a browser shows is fine, too. */
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

/** What has gone over the wire. */
interface Requests {
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
  readonly bytes: number;
}

/**
 * authentik's REST API as far as a reconciler needs it. Every method throws an ApiError when it does not get
 * what it asks for.
 */
export interface Client {
  /** The address without `/api/v3`. */
  readonly url: string;
  /**
   * The server's release, from `GET /admin/version/`; where the token may not read that, from the server's
   * own document.
   */
  release(): Promise<string>;
  /** The server's own OpenAPI document, from `GET /schema/`: some megabytes of JSON. */
  document(): Promise<string>;
  /** The user behind the token, from `GET /core/users/me/`. */
  me(): Promise<{
    readonly pk: number;
    readonly username: string;
    readonly isSuperuser: boolean;
    readonly groups: readonly string[];
  }>;
  /**
   * Whether the server has a valid licence, from `GET /enterprise/license/summary/` (since 2023.8); undefined
   * where there is no such page.
   */
  licensed(): Promise<boolean | undefined>;
  page(path: string, query: Readonly<Record<string, string>>): Promise<Page>;
  /** A GET of anything that is no page of a list. */
  read(path: string, query?: Readonly<Record<string, string>>): Promise<Json>;
  /** A GET of what is no JSON: a file. */
  text(path: string): Promise<string>;
  /**
   * `body`: JSON text. Never repeated by itself after a broken connection: whoever repeats it looks the
   * object up first, see `apply`.
   */
  create(path: string, body: string): Promise<Item>;
  update(path: string, body: string): Promise<Item>;
  remove(path: string): Promise<void>;
  /** A POST (or PATCH) that gives the same when it is done twice (`set_key`, `set_icon_url`, …). */
  call(path: string, body: string, method?: 'POST' | 'PATCH'): Promise<void>;
  /**
   * A POST of a file, as a form: `name` and `text` of the file. Never repeated by itself after a broken
   * connection.
   */
  upload(path: string, file: { readonly name: string; readonly text: string }): Promise<Json>;
  /** Waits before the repetition number `attempt` (from 1), or as many seconds as the server asks for. */
  pause(attempt: number, retryAfter?: number): Promise<void>;
  requests(): Requests;
}

/**
 * A client for one server. Sends nothing by itself. Throws a UsageError when there can be no server at the
 * address, or no token like this.
 */
export function createClient(options: ClientOptions): Client {
  const url = serverAddress(options.url);
  const transport = new Transport({
    fetch: options.fetch ?? ((request) => fetch(request)),
    parallelism: options.parallelism ?? 4,
    timeoutSeconds: options.timeoutSeconds ?? 60,
    pause: options.pause ?? ((attempt) => 0.25 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2)),
  });
  /** What the answers hold, parsed once: when it is found out whether they are JSON at all. */
  const parsed = new WeakMap<Response, Json>();
  const through =
    (repeatable: boolean, isJson = true) =>
    async (request: Request): Promise<Response> => {
      const received = await transport.send(request, repeatable);
      const response = new Response(received.status === 204 ? null : received.text, {
        status: received.status,
        headers: { 'content-type': received.contentType },
      });
      if (isJson && received.status !== 204 && received.text !== '')
        parsed.set(response, jsonOf(requestLine(request), received));
      return response;
    };
  const shared = {
    baseUrl: `${url}/api/v3`,
    headers: { Authorization: `Bearer ${bearerToken(options.token)}`, Accept: 'application/json' },
    // Bodies are JSON text already: numbers are exact to the digit.
    bodySerializer: (body: unknown) => String(body),
  };
  const again = through(true);
  const fixed = createOpenApiClient<FixedPaths>({ ...shared, fetch: again });
  const catalogued = createOpenApiClient<CatalogPaths>({ ...shared, fetch: again });
  const json = ({ response }: { readonly response: Response }): Json => {
    const value = parsed.get(response);
    if (value === undefined) throw notAuthentik(url);
    return value;
  };
  const item = (answered: { readonly response: Response }): Item => {
    const value = json(answered);
    if (!isItem(value)) throw notAuthentik(url);
    return value;
  };
  const me = async (): ReturnType<Client['me']> => {
    const user = (await fixed.GET('/core/users/me/').catch(notFoundHere(url))).data?.user as
      | Partial<User>
      | undefined;
    if (typeof user?.pk !== 'number' || typeof user.username !== 'string') throw notAuthentik(url);
    return {
      pk: user.pk,
      username: user.username,
      isSuperuser: user.is_superuser ?? false,
      groups: Array.from(user.groups ?? [], (group) => group.name),
    };
  };
  const document = async (): Promise<string> => (await fixed.GET('/schema/', { parseAs: 'text' })).data ?? '';
  const release = async (): Promise<string> => {
    try {
      const version: unknown = (await fixed.GET('/admin/version/').catch(notFoundHere(url))).data
        ?.version_current;
      if (typeof version === 'string' && version !== '') return version;
    } catch (error) {
      if (!(error instanceof ApiError) || (error.kind !== 'refused' && error.kind !== 'forbidden'))
        throw error;
      // Only a token that is good for something is worth the document: it is large, and takes seconds when it
      // is not cached.
      await me();
      const version = (JSON.parse(await document()) as { info?: { version?: unknown } }).info?.version;
      if (typeof version === 'string' && version !== '') return version;
    }
    throw notAuthentik(url);
  };
  const licensed = async (): Promise<boolean | undefined> => {
    try {
      const { status, valid } = item(
        await catalogued.GET('/enterprise/license/summary/', { parseAs: 'text' }),
      );
      // A word since 2024.8, a boolean before (documents); the word for one that ends soon is of a valid one,
      // too.
      return valid === true || status === 'valid' || status === 'expiry_soon';
    } catch (error) {
      if (error instanceof ApiError && error.kind === 'not-found') return undefined;
      throw error;
    }
  };
  return {
    url,
    me,
    release,
    document,
    licensed,
    page: async (path, query) =>
      toPage(url, item(await catalogued.GET(path, { params: { query: { ...query } }, parseAs: 'text' }))),
    read: async (path, query = {}) =>
      json(await catalogued.GET(path, { params: { query: { ...query } }, parseAs: 'text' })),
    text: async (path) => {
      const { data } = await catalogued.GET(path, { parseAs: 'text', fetch: through(true, false) });
      return typeof data === 'string' ? data : '';
    },
    create: async (path, body) =>
      item(await catalogued.POST(path, { body, parseAs: 'text', fetch: through(false) })),
    update: async (path, body) => item(await catalogued.PATCH(path, { body, parseAs: 'text' })),
    remove: async (path) => {
      await catalogued.DELETE(path);
    },
    call: async (path, body, method = 'POST') => {
      await catalogued[method](path, { body, parseAs: 'text' });
    },
    upload: async (path, file) =>
      json(
        await catalogued.POST(path, {
          body: file.text,
          bodySerializer: (text) => asForm(file.name, text),
          parseAs: 'text',
          fetch: through(false),
        }),
      ),
    pause: (attempt, retryAfter) => transport.pause(attempt, retryAfter),
    requests: () => ({ ...transport.traffic, byMethod: { ...transport.traffic.byMethod } }),
  };
}

/** A file in a form, as authentik takes it: under the name `file`. */
function asForm(name: string, text: string): FormData {
  const form = new FormData();
  form.append('file', new Blob([text], { type: 'application/yaml' }), name);
  return form;
}

type User = components['schemas']['UserSelf'];

/** What a response holds. Throws an ApiError when it is no JSON, or was cut off. */
function jsonOf(request: RequestLine, response: ReceivedResponse): Json {
  if (!response.contentType.includes('json')) throw notJson(request, response);
  try {
    return parseJson(response.text);
  } catch {
    throw notJson(request, response);
  }
}

/** Every authentik has these endpoints: one that is not there means another application. */
function notFoundHere(url: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof ApiError && error.status === 404 ? notAuthentik(url) : error;
  };
}
