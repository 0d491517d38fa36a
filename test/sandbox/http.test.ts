import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Listening } from '../../src/sandbox/http.ts';
import { startSandbox } from './start.ts';

/* Who the sandbox answers on its port. */

const sandbox = startSandbox({ token: 'key-of-the-test' });
let listening: Listening;
let port: number;
beforeAll(async () => {
  listening = await sandbox.listen();
  port = Number(new URL(listening.url).port);
});
afterAll(() => listening.close());

/** The status of a request with these headers; unlike `fetch` it sends whatever Host it is told to. */
function statusOf(
  headers: Readonly<Record<string, string>>,
  options: { readonly method?: string; readonly body?: Buffer; readonly path?: string } = {},
): Promise<number | undefined> {
  const { method = 'GET', body, path = '/api/v3/core/users/me/' } = options;
  return new Promise((done, fail) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { host: `127.0.0.1:${port}`, authorization: 'Bearer key-of-the-test', ...headers },
      },
      (answer) => {
        // The rest of a body that is too large is not taken any more.
        answer.on('error', () => undefined);
        answer.resume();
        done(answer.statusCode);
      },
    );
    asked.on('error', fail);
    asked.end(body);
  });
}

describe('the Host header', () => {
  test.each(['127.0.0.1:PORT', 'localhost:PORT', 'LOCALHOST:PORT', '[::1]:PORT'])(
    'may be %s',
    async (host) => {
      expect(await statusOf({ host: host.replace('PORT', String(port)) })).toBe(200);
    },
  );

  test.each([
    'evil.example:PORT',
    'evil.example',
    'localhost',
    '127.0.0.1:1',
    'localhost.evil.example:PORT',
    '127.0.0.1:PORT.evil.example',
    '127.0.0.1:PORT@evil.example',
  ])('must not be %j', async (host) => {
    expect(await statusOf({ host: host.replace('PORT', String(port)) })).toBe(421);
  });

  test('does not count where the target names another host', async () => {
    expect(await statusOf({}, { path: 'http://evil.example/api/v3/core/users/me/' })).toBe(421);
  });
});

describe('a page that a browser shows', () => {
  test.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost:1' }, 403],
    [{ origin: 'http://localhost:PORT' }, 200],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 200],
  ])('with %j: %d', async (headers, status) => {
    const sent = Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(port))]);
    expect(await statusOf(Object.fromEntries(sent) as Record<string, string>)).toBe(status);
  });
});

describe('a body', () => {
  test('may be large, and not too large', async () => {
    const json = { 'content-type': 'application/json' };
    const post = { method: 'POST', path: '/api/v3/core/groups/' };
    const body = (bytes: number): Buffer => Buffer.from(`{"name": "${'x'.repeat(bytes)}"}`);
    expect(await statusOf(json, { ...post, body: body(1_000_000) })).toBe(400);
    expect(
      await statusOf({ ...json, 'content-length': '20000001' }, { ...post, body: body(20_000_001 - 12) }),
    ).toBe(413);
  });

  test('without a length is read no further than that', async () => {
    const answer = await new Promise<string>((done, fail) => {
      const socket = connect(port, '127.0.0.1');
      socket.write(
        `POST /api/v3/core/groups/ HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ntransfer-encoding: chunked\r\n\r\n`,
      );
      const megabyte = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
      const send = (): void => {
        while (socket.writable && socket.write(megabyte)) {
          // until the buffer is full
        }
      };
      socket.on('drain', send);
      socket.on('data', (data) => {
        done(data.toString());
        socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => fail(new Error('it was closed without an answer')));
      send();
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});
