import createOpenApiClient from 'openapi-fetch';
import type { Json } from '../catalog/model.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { paths as FixedPaths } from './generated/fixed-endpoints.ts';
import { bearerToken, serverAddress } from './address.ts';
import { type Answer, itemOf, licensedOf, releaseOf, type TokenUser, userOf } from './answers.ts';
import { ApiError } from './api-error.ts';
import type { CatalogPaths } from './catalog-paths.ts';
import type { Observer } from './exchange.ts';
import { isWebPage, notAuthentik, notFile, type RequestLine } from './explain.ts';
import { jsonOf } from './json-answer.ts';
import { isItem, type Item, type Page, toPage } from './page.ts';
import type { Stop } from './stop.ts';
import { type Fetch, requestLine, type Sending, Transport } from './transport.ts';

/** Where the server is, and how to talk to it. */
export interface ClientOptions {
  /** With or without `/api/v3`; the address of a page in the browser is accepted, too. */
  readonly url: string;
  readonly token: string;
  /** Sends a request instead of the network, for an embedded server. */
  readonly fetch?: Fetch | undefined;
  /** Requests at a time; 4 when not given. */
  readonly parallelism?: number | undefined;
  /** Seconds for the whole answer to one try of a request; 60 when not given. */
  readonly timeoutSeconds?: number | undefined;
  /** How the run is told to stop; undefined: never. */
  readonly stop?: Stop | undefined;
  /** What the server is told of the program, for its own events: see `userAgent`. */
  readonly userAgent?: string | undefined;
  /** Is told of each try of a request. */
  readonly observer?: Observer | undefined;
  /**
   * Seconds to wait before a repetition; by default it doubles from a quarter of a second, with some
   * randomness.
   */
  readonly pause?: ((attempt: number) => number) | undefined;
}

/** A 2xx response to a write that need not show the object. */
export interface Reply {
  readonly status: number;
  /** What it says, as JSON; undefined: nothing. */
  readonly body: Json | undefined;
}

/** Numbers of requests. */
interface Requests {
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
  readonly bytes: number;
}

/**
 * The part of authentik's REST API that is needed here. Every method throws an ApiError when its request
 * fails.
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
  me(): Promise<TokenUser>;
  /**
   * Whether the server has a valid licence, from `GET /enterprise/license/summary/` (since 2023.8); undefined
   * where there is no such endpoint.
   */
  licensed(): Promise<boolean | undefined>;
  /** One page of a list. */
  page(path: string, query: Readonly<Record<string, string>>): Promise<Page>;
  /**
   * A GET of JSON that is no page of a list. `seconds`: a shorter time limit than the usual one, after which it
   * is not repeated.
   */
  read(path: string, query?: Readonly<Record<string, string>>, seconds?: number): Promise<Json>;
  /** A GET of a file that is no JSON. */
  text(path: string): Promise<string>;
  /**
   * Creates an object; `body` is JSON text. Never repeated, also not after "busy": a caller that repeats it must
   * look the object up first, see create-once.ts.
   */
  create(path: string, body: string): Promise<Item>;
  update(path: string, body: string): Promise<Item>;
  remove(path: string): Promise<Reply>;
  /**
   * A POST or PATCH that may be repeated, as it has the same effect when it is done twice (`set_key`,
   * `set_icon_url`, …).
   */
  call(path: string, body: string, method?: 'POST' | 'PATCH'): Promise<Reply>;
  /** Uploads a file as a form. Never repeated. */
  upload(path: string, file: { readonly name: string; readonly text: string }): Promise<Json>;
  /**
   * Waits before the repetition number `attempt` (from 1), or as many seconds as the server asks for. Gives
   * false, at once, when the run is to stop: nothing is to be repeated then.
   */
  pause(attempt: number, retryAfter?: number): Promise<boolean>;
  /**
   * A DELETE that is sent once, with a short time limit, also where the run was told to stop: for what must not
   * be left behind.
   */
  removeAtEnd(path: string): Promise<void>;
  /**
   * The server's clock, in milliseconds: the `Date` of its last answer, and the time that has passed since;
   * undefined where no answer had one. To a second.
   */
  serverTime(): number | undefined;
  /** The requests so far. */
  requests(): Requests;
}

/**
 * Creates a client for one server; sends nothing yet. Throws a UsageError when the address or the token
 * cannot be one.
 */
