import { ApiError, fieldMessages } from './api-error.ts';

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly location: string | null;
}

/** What an answer outside 2xx means, in words that help. */
export function explainAnswer(method: string, path: string, answer: Answer): ApiError {
  const { status, text } = answer;
  const what = `${method} ${path}`;
  const body = jsonBody(answer);
  if (status === 400) {
    const fields = fieldMessages(body);
    return new ApiError('invalid', fields.map(({ path: at, message }) => (at.length ? `${at.join('.')}: ${message}` : message)).join('; ') || `the server refused ${what}`, { status, fields });
  }
  if (status === 401 || status === 403) {
    return new ApiError('refused', `the server refuses the token for ${what}`, { status, hint: 'check AUTHENTIK_TOKEN: a token of intent API, not expired, of a user who may do this' });
  }
  if (status === 404 && body !== undefined) return new ApiError('not-found', `${path} does not exist`, { status });
  if (status === 404) {
    return new ApiError('unexpected', `${what} is no endpoint of this server`, { status, hint: 'is the address that of authentik, and is its release supported?' });
  }
  if (status === 405 && body === undefined && text.trim() === '') {
    // Measured on 2023.2.3 and 2025.12.4: a crash on a write is answered by an HTML view that refuses the method.
    return new ApiError('crashed', `the server failed on ${what}`, { status, hint: 'authentik answers this way when it crashes on a request: often a value that it needs is missing or empty' });
  }
  if (status >= 300 && status < 400) {
    return new ApiError('unexpected', `the server sends ${what} elsewhere: ${hostOf(answer.location)}`, { status, hint: 'use the address that the server is reached at directly, with https where it wants it; the token is not sent to another address' });
  }
  if (status >= 500) return new ApiError('crashed', `the server failed on ${what} with status ${status}`, { status });
  return new ApiError('unexpected', `the server answered ${what} with status ${status}`, { status, ...(looksLikeHtml(answer) ? { hint: 'the answer is a web page: is there a proxy or a login page in between?' } : {}) });
}

/** What an answer that is no JSON means where JSON was expected. */
export function notJson(method: string, path: string, answer: Answer): ApiError {
  return new ApiError('unexpected', `${method} ${path} was answered with something that is not JSON`, {
    status: answer.status, hint: looksLikeHtml(answer) ? 'the answer is a web page: is the address that of authentik, or is there a proxy or a login page in between?' : 'is the address that of authentik?',
  });
}

/** What went wrong before there was an answer. */
export function explainFailure(url: string, error: unknown): ApiError {
  const code = codeOf(error);
  const host = new URL(url).host;
  if (code === 'ECONNREFUSED') return new ApiError('unreachable', `nothing listens at ${host}`, { hint: 'is the server running, and is the port right?' });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new ApiError('unreachable', `the name ${host} cannot be resolved`, { hint: 'check the spelling of AUTHENTIK_URL' });
  if (code === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return new ApiError('unreachable', `${host} did not answer in time`, { hint: 'use a longer --timeout, or less --parallelism' });
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code)) return new ApiError('unreachable', `the certificate of ${host} is not trusted (${code})`, { hint: 'name the authority that signed it in NODE_EXTRA_CA_CERTS' });
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO') return new ApiError('unreachable', `${host} does not speak TLS on this port`, { hint: 'write http:// instead of https://, or use the TLS port' });
  return new ApiError('unreachable', `the connection to ${host} broke (${code === 'Error' || code === '' ? causeOf(error) : code})`);
}

/** The code of a network error, wherever fetch hides it. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('cause' in error && error.cause) return codeOf(error.cause);
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return 'name' in error && typeof error.name === 'string' ? error.name : '';
}

/** What the innermost cause says. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? causeOf(error.cause) : error.message;
}

function jsonBody({ contentType, text }: Answer): unknown {
  if (!contentType.includes('json')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function looksLikeHtml({ contentType, text }: Answer): boolean {
  return contentType.includes('html') || /^\s*<(!doctype|html)/i.test(text);
}

function hostOf(location: string | null): string {
  if (location === null) return 'it does not say where';
  try {
    return new URL(location).origin;
  } catch {
    return location.split('?')[0] ?? '';
  }
}
