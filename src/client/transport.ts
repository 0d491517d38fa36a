import pLimit from 'p-limit'; // a queue with a bound: a few lines, used everywhere
import { explainAnswer, explainFailure, type Answer, codeOf } from './explain.ts';
import { ApiError } from './api-error.ts';

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

/** Answers that another try may better. 405 is a crash here, and a crash is repeated by asking again, not by itself. */
const BUSY = new Set([429, 502, 503, 504]);
const ATTEMPTS = 5;

/** Sends requests: bounded in number, with a time limit, counted, and repeated where that cannot do harm. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly traffic: Traffic = { total: 0, byMethod: {}, bytes: 0 };

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#limit = pLimit(options.parallelism);
  }

  /**
   * Sends a request. A repeatable one (a read, or a write that gives the same when it is done twice) is tried again after a
   * broken connection (rest-api-2023.2, point 27: workers reset connections in flight) and after an answer that says
   * "busy". Gives 2xx answers only; throws an ApiError otherwise.
   */
  async send(request: Request, repeatable: boolean): Promise<Answer> {
    return this.#limit(async () => {
      for (let attempt = 1; ; attempt += 1) {
        const more = attempt < ATTEMPTS;
        const result = await this.#once(request.clone());
        if (result instanceof ApiError) {
          if (repeatable && more && result.kind === 'unreachable' && mayHeal(result)) await this.#wait(attempt, undefined);
          else throw result;
          continue;
        }
        if (result.answer.status >= 200 && result.answer.status < 300) return result.answer;
        if (more && BUSY.has(result.answer.status) && (repeatable || result.answer.status === 429 || result.answer.status === 503)) {
          await this.#wait(attempt, result.retryAfter);
          continue;
        }
        throw explainAnswer(request.method, pathOf(request), result.answer);
      }
    });
  }

  async #once(request: Request): Promise<{ answer: Answer; retryAfter: string | null } | ApiError> {
    this.traffic.total += 1;
    this.traffic.byMethod[request.method] = (this.traffic.byMethod[request.method] ?? 0) + 1;
    const limit = AbortSignal.timeout(this.#options.timeoutSeconds * 1000);
    try {
      const response = await this.#options.fetch(new Request(request, { signal: limit, redirect: 'manual' }));
      const text = await response.text();
      this.traffic.bytes += text.length;
      const answer = { status: response.status, contentType: response.headers.get('content-type') ?? '', text, location: response.headers.get('location') };
      return { answer, retryAfter: response.headers.get('retry-after') };
    } catch (error) {
      const failure = explainFailure(request.url, limit.aborted ? limit.reason : error);
      failure.cause = codeOf(error);
      return failure;
    }
  }

  async #wait(attempt: number, retryAfter: string | null | undefined): Promise<void> {
    const asked = Number(retryAfter ?? NaN);
    const seconds = Number.isFinite(asked) ? Math.min(asked, 60) : this.#options.pause(attempt);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

/** A wrong name or certificate stays wrong; a reset or a time limit may not. */
function mayHeal(error: ApiError): boolean {
  return !/CERT|SELF_SIGNED|ALTNAME|ENOTFOUND|EPROTO|SSL|ERR_INVALID/.test(String(error.cause));
}

/** The path of a request without the part that all share. */
export function pathOf(request: { readonly url: string }): string {
  return new URL(request.url).pathname.replace(/^.*\/api\/v3/, '');
}
