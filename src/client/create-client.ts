import createOpenApiClient from 'openapi-fetch';
import { isMapping } from '../catalog/json-mapping.ts';
import type { Json } from '../catalog/model.ts';
import { InternalError } from '../diagnostics/errors.ts';
import type { paths as FixedPaths } from './generated/fixed-endpoints.ts';
import { bearerToken, serverAddress } from './address.ts';
import { type Answer, itemOf, licensedOf, releaseOf, type TokenUser, userOf } from './answers.ts';
import { ApiError } from './api-error.ts';
import type { CatalogPaths } from './catalog-paths.ts';
import type { Client, Reply } from './client.ts';
import type { Observer } from './exchange.ts';
import { isWebPage, notAuthentik, notFile, type RequestLine } from './explain.ts';
import { jsonOf } from './json-answer.ts';
import { toPage } from './page.ts';
import type { Way } from './route.ts';
import type { Stop } from './stop.ts';
import { requestLine, type Sending, Transport } from './transport.ts';

/** Where the server is, and how to talk to it. */
export interface ClientOptions extends Way {
  /** With or without `/api/v3`; the address of a page in the browser is accepted, too. */
  readonly url: string;
  readonly token: string;
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

/**
 * Creates a client for one server; sends nothing yet. Throws a UsageError when the address or the token
 * cannot be one.
 */
export function createClient(options: ClientOptions): Client {
  const url = serverAddress(options.url);
  const { route } = options;
  const transport = new Transport({
    fetch: options.fetch ?? fetch,
    route,
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
      const request = requestLine(sent, route);
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
      ...options.headers,
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
    throw notAuthentik({ method: 'GET', path, origin: url, route }, 'there is none');
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
      return releaseOf(answer.request, isMapping(info) ? info['version'] : undefined);
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
    ask: async (path, body, seconds) =>
      reply(
        await catalogued.POST(path, {
          body,
          parseAs: 'text',
          fetch: through({ repeatable: true, longest: seconds, secret: true, refusals: true }),
        }),
      ),
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
