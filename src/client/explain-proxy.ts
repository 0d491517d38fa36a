import { ApiError } from './api-error.ts';
import { type ProxyName, proxyWords } from './route.ts';

/** What a proxy answers that does not reach a server. */
const GATEWAY: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Why a connection failed at the proxy. `status`: what the proxy answered, `code`: why it did not answer; `host`: the
 * server behind it. Nothing was sent to that.
 */
export function explainProxy(
  proxy: ProxyName,
  host: string,
  { status, code }: { readonly status?: number | undefined; readonly code: string },
): ApiError {
  const { variable } = proxy;
  const name = proxyWords(proxy);
  const unreachable = (message: string, hint: string, cause = code): ApiError =>
    new ApiError('unreachable', message, { hint, cause });
  const around = `where ${host} can be reached without a proxy, name it in NO_PROXY`;
  if (status === 407)
    return unreachable(
      proxy.hasPassword
        ? `${name} does not accept the user and the password that ${variable} holds (status 407)`
        : `${name} asks for a user and a password (status 407)`,
      `${variable}=http://USER:PASSWORD@HOST:PORT, with signs such as @ and : written as in addresses (%40, %3A)`,
    );
  if (status !== undefined && GATEWAY.has(status))
    return unreachable(
      `${name} cannot reach ${host} (status ${status})`,
      `is the address right, as the proxy sees it? ${around}`,
      'PROXY_BUSY',
    );
  if (status !== undefined)
    return unreachable(
      `${name} does not let anybody through to ${host} (status ${status})`,
      `have it allowed there; ${around}`,
    );
  if (code === 'ECONNREFUSED')
    return unreachable(`nothing listens at ${name}`, `check ${variable}; ${around}`);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unreachable(`the name of ${name} cannot be resolved`, `check ${variable}; ${around}`);
  if (/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)$/.test(code))
    return unreachable(
      `${name} cannot be reached (${code})`,
      `check ${variable}, and the network; ${around}`,
    );
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code))
    return unreachable(
      `the certificate of ${name} is not trusted (${code})`,
      'name the authority that signed it with --ca-file, or in AK_BLUEPRINT_CA_FILE',
    );
  if (/^(ERR_SSL_|EPROTO)/.test(code))
    return unreachable(`${name} does not speak TLS on this port`, `most proxies want http:// in ${variable}`);
  return unreachable(`the connection to ${name} broke (${code})`, `check ${variable}; ${around}`);
}
