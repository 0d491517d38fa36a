import type { Route } from './route.ts';

/** What a failed TLS connection means, and what to do. */
interface TlsFailure {
  readonly message: string;
  readonly hint: string;
}

/** Alerts with which a server refuses the client: it wants a certificate, or another one. */
const CLIENT_REFUSED =
  /^ERR_SSL_.*ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)$/;

const SHOW_ONE = 'name one with --client-cert and --client-key, in PEM';

/** The failure that a code of Node or OpenSSL means (Node 20); undefined where it is not about TLS. */
export function explainTls(
  code: string,
  host: string,
  { proxy, caFile, clientCert }: Route,
): TlsFailure | undefined {
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return {
      message: `the certificate of ${host} is not valid now (${code})`,
      hint: 'renew it, or set the clock',
    };
  if (code.includes('ALTNAME'))
    return {
      message: `the certificate is not one for ${host} (${code})`,
      hint: 'use the name that the certificate is for',
    };
  if (CLIENT_REFUSED.test(code)) return clientRefused(code, host, clientCert);
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code))
    return {
      message: `the certificate of ${host} is not trusted (${code})`,
      hint: [
        caFile === undefined
          ? 'name the authority that signed it with --ca-file, or in AK_BLUEPRINT_CA_FILE or NODE_EXTRA_CA_CERTS'
          : `neither Node nor ${caFile} knows the authority that signed it`,
        ...(proxy ? ['a proxy that looks into TLS signs with an authority of its own'] : []),
      ].join('; '),
    };
  if (code.includes('_ALERT_'))
    return {
      message: `${host} ends the TLS connection (TLS alert: ${alertIn(code)})`,
      hint: 'is it the name that the server is set up for? what it wants of TLS is in its log',
    };
  if (/^(ERR_SSL_|EPROTO)/.test(code))
    return {
      message: `${host} does not speak TLS on this port`,
      hint: 'write http:// instead of https://, or use the TLS port',
    };
  return undefined;
}

/** A server that wants a client certificate says so in an alert, which is all that it says. */
function clientRefused(code: string, host: string, clientCert: string | undefined): TlsFailure {
  const alert = alertIn(code);
  if (clientCert !== undefined)
    return {
      message: `${host} does not accept the client certificate ${clientCert} (TLS alert: ${alert})`,
      hint: 'is it from the authority that the server asks for, and still valid?',
    };
  return {
    message: `${host} ends the TLS connection, as a server does that wants a client certificate (TLS alert: ${alert})`,
    hint: SHOW_ONE,
  };
}

/** The name of the alert in a code such as `ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED`. */
function alertIn(code: string): string {
  return code
    .replace(/^.*_ALERT_/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
}

/** nginx says it in a page: the failure that one of status 400 means; undefined for any other text. */
export function explainTlsPage(text: string, host: string, { clientCert }: Route): TlsFailure | undefined {
  if (/No required SSL certificate was sent/i.test(text))
    return { message: `${host} wants a client certificate`, hint: SHOW_ONE };
  if (/The SSL certificate error/i.test(text))
    return {
      message: `${host} does not accept the client certificate ${clientCert ?? ''}`.trimEnd(),
      hint: 'is it from the authority that the server asks for, and still valid?',
    };
  return undefined;
}
