import { parseJson } from '../catalog/exact-json.ts';
import { ApiError, fieldMessages } from './api-error.ts';
import { explainTlsPage } from './explain-tls.ts';
import { oneLine } from './one-line.ts';
import { accessHint, proxyWords, type Route } from './route.ts';

/** A response that has been read completely. */
export interface ReceivedResponse {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** The length of the body; of a refusal that was not read to its end, as far as it was read. */
  readonly bytes: number;
  /** Whether `text` is the whole body. */
  readonly isWhole: boolean;
  readonly location: string | null;
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;
  /** The id that authentik gave the request. */
  readonly requestId: string | undefined;
  /** When the server sent it, in milliseconds of its own clock; undefined where it does not say. */
  readonly date?: number | undefined;
}

/** A request as messages name it: without query and token. */
export interface RequestLine {
  readonly method: string;
  /** The path without `/api/v3`. */
  readonly path: string;
  readonly origin: string;
  /** How it was sent; undefined: straight to the server. */
  readonly route?: Route | undefined;
}

/**
 * Statuses after which a request may succeed when it is repeated: the server is busy or starting, or a proxy
 * does not reach it. 405 is a crash here and not among them.
 */
export const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * The error that a response outside 2xx means. `isKnown`: whether the server has accepted the token before.
 */
export function explainResponse(
  request: RequestLine,
  response: ReceivedResponse,
  isKnown: boolean,
): ApiError {
  const { status, text } = response;
  const what = `${request.method} ${request.path}`;
  const body = jsonBody(response);
  if (BUSY.has(status)) return busy(request, response);
  if (status === 400 && body === undefined && response.isWhole && text.trim() !== '')
    return notTls(request, response) ?? notJson(request, response);
  if (status === 400) {
    const fields = fieldMessages(body);
    const said = fields
      .map(({ path: at, message }) => (at.length ? `${at.join('.')}: ${message}` : message))
      .join('; ');
    return new ApiError('invalid', oneLine(said) || `the server refused ${what}`, { status, fields });
  }
  const inFront = explainInFront(request, response);
  if (inFront) return inFront;
  if (status === 403 && isKnown) {
    return new ApiError('forbidden', `the user of the token may not do ${what}`, {
      status,
      // The importer says at which entry of a file a right is missing (read: 2026.5).
      fields: fieldMessages(body).filter(({ path }) => path.length > 0),
      hint: 'use a token of a user in a group with superuser rights',
    });
  }
  if (status === 401 || status === 403) {
    // Measured on 2023.2.3: a missing or bad token is 403, never 401 (rest-api-2023.2, point 13).
    return new ApiError('refused', `the server refuses the token for ${what}`, {
      status,
      hint: 'check AUTHENTIK_TOKEN: a token of intent API, not expired, of a user who may do this',
    });
  }
  if (status === 404) return notFound(request, body !== undefined);
  if (status === 405 && body === undefined) {
    // Measured on 2023.2.3 and 2025.12.4: after a crash on a write, an HTML view responds that it does not
    // allow the method.
    return new ApiError('crashed', `the server failed on ${what}`, {
      status,
      mayBeDone: true,
      hint: 'authentik answers this way when it crashes on a request: often a value that it needs is missing or empty',
    });
  }
  if (status >= 500)
    return new ApiError('crashed', `the server failed on ${what} with status ${status}`, {
      status,
      mayBeDone: true,
      hint: "the server's log says why",
    });
  return new ApiError('unexpected', `the server answered ${what} with status ${status}`, {
    status,
    // 405 in JSON: the method is not allowed. What stands before the server may give any other.
    mayBeDone: status !== 405,
    hint: looksLikeHtml(response) && text !== '' ? `the answer is a web page; ${stands(request)}` : undefined,
  });
}

/** The error of an answer of what stands before authentik; undefined where it may be authentik's own. */
function explainInFront(request: RequestLine, response: ReceivedResponse): ApiError | undefined {
  const { status, location } = response;
  const what = `${request.method} ${request.path}`;
  // authentik says it in JSON.
  if ((status === 401 || status === 403) && looksLikeHtml(response))
    return new ApiError('unexpected', `something in front of authentik refuses ${what} (status ${status})`, {
      status,
      hint: `the answer is a web page; ${stands(request)}`,
    });
  if (status < 300 || status >= 400) return undefined;
  return new ApiError('unexpected', `the server sends ${what} elsewhere: ${hostOf(location)}`, {
    status,
    mayBeDone: true,
    hint: `${elsewhere(request, location)}; ${stands(request)}; the token is not sent to another address`,
  });
}

