import pLimit from 'p-limit'; // a queue with a bound: a few lines, used everywhere
import { ApiError } from './api-error.ts';
import { type ReceivedResponse, type RequestLine, BUSY, explainResponse } from './explain.ts';
import { explainFailure, triesAfter } from './explain-failure.ts';

/** How requests are sent. */
export interface TransportOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  /** The most requests at a time. */
  readonly parallelism: number;
  readonly timeoutSeconds: number;
  /** Seconds before a repetition: grows with `attempt` (from 1). */
  readonly pause: (attempt: number) => number;
}

/** Numbers of requests so far; `bytes` of the response bodies. */
export interface Traffic {
  total: number;
  readonly byMethod: Record<string, number>;
  bytes: number;
}

const TRIES = 5;
/** The longest wait before a repetition, whatever the server asks for. */
const MOST_SECONDS = 60;

/**
 * Sends requests: a limited number at a time, with a time limit, counted, and repeated where that is safe.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #limit: ReturnType<typeof pLimit>;
  /** Whether the server has accepted the token: a 403 is then about permissions. */
  #isKnown = false;
  readonly traffic: Traffic = { total: 0, byMethod: {}, bytes: 0 };

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#limit = pLimit(options.parallelism);
  }

  /**
   * Sends a request and returns a 2xx response; throws an ApiError otherwise. A repeatable request (a read,
   * or a write that has the same effect when it is done twice) is repeated after a broken connection
   * (rest-api-2023.2, point 27: workers reset connections in flight) and after a response that says "busy";
   * any other only after a response that says that it was not processed.
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

  /** Waits before a repetition, as long as the server asks for, else as the options say. */
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
 * Whether the server has certainly not processed the request: it responded 429, or 503 with a Retry-After. A
 * 503 without one, a 502 and a 504 may also come from a proxy that lost the server meanwhile.
 */
function wasNotTaken({ status, retryAfter }: ReceivedResponse): boolean {
  return status === 429 || (status === 503 && retryAfter !== undefined);
}

/** The seconds of a Retry-After header, which has seconds or a date. */
function secondsOf(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** The parts of a request that messages name. */
export function requestLine(request: { readonly url: string; readonly method: string }): RequestLine {
  const { pathname, origin } = new URL(request.url);
  return { method: request.method, path: pathname.replace(/^.*\/api\/v3/, ''), origin };
}
