import { networkFetch } from '../client/network-fetch.ts';
import type { Route, Way } from '../client/route.ts';
import { type ClientIdentity, keyIn, PASSPHRASE, type PemFile, tlsContext } from '../client/tls-context.ts';
import { UsageError } from '../diagnostics/errors.ts';
import type { Facts } from '../report/log-line.ts';
import { extraHeaders } from './extra-headers.ts';
import type { Io } from './io.ts';
import { percentDecoded } from './percent-decoded.ts';
import { PROXY_VARIABLES, proxyOf } from './proxy-of.ts';
import { readFor } from './read-for.ts';

/** Options of every command that talks to a server: how it is reached. */
export interface NetworkOptions {
  readonly caFile?: string | undefined;
  readonly clientCert?: string | undefined;
  readonly clientKey?: string | undefined;
  /** Headers, each with the variable that holds its value. */
  readonly header?: readonly (readonly [name: string, variable: string])[] | undefined;
  readonly insecure?: boolean | undefined;
}

/** How a server is reached, and what of that is a credential, which no blueprint may read. */
interface Network {
  readonly way: Way;
  readonly credentials: readonly string[];
  /** The way, for the log of a run. */
  readonly facts: Facts;
}

/** What a connection to a server is made of. */
interface Parts {
  readonly proxy:
    | { readonly url: URL; readonly variable: string; readonly login: Login | undefined }
    | undefined;
  /** The variable that keeps a proxy from being used. */
  readonly past: string | undefined;
  readonly ca: PemFile | undefined;
  readonly identity: ClientIdentity | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly insecure: boolean;
}

/**
 * How requests to a server are sent, by the options, else the environment: through which proxy, whom TLS trusts, with
 * which certificate and headers. `isOwn`: whether it is the server that token, headers and certificate are for; another
 * one gets none of them. What is secret in it is a secret of the run from then on. Throws a UsageError for what cannot
 * be used.
 */
export function networkTo(url: URL, isOwn: boolean, options: NetworkOptions, io: Io): Network {
  const parts = partsOf(url, isOwn, options, io);
  const { proxy, headers } = parts;
  refuseLogin(headers, proxy?.variable);
  const secrets = secretsIn(parts);
  for (const secret of secrets) io.secrets.add(secret);
  const proxies = PROXY_VARIABLES.map((name) => io.env[name] ?? '').filter((value) => value.includes('@'));
  const route: Route = {
    proxy: proxy && {
      address: proxy.url.origin,
      variable: proxy.variable,
      hasPassword: proxy.login !== undefined,
    },
    past: parts.past,
    caFile: parts.ca?.path,
    clientCert: parts.identity?.cert.path,
    headers: Object.keys(headers),
  };
  return {
    way: { fetch: fetchFor(parts, io), headers, route },
    credentials: [...secrets, ...proxies],
    facts: factsOf(route, parts.insecure),
  };
}

function partsOf(url: URL, isOwn: boolean, options: NetworkOptions, io: Io): Parts {
  const { proxy, past } = proxyOf(url, io.env);
  const isSafe = url.protocol === 'https:';
  const caFile = isSafe || proxy?.url.protocol === 'https:' ? caFileOf(options, io) : undefined;
  return {
    proxy: proxy && { ...proxy, login: loginOf(proxy.url) },
    past,
    ca: pemFile('the CA file', caFile, io),
    identity: isOwn && isSafe ? identityOf(options, io) : undefined,
    headers: isOwn ? extraHeaders(options.header ?? [], io.env) : {},
    insecure: isOwn && isSafe && options.insecure === true,
  };
}

function caFileOf(options: NetworkOptions, io: Io): string | undefined {
  return options.caFile ?? io.env['AK_BLUEPRINT_CA_FILE'];
}

function secretsIn({ proxy, identity, headers }: Parts): string[] {
  return [
    ...Object.values(headers),
    keyBody(identity?.key.text ?? ''),
    identity?.passphrase ?? '',
    ...(proxy?.login?.secrets ?? []),
  ].filter((secret) => secret !== '');
}

