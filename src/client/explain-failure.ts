import { ApiError } from './api-error.ts';
import type { RequestLine } from './explain.ts';
import { oneLine } from './one-line.ts';

/*
 * Requests that got no response: explains Node's error codes, as measured on Node 20. Only listed codes are
 * tried again: a wrong name, certificate or protocol stays wrong.
 */

const TIME = /^(TimeoutError|UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT|ETIMEDOUT)$/;
const MAY_HEAL = /^(ECONN|EPIPE|EAI_AGAIN|ENETDOWN|ENETUNREACH|EHOSTUNREACH|EHOSTDOWN|UND_ERR_SOCKET)/;
/** Failures before anything was sent: there was no connection, or it was not a safe one. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENET|EHOST|UND_ERR_CONNECT_TIMEOUT|ERR_SSL_|ERR_TLS_|EPROTO)|CERT|SELF_SIGNED|UNABLE_TO/;

/**
 * How often a request that failed with this code is sent in total, at most `tries`: fewer times where the
 * server did not respond within the time limit.
 */
export function triesAfter(code: string, tries: number): number {
  if (TIME.test(code)) return Math.min(2, tries);
  return MAY_HEAL.test(code) ? tries : 1;
}

/** The error of a request that got no response. Its `cause` is the code. */
export function explainFailure(url: string, error: unknown): ApiError {
  const code = codeOf(error);
  const host = URL.canParse(url) ? new URL(url).host : 'the server';
  const unreachable = (message: string, hint?: string): ApiError =>
    new ApiError('unreachable', message, { hint, cause: code, mayBeDone: !NEVER_SENT.test(code) });
  if (code === 'ECONNREFUSED')
    return unreachable(`nothing listens at ${host}`, 'is the server running, and is the port right?');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unreachable(`the name ${host} cannot be resolved`, 'check the spelling of AUTHENTIK_URL');
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH')
    return unreachable(`there is no way to ${host}`, 'check the network, and a VPN if it is behind one');
  if (TIME.test(code)) {
    const sent = code !== 'UND_ERR_CONNECT_TIMEOUT' && code !== 'ETIMEDOUT';
    return new ApiError('unreachable', `${host} did not answer in time`, {
      hint: 'use a longer --timeout, or less --parallelism',
      mayStillRun: sent,
      mayBeDone: !NEVER_SENT.test(code),
      cause: code,
    });
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return unreachable(`the certificate of ${host} is not valid now (${code})`, 'renew it, or set the clock');
  if (code.includes('ALTNAME'))
    return unreachable(
      `the certificate is not one for ${host} (${code})`,
      'use the name that the certificate is for',
    );
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code))
    return unreachable(
      `the certificate of ${host} is not trusted (${code})`,
      'name the authority that signed it in NODE_EXTRA_CA_CERTS',
    );
  if (/^(ERR_SSL_|EPROTO)/.test(code))
    return unreachable(
      `${host} does not speak TLS on this port`,
      'write http:// instead of https://, or use the TLS port',
    );
  if (code.startsWith('HPE_'))
    return unreachable(
      `${host} does not speak HTTP on this port`,
      'write https:// instead of http://, or check the port',
    );
  return unreachable(
    `the connection to ${host} broke (${code === 'Error' || code === '' ? oneLine(causeOf(error), 200) : code})`,
  );
}

/** The error of a request that was cut, or not sent, since the run is to stop at once. */
export function interrupted(
  { method, path }: RequestLine,
  { mayStillRun, mayBeDone }: { readonly mayStillRun: boolean; readonly mayBeDone: boolean },
): ApiError {
  return new ApiError('interrupted', `${method} ${path} was not finished, as the run was stopped`, {
    hint: mayBeDone ? 'the server may have done it all the same' : undefined,
    mayStillRun,
    mayBeDone,
  });
}

/** The code of a network error, which may be in one of its causes. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('cause' in error && error.cause) return codeOf(error.cause);
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return 'name' in error && typeof error.name === 'string' ? error.name : '';
}

/** The message of the innermost cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? causeOf(error.cause) : error.message;
}
