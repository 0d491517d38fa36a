/**
 * Sends one request, as the global `fetch` does. The signal comes separately: one inside a Request is lost when
 * memory is collected.
 */
export type Fetch = (request: Request, init: { readonly signal: AbortSignal }) => Promise<Response>;

/** A proxy, as messages name it. */
export interface ProxyName {
  /** Without user and password: `http://proxy.example.com:3128`. */
  readonly address: string;
  /** The variable that says it, such as `HTTPS_PROXY`. */
  readonly variable: string;
  /** Whether it is told a user and a password. */
  readonly hasPassword: boolean;
}

/** How requests are sent to one server. */
export interface Way {
  /** Sends a request; undefined: Node's own `fetch` does. */
  readonly fetch?: Fetch | undefined;
  /** Headers that each request gets as well, for what stands before the server. They may be secret. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The same for messages; undefined: straight to the server. */
  readonly route?: Route | undefined;
}

/** How requests get to a server, as messages name it. Nothing in it is secret. */
export interface Route {
  /** The proxy that they go through. */
  readonly proxy?: ProxyName | undefined;
  /** The variable that keeps a proxy from being used, where there is one: `NO_PROXY`. */
  readonly past?: string | undefined;
  /** The file with authorities that are trusted as well. */
  readonly caFile?: string | undefined;
  /** The file with the client certificate. */
  readonly clientCert?: string | undefined;
  /** The names of the headers that are sent as well. */
  readonly headers?: readonly string[] | undefined;
}

/** A proxy in the words of messages: `the proxy http://proxy.example.com:3128 (HTTPS_PROXY)`. */
export function proxyWords({ address, variable }: ProxyName): string {
  return `the proxy ${address} (${variable})`;
}

/** What to do about an answer that is not authentik's, but of what stands before it. */
export function accessHint({ headers = [] }: Route = {}): string {
  return headers.length === 0
    ? 'if an access proxy stands in between (Cloudflare Access, oauth2-proxy, IAP), send what it asks for with --header NAME=VARIABLE, or in AK_BLUEPRINT_HEADERS'
    : `if an access proxy stands in between, it does not accept the headers that were sent (${headers.join(', ')})`;
}
