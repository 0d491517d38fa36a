import type { SecureContext } from 'node:tls';
import type * as undici from 'undici';
import type { buildConnector, Dispatcher, Pool } from 'undici'; // what Node's own fetch is made of, with proxies and certificates
import { ProxyError } from './proxy-error.ts';
import type { Fetch } from './route.ts';

/** How connections are made that Node's own `fetch` cannot make. */
export interface Network {
  readonly proxy?: NetworkProxy | undefined;
  /** Whom the server's certificate may be from, and who we are. */
  readonly tls?: SecureContext | undefined;
  /** Whether any certificate of the server is accepted. */
  readonly insecure?: boolean | undefined;
}

/** A proxy, and what it is told. */
interface NetworkProxy {
  /** Its address, without user and password. */
  readonly url: string;
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
  /** Whom the proxy's own certificate may be from, where its address has https. */
  readonly tls: SecureContext | undefined;
}

type Undici = typeof undici;
type Connector = buildConnector.connector;
type Handler = Dispatcher.DispatchHandler;

/**
 * A `fetch` for one server that goes through a proxy, trusts other authorities or shows a client certificate. What
 * fails at the proxy has a ProxyError as its cause. Redirects are not followed. undici is loaded with the first
 * request: that takes a tenth of a second, which nobody else should wait for.
 */
export function networkFetch(network: Network): Fetch {
  let alert: Error | undefined;
  let opened: Promise<{ readonly send: Undici['fetch']; readonly dispatcher: Dispatcher }> | undefined;
  return async (request, { signal }) => {
    opened ??= import('undici').then((undici) => ({
      send: undici.fetch,
      dispatcher: dispatcherOf(network, request.url, (heard) => (alert = heard), undici),
    }));
    const { send, dispatcher } = await opened;
    // It takes no Request but its own, and gives a Response of its own, which is as good as Node's.
    const answer = await send(request.url, {
      method: request.method,
      headers: [...request.headers],
      body: request.body === null ? null : await request.arrayBuffer(),
      redirect: 'manual',
      signal,
      dispatcher,
    }).catch((error: unknown) => {
      throw alert && isClosed(error) ? alert : error;
    });
    // Who is let in once may be cut off later, with the request done.
    alert = undefined;
    return answer;
  };
}

/** Whether the other side ended a connection without a word. */
function isClosed(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_SOCKET';
}

function dispatcherOf(
  { proxy, tls, insecure }: Network,
  url: string,
  onAlert: (alert: Error) => void,
  undici: Undici,
): Dispatcher {
  const toServer = { secureContext: tls, rejectUnauthorized: !insecure };
  if (!proxy) return new undici.Agent({ connect: hearing(undici.buildConnector(toServer), onAlert) });
  if (url.startsWith('http:')) return forwarding(proxy, undici);
  return new undici.ProxyAgent({
    uri: proxy.url,
    headers: loginHeaders(proxy),
    requestTls: toServer,
    proxyTls: { secureContext: proxy.tls },
    clientFactory: (origin, options) => tunnelling(new undici.Pool(origin, options)),
    factory: (origin, { connect = {}, ...options }: Pool.Options) =>
      new undici.Pool(origin, {
        ...options,
        connect: typeof connect === 'function' ? hearing(connect, onAlert) : connect,
      }),
  });
}

/**
 * Hears why a server ends a connection, which undici calls "other side closed" (7.30): in TLS 1.3 it refuses the client
 * when the connection stands already.
 */
function hearing(connect: Connector, onAlert: (alert: Error) => void): Connector {
  return (options, done) =>
    connect(options, (...[error, socket]) => {
      if (error) return done(error, null);
      socket.on('error', (problem: Error) => {
        if ('code' in problem && /^ERR_SSL_.*_ALERT_/.test(String(problem.code))) onAlert(problem);
      });
      return done(null, socket);
    });
}

/** Without TLS a proxy gets the whole request, and answers itself where it does not pass it on. */
function forwarding(proxy: NetworkProxy, { Pool, buildConnector }: Undici): Dispatcher {
  const { url } = proxy;
  const connect = buildConnector({ secureContext: proxy.tls });
  return new Pool(url, {
    connect: (options, done) =>
      connect(options, (...[error, socket]) =>
        error ? done(new ProxyError(undefined, error), null) : done(null, socket),
      ),
  }).compose((dispatch) => ({ origin, path, headers, ...options }, handler) => {
    const { host } = new URL(String(origin));
    // fetch gives them as a mapping.
    const sent = { ...(headers as Record<string, string>), host, ...loginHeaders(proxy) };
    const whole = { ...options, origin: url, path: `${String(origin)}${path}`, headers: sent };
    return dispatch(whole, refusing(handler));
  });
}

/** By its standard, fetch makes an error without words of status 407. */
function refusing(handler: Handler): Handler {
  return {
    onRequestStart: (...given) => handler.onRequestStart?.(...given),
    onRequestUpgrade: (...given) => handler.onRequestUpgrade?.(...given),
    onResponseStart: (controller, status, ...given) => {
      if (status === 407) controller.abort(new ProxyError(status));
      else handler.onResponseStart?.(controller, status, ...given);
    },
    onResponseData: (...given) => handler.onResponseData?.(...given),
    onResponseEnd: (...given) => handler.onResponseEnd?.(...given),
    onResponseError: (...given) => handler.onResponseError?.(...given),
  };
}

/** With TLS a proxy is asked for a connection: what goes wrong then is no matter of the server. */
function tunnelling(pool: Pool): Pool {
  const ask: (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData> =
    pool.connect.bind(pool);
  return Object.assign(pool, {
    connect: async (options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
      const answer = await ask(options).catch((error: unknown) => {
        throw new ProxyError(undefined, error);
      });
      if (answer.statusCode === 200) return answer;
      answer.socket.on('error', () => undefined).destroy();
      throw new ProxyError(answer.statusCode);
    },
  });
}

function loginHeaders({ authorization }: NetworkProxy): Record<string, string> {
  return authorization === undefined ? {} : { 'proxy-authorization': authorization };
}
