import { ApiError } from './api-error.ts';
import { serverAddress } from './address.ts';
import { explainResponse, isWebPage, type ReceivedResponse, type RequestLine } from './explain.ts';
import { explainFailure, interrupted } from './explain-failure.ts';
import { CutError, inTime } from './in-time.ts';
import { receive } from './receive.ts';
import type { Way } from './route.ts';
import { requestLine } from './transport.ts';

/** It has some megabytes, and a server that has not made it yet takes long. */
const MOST_SECONDS = 120;
const ACCEPT = 'application/vnd.oai.openapi+json, application/vnd.oai.openapi, application/json, text/yaml';

/** As many redirects are followed: the document is public, and so is where it is. */
const MOST_REDIRECTS = 5;

/** How a document is fetched. */
export interface FetchOptions {
  /** Ends it at once. */
  readonly stop?: AbortSignal | undefined;
  /** How requests are sent to the server of this address: another one gets no headers that are not for it. */
  readonly wayTo?: ((address: string) => Way) | undefined;
}

/**
 * The OpenAPI document of a server, as text. `from`: the server's address, or that of the document itself.
 * The document is public, so no token is sent. Throws an ApiError.
 */
export async function fetchDocument(from: string, options: FetchOptions = {}): Promise<string> {
  let address = /\/schema\/?(\?|$)|\.(ya?ml|json)$/.test(from)
    ? from
    : `${serverAddress(from)}/api/v3/schema/`;
  for (let redirects = 0; ; redirects += 1) {
    const { response, line } = await get(address, options);
    const { status, text, location } = response;
    if (status >= 200 && status < 300) return text;
    const next = status >= 300 && status < 400 ? redirected(location, address) : undefined;
    if (next === undefined || redirects === MOST_REDIRECTS) throw refused(address, line, response);
    address = next;
  }
}

/** Where a redirect leads; undefined where that is no address of the web, or one that is not as safe. */
function redirected(location: string | null, address: string): string | undefined {
  if (location === null || !URL.canParse(location, address)) return undefined;
  const { protocol, href } = new URL(location, address);
  const isAsSafe = protocol === 'https:' || (protocol === 'http:' && address.startsWith('http:'));
  return isAsSafe ? href : undefined;
}

/** What stands before the server is named; else an answer that is no document only has a status. */
function refused(address: string, line: RequestLine, response: ReceivedResponse): ApiError {
  const { status } = response;
  const isOfAnother = (status === 401 || status === 403) && isWebPage(response);
  return isOfAnother || (status >= 300 && status < 400)
    ? explainResponse(line, response, true)
    : new ApiError('unexpected', `${address} answered with status ${status}`, {
        status,
        hint: 'a server has its document at /api/v3/schema/',
      });
}

async function get(
  address: string,
  { stop, wayTo }: FetchOptions,
): Promise<{ readonly response: ReceivedResponse; readonly line: RequestLine }> {
  const { fetch: send = fetch, headers = {}, route } = wayTo?.(address) ?? {};
  const line = requestLine({ method: 'GET', url: address }, route);
  const request = new Request(address, { headers: { ...headers, Accept: ACCEPT }, redirect: 'manual' });
  try {
    const response = await inTime(MOST_SECONDS, stop, async (signal) =>
      receive(line, await send(request, { signal })),
    );
    return { response, line };
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (error instanceof CutError) throw interrupted(line, { mayStillRun: false, mayBeDone: false });
    throw explainFailure(address, error, route);
  }
}