export function createClient(options: ClientOptions): Client {
  const url = serverAddress(options.url);
  const transport = new Transport({
    fetch: options.fetch ?? fetch,
    parallelism: options.parallelism ?? 4,
    timeoutSeconds: options.timeoutSeconds ?? 60,
    pause: options.pause ?? ((attempt) => 0.25 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2)),
    stop: options.stop,
    observer: options.observer,
  });
  /** What responses answer, and their parsed bodies, so that each is parsed once. */
  const answers = new WeakMap<Response, { readonly request: RequestLine; readonly json: Json | undefined }>();
  const through =
    (sending: Sending, isJson = true) =>
    async (sent: Request): Promise<Response> => {
      const request = requestLine(sent);
      const received = await transport.send(sent, sending);
      const isEmpty = BODILESS.has(received.status) || received.text === '';
      if (!isJson && isWebPage(received)) throw notFile(request);
      const response = new Response(isEmpty ? null : received.text, { status: received.status });
      answers.set(response, { request, json: isJson && !isEmpty ? jsonOf(request, received) : undefined });
      return response;
    };
  const shared = {
    baseUrl: `${url}/api/v3`,
    headers: {
      Authorization: `Bearer ${bearerToken(options.token)}`,
      Accept: 'application/json',
      'User-Agent': options.userAgent ?? 'ak-blueprint',
    },
    // The token is for this server, and nobody else.
    redirect: 'manual' as const,
    // Bodies are JSON text already, in which numbers are exact.
    bodySerializer: (body: unknown) => String(body),
  };
  const again = through({ repeatable: true });
  const once = through({ repeatable: false });
  const fixed = createOpenApiClient<FixedPaths>({ ...shared, fetch: again });
  const catalogued = createOpenApiClient<CatalogPaths>({ ...shared, fetch: again });
  const answerIn = ({ response }: { readonly response: Response }): Answer => {
    const { request, json } = answers.get(response) ?? {};
    if (!request) throw new InternalError('a response that was not received');
    if (json === undefined) throw notAuthentik(request, 'it is empty');
    return { request, json };
  };
  const reply = ({ response }: { readonly response: Response }): Reply => ({
    status: response.status,
    body: answers.get(response)?.json,
  });
  /** Every authentik has these endpoints: a 404 means that this is another application. */
  const notThere = (path: string) => (error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    throw notAuthentik({ method: 'GET', path, origin: url }, 'there is none');
  };
  const me = async (): Promise<TokenUser> =>
    userOf(
      answerIn(await fixed.GET('/core/users/me/', { parseAs: 'text' }).catch(notThere('/core/users/me/'))),
    );
  const document = async (): Promise<string> => (await fixed.GET('/schema/', { parseAs: 'text' })).data ?? '';
  const release = async (): Promise<string> => {
    try {
      const answer = answerIn(
        await fixed.GET('/admin/version/', { parseAs: 'text' }).catch(notThere('/admin/version/')),
      );
      return releaseOf(answer.request, itemOf(answer)['version_current']);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.kind !== 'refused' && error.kind !== 'forbidden'))
        throw error;
      // The document is large and takes seconds when it is not cached, so it is only read if the token is
      // accepted.
      await me();
      const answer = answerIn(await fixed.GET('/schema/', { parseAs: 'text' }));
      const { info } = itemOf(answer);
      return releaseOf(answer.request, isItem(info) ? info['version'] : undefined);
    }
  };
  const licensed = async (): Promise<boolean | undefined> => {
    try {
      return licensedOf(answerIn(await catalogued.GET('/enterprise/license/summary/', { parseAs: 'text' })));
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
    page: async (path, query) => {
      const answer = answerIn(
        await catalogued.GET(path, { params: { query: { ...query } }, parseAs: 'text' }),
      );
      return toPage(answer.request, itemOf(answer), Number(query['page'] ?? 1));
    },
    read: async (path, query = {}, seconds?) =>
      answerIn(
        await catalogued.GET(path, {
          params: { query: { ...query } },
          parseAs: 'text',
          fetch: through({ repeatable: true, seconds }),
        }),
      ).json,
    text: async (path) => {
      const { data } = await catalogued.GET(path, {
        parseAs: 'text',
        fetch: through({ repeatable: true }, false),
      });
      return typeof data === 'string' ? data : '';
    },
    create: async (path, body) =>
      itemOf(answerIn(await catalogued.POST(path, { body, parseAs: 'text', fetch: once }))),
    update: async (path, body) => itemOf(answerIn(await catalogued.PATCH(path, { body, parseAs: 'text' }))),
    remove: async (path) => reply(await catalogued.DELETE(path, { parseAs: 'text' })),
    removeAtEnd: async (path) => {
      await catalogued.DELETE(path, {
        parseAs: 'text',
        fetch: through({ repeatable: false, seconds: AT_END_SECONDS, atEnd: true }),
      });
    },
    serverTime: () => transport.serverTime(),
    call: async (path, body, method = 'POST') =>
      reply(await catalogued[method](path, { body, parseAs: 'text' })),
    upload: async (path, file) =>
      answerIn(
        await catalogued.POST(path, {
          body: file.text,
          bodySerializer: (text) => asForm(file.name, text),
          parseAs: 'text',
          fetch: once,
        }),
      ).json,
    pause: (attempt, retryAfter) => transport.pause(attempt, retryAfter),
    requests: () => ({ ...transport.traffic, byMethod: { ...transport.traffic.byMethod } }),
  };
}

/** The time limit of what is sent at the end of a run that was told to stop. */
const AT_END_SECONDS = 10;

/** Statuses of answers that have no body, whatever the server sends. */
const BODILESS: ReadonlySet<number> = new Set([204, 205]);

/** The form in which authentik accepts a file: under the name `file`. */
function asForm(name: string, text: string): FormData {
  const form = new FormData();
  form.append('file', new Blob([text], { type: 'application/yaml' }), name);
  return form;
}
