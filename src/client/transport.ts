import pLimit from 'p-limit'; // a queue with a bound: a few lines, used everywhere
import { ApiError } from './api-error.ts';
import { type ReceivedResponse, type RequestLine, BUSY, explainResponse } from './explain.ts';
import { explainFailure, triesAfter } from './explain-failure.ts';

/** How requests are sent. */
export interface TransportOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  /** At most this many at a time. */
  readonly parallelism: number;
  readonly timeoutSeconds: number;
  /** Seconds before a repetition: grows with `attempt` (from 1). */
  readonly pause: (attempt: number) => number;
}

/** What has gone over the wire so far; `bytes` of the bodies received. */
export interface Traffic {
  total: number;
  readonly byMethod: Record<string, number>;
  bytes: number;
}

const TRIES = 5;
/** A server that asks for more patience than this gets another try all the same. */
const MOST_SECONDS = 60;

/** Sends requests: bounded in number, with a time limit, counted, and repeated where that cannot do harm. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #limit: ReturnType<typeof pLimit>;
  /** The server has allowed something: a 403 is then about rights, not about the token. */
  #isKnown = false;
  readonly traffic: Traffic = { total: 0, byMethod: {}, bytes: 0 };

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#limit = pLimit(options.parallelism);
  }

  /**
   * Sends a request. A repeatable one (a read, or a write that gives the same when it is done twice) is tried
   * again after a broken connection (rest-api-2023.2, point 27: workers reset connections in flight) and
   * after a response that says "busy"; another one only after a response that says that it was not taken. Gives
   * 2xx answers only; throws an ApiError otherwise.
   */
  async send(request: Request, repeatable: boolean): Promise<ReceivedResponse> {
    const line = requestLine(request);
    return this.#limit(async () => {
      for (let attempt = 1; ; attempt += 1) {
        const result = await this.#once(request.clone());
        if (result instanceof ApiError) {
          if (!repeatable || attempt >= triesAfter(String(result.cause), TRIES)) throw result;
          await this.pause(attempt);
          continue;
        }
        if (result.status >= 200 && result.status < 300) {
          this.#isKnown = true;
          return result;
        }
        const error = explainResponse(line, result, this.#isKnown);
        if (attempt >= TRIES || !BUSY.has(result.status) || !(repeatable || wasNotTaken(result))) throw error;
        await this.pause(attempt, error.retryAfter);
      }
    });
  }

  /** Waits before a repetition: as long as the server asks for, else as long as usual. */
  async pause(attempt: number, retryAfter?: number): Promise<void> {
    const seconds = Math.min(retryAfter ?? this.#options.pause(attempt), MOST_SECONDS);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }

  async #once(request: Request): Promise<ReceivedResponse | ApiError> {
    this.traffic.total += 1;
    this.traffic.byMethod[request.method] = (this.traffic.byMethod[request.method] ?? 0) + 1;
    const limit = AbortSignal.timeout(this.#options.timeoutSeconds * 1000);
    try {
      const response = await this.#options.fetch(new Request(request, { signal: limit, redirect: 'manual' }));
      const bytes = await response.arrayBuffer();
      this.traffic.bytes += bytes.byteLength;
      return {
        status: response.status,
        contentType: response.headers.get('content-type') ?? '',
        text: new TextDecoder().decode(bytes),
        location: response.headers.get('location'),
        retryAfter: secondsOf(response.headers.get('retry-after')),
      };
    } catch (error) {
      return explainFailure(request.url, limit.aborted ? limit.reason : error);
    }
  }
}

/**
 * "Too many requests", or "not now" with a time to come back. A 503 without one, a 502 and a 504 are also
 * what a proxy says that lost the server in the middle.
 */
function wasNotTaken({ status, retryAfter }: ReceivedResponse): boolean {
  return status === 429 || (status === 503 && retryAfter !== undefined);
}

/** A Retry-After header, in seconds or as a date. */
function secondsOf(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** How a request is named in messages. */
export function requestLine(request: { readonly url: string; readonly method: string }): RequestLine {
  const { pathname, origin } = new URL(request.url);
  return { method: request.method, path: pathname.replace(/^.*\/api\/v3/, ''), origin };
}