/**
 * The error that a 404 means. `isAuthentik`: the response is authentik's and about an object; else there is
 * no such endpoint.
 */
function notFound({ method, path }: RequestLine, isAuthentik: boolean): ApiError {
  if (isAuthentik) return new ApiError('not-found', `${path} does not exist`, { status: 404 });
  return new ApiError('unexpected', `${method} ${path} is no endpoint of this server`, {
    status: 404,
    hint: 'is the address that of authentik, with its sub-path where it has one (web.path), and is its release supported?',
  });
}

function busy(
  { method, path, origin, route }: RequestLine,
  { status, retryAfter }: ReceivedResponse,
): ApiError {
  return new ApiError(
    'unreachable',
    `${hostOf(origin)} is too busy for ${method} ${path}, or nobody is behind its proxy (status ${status})`,
    {
      status,
      retryAfter,
      mayStillRun: status === 504,
      mayBeDone: true,
      hint: `is authentik running? it may be starting; less --parallelism asks less of it${throughProxy(route)}`,
    },
  );
}

/** The error for a response that is no JSON where JSON was expected. */
export function notJson(request: RequestLine, response: ReceivedResponse): ApiError {
  const { method, path, origin } = request;
  const hints = [
    looksLikeHtml(response)
      ? `the answer is a web page: is the address that of authentik? ${stands(request)}`
      : 'is the address that of authentik?',
  ];
  if (response.status === 400 && origin.startsWith('http:')) hints.push('does the port want https?');
  return new ApiError('unexpected', `${method} ${path} was answered with something that is not JSON`, {
    status: response.status,
    mayBeDone: response.status !== 400,
    hint: hints.join(' '),
  });
}

/** The error for a web page where a file was expected. */
export function notFile(request: RequestLine): ApiError {
  return new ApiError('unexpected', `${request.method} ${request.path} was answered with a web page`, {
    hint: `is the address that of authentik? ${stands(request)}`,
  });
}

/** The error for a page in which a web server says that it wants TLS in another way. */
function notTls(
  { origin, route = {} }: RequestLine,
  { status, text }: ReceivedResponse,
): ApiError | undefined {
  const failure = explainTlsPage(text, hostOf(origin), route);
  return failure && new ApiError('unexpected', failure.message, { status, hint: failure.hint });
}

/** What to do where something else than authentik answers. */
function stands({ route }: RequestLine): string {
  return `${accessHint(route)}${throughProxy(route)}`;
}

function throughProxy(route: Route | undefined): string {
  return route?.proxy ? `; it was sent through ${proxyWords(route.proxy)}` : '';
}

/** What to do about a redirect: where it leads to the same endpoint, the address is another one. */
function elsewhere({ origin, path }: RequestLine, location: string | null): string {
  const to = location !== null && URL.canParse(location, origin) ? new URL(location, origin) : undefined;
  const end = `/api/v3${path}`;
  return to?.pathname.endsWith(end)
    ? `if that is the server itself, use AUTHENTIK_URL=${oneLine(to.origin + to.pathname.slice(0, -end.length), 200)}`
    : 'is that the server itself? then name it so in AUTHENTIK_URL, with its sub-path where it has one';
}

/** The error for an answer that is not authentik's. `wrong`: what is wrong with it. */
export function notAuthentik({ method, path, origin }: RequestLine, wrong: string): ApiError {
  return new ApiError(
    'unexpected',
    `${hostOf(origin)} answers, but not as authentik does: ${method} ${path}: ${wrong}`,
    {
      mayBeDone: method !== 'GET',
      hint: 'is the address that of authentik, with its sub-path where it has one (web.path), and not that of another application?',
    },
  );
}

function jsonBody({ contentType, text }: ReceivedResponse): unknown {
  if (!contentType.includes('json')) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether a text is a web page. Its type does not tell: authentik sends an exported flow as text/html (recorded
 * from 2023.2.3).
 */
export function isWebPage({ text }: Pick<ReceivedResponse, 'text'>): boolean {
  return /^\s*</.test(text);
}

/** Whether an answer is a web page, as of a proxy or a login. */
function looksLikeHtml({ contentType, text }: ReceivedResponse): boolean {
  return contentType.includes('html') || /^\s*<(!doctype|html)/i.test(text);
}

function hostOf(location: string | null): string {
  if (location === null) return 'it does not say where';
  return oneLine(URL.canParse(location) ? new URL(location).origin : (location.split('?')[0] ?? ''), 200);
}
