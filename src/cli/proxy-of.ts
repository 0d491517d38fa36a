import { BlockList, isIP } from 'node:net';
import { isThisMachine } from '../client/address.ts';
import { UsageError } from '../diagnostics/errors.ts';

/** The variables that name a proxy. */
export const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;

/** The variables of the environment, as `Io` has them. */
type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy that the environment names for an address. */
interface ChosenProxy {
  /** It may hold a user and a password. */
  readonly url: URL;
  /** The variable that names it. */
  readonly variable: string;
}

/** The proxy for an address; `past`: the variable that keeps one from being used. */
interface ProxyChoice {
  readonly proxy: ChosenProxy | undefined;
  readonly past: string | undefined;
}

/**
 * Which proxy requests to an address go through, as undici's EnvHttpProxyAgent chooses: `HTTPS_PROXY` for https, else
 * `HTTP_PROXY`, unless `NO_PROXY` names the host; in small letters they come first. Never one for this machine, which
 * a proxy takes for itself. Throws a UsageError for a value that is no address of a proxy.
 */
export function proxyOf({ protocol, hostname, port }: URL, env: Environment): ProxyChoice {
  const secure = protocol === 'https:';
  const named = firstSet(env, PROXY_VARIABLES.slice(secure ? 0 : 2));
  if (!named || isThisMachine(hostname)) return { proxy: undefined, past: undefined };
  const none = firstSet(env, ['no_proxy', 'NO_PROXY']);
  const number = Number(port) || (secure ? 443 : 80);
  return none && isNamed(hostname, number, none.value)
    ? { proxy: undefined, past: none.variable }
    : { proxy: { url: proxyAddress(named), variable: named.variable }, past: undefined };
}

/** A variable that is set. */
interface Named {
  readonly variable: string;
  readonly value: string;
}

function firstSet(env: Environment, variables: readonly string[]): Named | undefined {
  for (const variable of variables) {
    const value = env[variable]?.trim();
    if (value) return { variable, value };
  }
  return undefined;
}

/** The address of a proxy, for which `proxy.example.com:3128` is enough. It is not repeated: it may hold a password. */
function proxyAddress({ variable, value }: Named): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const hint = 'write it as http://proxy.example.com:3128; NO_PROXY=HOST reaches a server without it';
  if (!url?.hostname) throw new UsageError(`${variable} is not the address of a proxy`, hint);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(
      `${variable} names a proxy of the kind ${url.protocol.slice(0, -1)}, not one for HTTP`,
      hint,
    );
  return url;
}

/**
 * Whether `NO_PROXY` names a host: a list, with commas or spaces, of names (each with all that is below it),
 * addresses and networks (`10.0.0.0/8`), where wanted with a port; `*` names all.
 */
function isNamed(hostname: string, port: number, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, inside, name = inside ?? '', only] =
        /^(?:\[([^\]]*)\]|((?:[^:]*:){2,}[^:]*|[^:]*))(?::(\d+))?$/.exec(entry) ?? [];
      if (only !== undefined && Number(only) !== port) return false;
      const bare = name.replace(/^\*?\./, '');
      if (bare === '') return false;
      if (isIP(host)) return isWithin(host, bare);
      return host === bare || host.endsWith(`.${bare}`);
    });
}

/** Whether an address is another one, written in whatever way, or in a network. */
function isWithin(host: string, entry: string): boolean {
  const [address = '', bits] = entry.split('/');
  const kind = isIP(address);
  if (kind === 0 || kind !== isIP(host)) return false;
  const most = kind === 6 ? 128 : 32;
  const prefix = bits === undefined ? most : Number(bits);
  if (!/^\d*$/.test(bits ?? '') || prefix > most) return false;
  const family = kind === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return list.check(host, family);
}
