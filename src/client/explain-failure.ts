import { ApiError } from './api-error.ts';
import type { RequestLine } from './explain.ts';
import { explainProxy } from './explain-proxy.ts';
import { explainTls } from './explain-tls.ts';
import { oneLine } from './one-line.ts';
import { proxyErrorIn } from './proxy-error.ts';
import { type Route, proxyWords } from './route.ts';

/*
 * Requests that got no response: explains Node's error codes, as measured on Node 20. Only listed codes are
 * tried again: a wrong name, certificate or protocol stays wrong.
 */

const TIME = /^(TimeoutError|UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT|ETIMEDOUT)$/;
const MAY_HEAL =
  /^(ECONN|EPIPE|EAI_AGAIN|ENETDOWN|ENETUNREACH|EHOSTUNREACH|EHOSTDOWN|UND_ERR_SOCKET|PROXY_BUSY)/;
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

/** The error of a request that got no response. Its `cause` is the code. `route`: how it was sent. */
export function explainFailure(url: string, error: unknown, route: Route = {}): ApiError {
  const code = codeOf(error);
  const host = URL.canParse(url) ? new URL(url).host : 'the server';
  const { proxy } = route;
  const atProxy = proxyErrorIn(error);
  if (atProxy && proxy) return explainProxy(proxy, host, { status: atProxy.status, code });
  const unreachable = (message: string, hint?: string): ApiError =>
    new ApiError('unreachable', message, { hint, cause: code, mayBeDone: !NEVER_SENT.test(code) });
  const through = proxy ? ` through ${proxyWords(proxy)}` : '';
  if (code === 'ECONNREFUSED')
    return unreachable(`nothing listens at ${host}`, 'is the server running, and is the port right?');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unreachable(
      `the name ${host} cannot be resolved`,
      `check the spelling of AUTHENTIK_URL; ${orProxy(route)}`,
    );
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH')
    return unreachable(
      `there is no way to ${host}`,
      `check the network, and a VPN if it is behind one; ${orProxy(route)}`,
    );
  if (TIME.test(code)) {
    const isSent = code !== 'UND_ERR_CONNECT_TIMEOUT' && code !== 'ETIMEDOUT';
    return new ApiError('unreachable', `${host} did not answer in time${through}`, {
      hint: isSent
        ? 'use a longer --timeout, or less --parallelism'
        : `check the network, and a firewall in between; ${orProxy(route)}`,
      mayStillRun: isSent,
      mayBeDone: !NEVER_SENT.test(code),
      cause: code,
    });
  }
  const tls = explainTls(code, host, route);
  if (tls) return unreachable(tls.message, tls.hint);
  if (code.startsWith('HPE_'))
    return unreachable(
      `${host} does not speak HTTP on this port`,
      'write https:// instead of http://, or check the port',
    );
  return unreachable(
    `the connection to ${host}${through} broke (${code === 'Error' || code === '' ? oneLine(causeOf(error), 200) : code})`,
    route.clientCert === undefined
      ? noCertificate(url, code)
      : `does the server accept the client certificate ${route.clientCert}? some end the connection where they do not`,
  );
}

/** In TLS 1.3 a server says only when the connection stands that it wants a certificate; Node's fetch does not tell. */
function noCertificate(url: string, code: string): string | undefined {
  return url.startsWith('https:') && /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(code)
    ? 'a server that wants a client certificate may end it so: name one with --client-cert'
    : undefined;
}

/** What to do where a server cannot be reached without a proxy. */
function orProxy({ past }: Route): string {
  return past === undefined
    ? 'where this network has a proxy, set HTTPS_PROXY'
    : `no proxy is used for it, as ${past} says`;
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
