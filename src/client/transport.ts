import pLimit from 'p-limit'; // a queue with a bound: a few lines, used everywhere
import { ApiError } from './api-error.ts';
import { type ReceivedResponse, type RequestLine, BUSY, explainResponse } from './explain.ts';
import { explainFailure, interrupted, triesAfter } from './explain-failure.ts';
import type { Observer } from './exchange.ts';
import { CutError, inTime } from './in-time.ts';
import { receive } from './receive.ts';
import type { Fetch, Route } from './route.ts';
import { type Stop, waitFor } from './stop.ts';

/** How requests are sent. */
export interface TransportOptions {
  readonly fetch: Fetch;
  /** The way that `fetch` takes; undefined: straight to the server. */
  readonly route?: Route | undefined;
  /** The most requests at a time. */
  readonly parallelism: number;
  readonly timeoutSeconds: number;
  /** Seconds before a repetition: grows with `attempt` (from 1). */
  readonly pause: (attempt: number) => number;
  readonly stop: Stop | undefined;
  /** Is told of each try; undefined: nobody is. */
  readonly observer?: Observer | undefined;
}

/** How one request is sent. */
export interface Sending {
  /** Whether it has the same effect when it is done twice. */
  readonly repeatable: boolean;
  /** Seconds for one try, where that is less than the usual limit; it is then not repeated. */
  readonly seconds?: number | undefined;
  /** Whether it is sent even when the run is to stop at once. */
  readonly atEnd?: boolean | undefined;
  /**
   * Seconds for one try, where that is more than the usual limit; one that took too long is then not repeated:
   * the server may still be at it.
   */
  readonly longest?: number | undefined;
  /** Whether body and answer are secret as a whole: no observer gets them. */
  readonly secret?: boolean | undefined;
  /** Whether an answer that refuses (400, or 405 after a crash) is given like one of 2xx. */
  readonly refusals?: boolean | undefined;
}

/** What ends one try of a request. */
interface Limits {
  readonly seconds: number;
  readonly stop: Stop | undefined;
}

/** How one try is sent. */
interface Try extends Limits {
  readonly secret: boolean;
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
  /** What the last answer said of the time, and when that was by our own clock. */
  #date: { readonly server: number; readonly here: number } | undefined;
  readonly traffic: Traffic = { total: 0, byMethod: {}, bytes: 0 };

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#limit = pLimit(options.parallelism);
  }

  /**
   * Sends a request and returns a 2xx response, or a refusal where `sending` wants that; throws an ApiError otherwise. A repeatable request (a read,
   * or a write that has the same effect when it is done twice) is repeated after a broken connection
   * (rest-api-2023.2, point 27: workers reset connections in flight) and after a response that says "busy".
   * Any other is sent once: even a 429 or 503 that asks to come again may stand for a write that was done, and
   * only a look at the server tells, which is up to the caller. Each try has the time limit for the whole
   * answer, so this ends within tries × limit + pauses.
   */
  async send(request: Request, sending: Sending): Promise<ReceivedResponse> {
    const { repeatable, seconds, atEnd = false, longest = 0, secret = false } = sending;
    const { timeoutSeconds, route } = this.#options;
    const line = requestLine(request, route);
    const stop = atEnd ? undefined : this.#options.stop;
    const limit = Math.max(Math.min(seconds ?? timeoutSeconds, timeoutSeconds), longest);
    const isOnce = !repeatable || seconds !== undefined;
    return this.#limit(async () => {
      let before = { mayStillRun: false, mayBeDone: false };
      for (let attempt = 1; ; attempt += 1) {
        if (stop?.hard.aborted) throw interrupted(line, before);
        const result = await this.#observed(request, line, attempt, { seconds: limit, stop, secret });
        if (!(result instanceof ApiError) && isGiven(result, sending)) {
          this.#isKnown = true;
          return result;
        }
        const error = result instanceof ApiError ? result : explainResponse(line, result, this.#isKnown);
        before = {
          mayStillRun: before.mayStillRun || error.mayStillRun,
          mayBeDone: request.method !== 'GET' && (before.mayBeDone || error.mayBeDone),
        };
        const isTooLong = longest > 0 && error.mayStillRun;
        if (isOnce || isTooLong || attempt >= triesAfterResult(result)) throw error.with(before);
        if (!(await this.pause(attempt, error.retryAfter)) && !stop?.hard.aborted) throw error.with(before);
      }
    });
  }

  /**
   * Waits before a repetition, as long as the server asks for, else as the options say. Gives false, at once,
   * when the run is to stop: nothing is to be repeated then.
   */
  async pause(attempt: number, retryAfter?: number): Promise<boolean> {
    const seconds = Math.min(retryAfter ?? this.#options.pause(attempt), MOST_SECONDS);
    return waitFor(seconds, this.#options.stop?.soft);
  }

  /** The server's clock in milliseconds, see `Client.serverTime`. */
  serverTime(): number | undefined {
    return this.#date && this.#date.server + (performance.now() - this.#date.here);
  }

  /** One try, of which the observer is told. */
  async #observed(
    request: Request,
    line: RequestLine,
    attempt: number,
    { secret, ...limits }: Try,
  ): Promise<ReceivedResponse | ApiError> {
    const { observer } = this.#options;
    if (!observer) return this.#once(request.clone(), line, limits);
    const isRecorded = observer.bodies && !secret;
    const sent = isRecorded && request.method !== 'GET' ? await request.clone().text() : '';
    const started = performance.now();
    const result = await this.#once(request.clone(), line, limits);
    const isError = result instanceof ApiError;
    observer.observe({
      method: line.method,
      path: line.path,
      query: new URL(request.url).search.slice(1),
      attempt,
      status: result.status,
      problem: isError ? result.message : undefined,
      requestId: isError ? undefined : result.requestId,
      bytes: isError ? 0 : result.bytes,
      seconds: (performance.now() - started) / 1000,
      sent,
      received: isRecorded && !isError ? result.text : '',
    });
    return result;
  }

  async #once(
    request: Request,
    line: RequestLine,
    { seconds, stop }: Limits,
  ): Promise<ReceivedResponse | ApiError> {
    this.traffic.total += 1;
    this.traffic.byMethod[request.method] = (this.traffic.byMethod[request.method] ?? 0) + 1;
    try {
      const received = await inTime(seconds, stop?.hard, async (signal) =>
        receive(line, await this.#options.fetch(request, { signal })),
      );
      if (received.date !== undefined) this.#date = { server: received.date, here: performance.now() };
      this.traffic.bytes += received.bytes;
      return received;
    } catch (error) {
      if (error instanceof ApiError) return error;
      if (error instanceof CutError) return interrupted(line, { mayStillRun: true, mayBeDone: true });
      return explainFailure(request.url, error, line.route);
    }
  }
}

/** Whether an answer is given to who sent the request, and is no error. */
function isGiven({ status }: ReceivedResponse, { refusals = false }: Sending): boolean {
  return (status >= 200 && status < 300) || (refusals && (status === 400 || status === 405));
}

/** How often a request with this result is sent in total. */
function triesAfterResult(result: ReceivedResponse | ApiError): number {
  if (result instanceof ApiError) return triesAfter(String(result.cause), TRIES);
  return BUSY.has(result.status) ? TRIES : 1;
}

/** The parts of a request that messages name. */
export function requestLine(
  request: { readonly url: string; readonly method: string },
  route?: Route,
): RequestLine {
  const { pathname, origin } = new URL(request.url);
  return { method: request.method, path: pathname.replace(/^.*\/api\/v3/, ''), origin, route };
}
