import { describe, expect, test } from 'vitest';
import { explainResponse } from '../../src/client/explain.ts';
import { explainFailure } from '../../src/client/explain-failure.ts';
import type { Route } from '../../src/client/route.ts';

const URL = 'https://id.example.com/api/v3/core/groups/';

describe('a TLS connection that fails', () => {
  test.each<[code: string, route: Route, said: RegExp]>([
    [
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      {},
      /wants a client certificate \(TLS alert: certificate required\).*--client-cert/,
    ],
    [
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
      {},
      /wants a client certificate \(TLS alert: handshake failure\)/,
    ],
    [
      'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
      { clientCert: 'a.pem' },
      /does not accept the client certificate a\.pem \(TLS alert: unknown ca\)/,
    ],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', {}, /ends the TLS connection \(TLS alert: protocol version\)/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', {}, /does not speak TLS on this port/],
    ['ECONNRESET', {}, /broke \(ECONNRESET\).*--client-cert/],
    [
      'ECONNRESET',
      { clientCert: 'a.pem' },
      /broke \(ECONNRESET\).*does the server accept the client certificate a\.pem/,
    ],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      { caFile: 'b.pem' },
      /not trusted.*neither Node nor b\.pem knows the authority/,
    ],
  ])('with %s and %j says what that means', (code, route, said) => {
    const { message, hint } = explainFailure(URL, { code }, route);
    expect(`${message} ${hint}`).toMatch(said);
  });

  test.each<[page: string, route: Route, message: string]>([
    ['400 No required SSL certificate was sent', {}, 'https://id.example.com wants a client certificate'],
    [
      '400 The SSL certificate error',
      { clientCert: 'a.pem' },
      'https://id.example.com does not accept the client certificate a.pem',
    ],
  ])('in the page "%s" of nginx', (page, route, message) => {
    const text = `<html><title>${page}</title></html>`;
    const line = { method: 'GET', path: '/core/groups/', origin: 'https://id.example.com', route };
    const answer = { status: 400, contentType: 'text/html', text, bytes: 9, isWhole: true, location: null };
    const given = { ...answer, retryAfter: undefined, requestId: undefined };
    expect(explainResponse(line, given, false)).toMatchObject({ kind: 'unexpected', message });
  });
});