/** Undefined where Node's own `fetch` does as well, which starts sooner. */
function fetchFor({ proxy, ca, identity, insecure }: Parts, io: Io): Way['fetch'] {
  if (!proxy && !ca && !identity && !insecure) return undefined;
  const nodeExtra = nodeExtraOf(ca, io);
  return networkFetch({
    insecure,
    tls: ca || identity ? tlsContext(ca, identity, nodeExtra) : undefined,
    proxy: proxy && {
      url: proxy.url.origin,
      authorization: proxy.login?.authorization,
      tls: ca && tlsContext(ca, undefined, nodeExtra),
    },
  });
}

function factsOf({ proxy, caFile, clientCert, headers = [] }: Route, insecure: boolean): Facts {
  return {
    proxy: proxy?.address,
    caFile,
    clientCert,
    headers: headers.length === 0 ? undefined : [...headers],
    insecure: insecure || undefined,
  };
}

/** What a proxy is told of who we are. */
interface Login {
  readonly authorization: string;
  readonly secrets: readonly string[];
}

/** Undefined where the address of the proxy does not say who we are. */
function loginOf(proxy: URL): Login | undefined {
  if (proxy.username === '' && proxy.password === '') return undefined;
  const [user, password] = [percentDecoded(proxy.username), percentDecoded(proxy.password)];
  const pair = Buffer.from(`${user}:${password}`).toString('base64');
  // Where there is no password, the user is a token.
  return {
    authorization: `Basic ${pair}`,
    secrets: password === '' ? [pair, user] : [pair, password, proxy.password],
  };
}

function identityOf(options: NetworkOptions, io: Io): ClientIdentity | undefined {
  const { env } = io;
  const path = options.clientCert ?? env['AK_BLUEPRINT_CLIENT_CERT'];
  const keyPath = options.clientKey ?? env['AK_BLUEPRINT_CLIENT_KEY'];
  const cert = pemFile('the client certificate', path, io);
  if (!cert && keyPath)
    throw new UsageError(
      'there is a client key and no client certificate',
      'name it with --client-cert, or in AK_BLUEPRINT_CLIENT_CERT',
    );
  return (
    cert && {
      cert,
      key: pemFile('the client key', keyPath, io) ?? cert,
      passphrase: env[PASSPHRASE] || undefined,
    }
  );
}

/** What of a key is secret: its lines, and not what stands around them in every key. */
function keyBody(text: string): string {
  return (keyIn(text)?.match(/^[A-Za-z0-9+/=]{16,}$/gm) ?? []).join('\n');
}

function pemFile(what: string, path: string | undefined, io: Io): PemFile | undefined {
  return path ? { path, text: readFor(what, path, io) } : undefined;
}

/** Node reads this file when it starts; what it cannot read, it warns of. */
function nodeExtraOf(ca: PemFile | undefined, io: Io): string | undefined {
  const path = io.env['NODE_EXTRA_CA_CERTS'];
  if (!ca || !path) return undefined;
  try {
    return readFor('NODE_EXTRA_CA_CERTS', path, io);
  } catch {
    return undefined;
  }
}

/** A proxy would take this header for itself. */
function refuseLogin(headers: Readonly<Record<string, string>>, proxy: string | undefined): void {
  if (
    proxy !== undefined &&
    Object.keys(headers).some((name) => name.toLowerCase() === 'proxy-authorization')
  )
    throw new UsageError(
      `the header Proxy-Authorization would be for the proxy of ${proxy}`,
      `put what the proxy asks for into ${proxy}, as http://USER:PASSWORD@HOST:PORT`,
    );
}

/** Warns of a server whose certificate is not looked at. */
export function warnInsecure({ protocol, host }: URL, { insecure }: NetworkOptions, io: Io): void {
  if (insecure && protocol === 'https:')
    io.err(
      `${io.paintErr.yellow('warning')}: the certificate of ${host} is not checked: anybody on the way can read the token and change what is sent; use --ca-file`,
    );
}
