import { createServer } from 'node:http';
import { createServer as createPlainServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { ApiError } from '../../src/client/api-error.ts';
import type { Client } from '../../src/client/client.ts';
import { createClient } from '../../src/client/create-client.ts';
import { UsageError } from '../../src/diagnostics/errors.ts';

/*
 * Whatever answers at the address: people learn what is wrong, a list is never taken for empty because it
 * could not be read, and the token is in no message.
 */

const TOKEN = 'geheim-geheim';
const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
const html = (text: string, status = 200): Response =>
  new Response(text, { status, headers: { 'content-type': 'text/html' } });
const me = (): Response => json({ user: { pk: 4, username: 'ci', is_superuser: false, groups: [] } });

function clientOf(
  answer: (path: string, request: Request) => Response | Promise<Response>,
  url = 'https://id.example.com',
) {
  const asked: string[] = [];
  const client = createClient({
    url,
    token: TOKEN,
    pause: () => 0,
    timeoutSeconds: 5,
    fetch: (request) => {
      const path = new URL(request.url).pathname;
      asked.push(`${request.method} ${path}`);
      return Promise.resolve(answer(path, request));
    },
  });
  return { client, asked };
}

async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => undefined,
    (one: unknown) => one,
  );
  expect(error).toBeInstanceOf(ApiError);
  expect(`${String(error)} ${(error as ApiError).hint ?? ''}`).not.toContain(TOKEN);
  return error as ApiError;
}

describe('the address', () => {
  test.each([
    'https://id.example.com',
    'https://id.example.com/',
    'https://id.example.com/api/v3',
    'https://id.example.com/api/v3/',
    'https://id.example.com/if/admin/#/core/applications',
  ])('%s is understood', async (url) => {
    const { client, asked } = clientOf(() => me(), url);
    await client.me();
    expect([client.url, asked]).toEqual(['https://id.example.com', ['GET /api/v3/core/users/me/']]);
  });

  test('a server below a path stays there', async () => {
    const { client, asked } = clientOf(() => me(), 'https://example.com/sso/');
    await client.me();
    expect(asked).toEqual(['GET /sso/api/v3/core/users/me/']);
  });

  test.each(['https://', 'id.example.com', 'ftp://id.example.com', 'https://user:passwort@id.example.com'])(
    '%s is refused as wrong usage',
    (url) => {
      expect(() => createClient({ url, token: TOKEN })).toThrow(UsageError);
      expect(() => createClient({ url, token: TOKEN })).not.toThrow(/passwort/);
    },
  );

  test('a token that no header can carry is refused without showing it; a line break at its end is cut off', async () => {
    for (const token of ['geh\neim', 'gehÄ€im', '']) {
      expect(() => createClient({ url: 'https://id.example.com', token })).toThrow(UsageError);
      if (token) expect(() => createClient({ url: 'https://id.example.com', token })).not.toThrow(token);
    }
    const seen: (string | null)[] = [];
    await createClient({
      url: 'https://id.example.com',
      token: `${TOKEN}\n`,
      fetch: (request) => {
        seen.push(request.headers.get('authorization'));
        return Promise.resolve(me());
      },
    }).me();
    expect(seen).toEqual([`Bearer ${TOKEN}`]);
  });
});

describe('the release', () => {
  test('comes from the document where the version is not for everybody', async () => {
    const { client, asked } = clientOf((path) => {
      if (path.endsWith('/version/')) return json({ detail: 'x' }, 403);
      return path.endsWith('/me/') ? me() : json({ openapi: '3.0.3', info: { version: '2023.2.3' } });
    });
    expect(await client.release()).toBe('2023.2.3');
    expect(asked).toEqual([
      'GET /api/v3/admin/version/',
      'GET /api/v3/core/users/me/',
      'GET /api/v3/schema/',
    ]);
  });

  test('a token that is good for nothing does not cost a document', async () => {
    const { client, asked } = clientOf(() => json({ detail: 'x' }, 403));
    expect((await errorOf(client.release())).kind).toBe('refused');
    expect(asked.some((path) => path.includes('schema'))).toBe(false);
  });

  test.each<[string, Response]>([
    ['with other fields', json({ version: '10.1' })],
    ['by a 404 in JSON', json({ message: 'Not found' }, 404)],
  ])('another application, that answers %s, is no authentik', async (_, answer) => {
    const error = await errorOf(clientOf(() => answer.clone()).client.release());
    expect(error.kind).toBe('unexpected');
    expect(error.message).toMatch(/id\.example\.com.*not as authentik/);
  });

  test('nor is one that answers the question who we are with something else', async () => {
    expect((await errorOf(clientOf(() => json({ login: 'octocat' })).client.me())).message).toMatch(
      /not as authentik/,
    );
  });
});

describe('a list', () => {
  test.each<[string, string]>([
    ['is an empty mapping', '{}'],
    ['is a list of its own', '[]'],
    ['has no paging', '{"results": []}'],
    ['has no results', '{"pagination": {"next": 0, "count": 0}}'],
    ['is null', 'null'],
  ])('that %s is not taken for an empty one', async (_, text) => {
    expect((await errorOf(clientOf(() => json(text)).client.page('/core/groups/', {}))).kind).toBe(
      'unexpected',
    );
  });

  test('that is cut off in its middle is a failure in words', async () => {
    expect(
      (await errorOf(clientOf(() => json('{"pagination": {')).client.page('/core/groups/', {}))).message,
    ).toMatch(/not JSON/);
    expect((await errorOf(clientOf(() => json('{"user": {')).client.me())).message).toMatch(/not JSON/);
  });

  test('its bytes are counted, not its characters', async () => {
    const text =
      '{"pagination": {"next": 0, "count": 1, "total_pages": 1}, "results": [{"name": "Käse 🧀"}]}';
    const { client } = clientOf(() => json(text));
    await client.page('/core/groups/', {});
    expect(client.requests().bytes).toBe(Buffer.byteLength(text));
  });
});

describe('a refusal', () => {
  test('before anything was allowed is about the token, afterwards about what its user may do', async () => {
    let first = true;
    const { client } = clientOf((path) =>
      path.endsWith('/me/') && !first ? me() : json({ detail: 'Nein.' }, 403),
    );
    expect((await errorOf(client.me())).kind).toBe('refused');
    first = false;
    await client.me();
    const error = await errorOf(client.create('/core/groups/', '{}'));
    expect(error.kind).toBe('forbidden');
    expect(error.hint).toMatch(/superuser/);
  });

  test.each<[string, Response, string, RegExp, RegExp]>([
    [
      '405 with a page is a crash, too',
      html('<!doctype html><p>oops', 405),
      'crashed',
      /failed on POST/,
      /crashes/,
    ],
    ['500', html('<h1>Server Error (500)</h1>', 500), 'crashed', /status 500/, /server's log/],
    ['400 without a word (set_icon_url, set_key)', html('', 400), 'invalid', /refused POST/, /^$/],
    [
      '400 of a proxy: plain HTTP on a TLS port',
      html('<html><h1>400 Bad Request</h1>', 400),
      'unexpected',
      /not JSON/,
      /https/,
    ],
    [
      '302 to a login page',
      new Response(null, { status: 302, headers: { location: 'https://login.example.com/start?rd=geheim' } }),
      'unexpected',
      /elsewhere: https:\/\/login\.example\.com$/,
      /AUTHENTIK_URL/,
    ],
    ['413', html('', 413), 'unexpected', /status 413/, /^$/],
  ])('%s', async (_, answer, kind, message, hint) => {
    const error = await errorOf(
      clientOf(() => answer, 'http://id.example.com').client.create('/core/groups/', '{}'),
    );
    expect([error.kind, error.message, error.hint ?? '']).toEqual([
      kind,
      expect.stringMatching(message),
      expect.stringMatching(hint),
    ]);
  });
});

describe('what is tried again', () => {
  const busy = (status: number, headers: Record<string, string> = {}) =>
    json({ detail: 'busy' }, status, headers);
  const send: Record<string, (client: Client) => Promise<unknown>> = {
    GET: (client) => client.page('/core/groups/', {}),
    PATCH: (client) => client.update('/core/groups/x/', '{}'),
    DELETE: (client) => client.remove('/core/groups/x/'),
    setter: (client) => client.call('/core/tokens/t/set_key/', '{}'),
    POST: (client) => client.create('/core/groups/', '{}'),
  };
  const once = { pagination: { next: 0, count: 0, total_pages: 1 }, results: [], pk: 1 };

  test.each(
    Object.keys(send).flatMap((what) => [429, 502, 503, 504].map((status) => [what, status] as const)),
  )('%s after %i', async (what, status) => {
    let count = 0;
    const { client, asked } = clientOf(() => ((count += 1) === 1 ? busy(status) : json(once)));
    const error = await send[what]!(client).then(
      () => undefined,
      (one: unknown) => one as ApiError,
    );
    expect([asked.length, error?.kind]).toEqual(what === 'POST' ? [1, 'unreachable'] : [2, undefined]);
  });

  test.each([429, 503])(
    'a POST not even after %i with a time to come back: what stands before the server may have passed it on',
    async (status) => {
      const { client, asked } = clientOf(() => busy(status, { 'retry-after': '7' }));
      const error = await errorOf(client.create('/core/groups/', '{}'));
      expect([asked.length, error.kind, error.retryAfter, error.mayBeDone]).toEqual([
        1,
        'unreachable',
        7,
        true,
      ]);
    },
  );

  test.each([400, 401, 403, 404, 405, 500])('nothing after %i', async (status) => {
    const { client, asked } = clientOf(() => json({ detail: 'x' }, status));
    await errorOf(client.page('/core/groups/', {}));
    expect(asked).toHaveLength(1);
  });
});

describe('a connection', () => {
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));
  async function portOf(server: Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  }
  const readFrom = (url: string): Promise<ApiError> =>
    errorOf(createClient({ url, token: TOKEN, pause: () => 0, timeoutSeconds: 1 }).me());

  test('with https to a port that speaks plain HTTP', async () => {
    const port = await portOf(createServer((_, response) => response.end('{}')));
    const error = await readFrom(`https://127.0.0.1:${port}`);
    expect([error.kind, error.message, error.hint]).toEqual([
      'unreachable',
      expect.stringMatching(/does not speak TLS/),
      expect.stringMatching(/http:\/\//),
    ]);
  });

  test('with http to a port that speaks TLS', async () => {
    const alert = Buffer.from([0x15, 3, 1, 0, 2, 2, 70]);
    const port = await portOf(
      createPlainServer((socket) =>
        socket.on('error', () => undefined).once('data', () => socket.end(alert)),
      ),
    );
    const error = await readFrom(`http://127.0.0.1:${port}`);
    expect([error.kind, error.message, error.hint]).toEqual([
      'unreachable',
      expect.stringMatching(/does not speak HTTP/),
      expect.stringMatching(/https:\/\//),
    ]);
  });

  test('to a name that does not exist, and to a port where nobody listens', async () => {
    expect((await readFrom('https://authentik.invalid')).message).toMatch(
      /authentik\.invalid cannot be resolved/,
    );
    const port = await portOf(createServer());
    await new Promise((done) => servers.pop()?.close(done));
    expect((await readFrom(`http://127.0.0.1:${port}`)).message).toMatch(/nothing listens/);
  });

  test('that breaks in the middle of an answer is tried again', async () => {
    let count = 0;
    const port = await portOf(
      createServer((_, response) => {
        count += 1;
        response.writeHead(200, {
          'content-type': 'application/json',
          ...(count < 3 ? { 'content-length': '500' } : {}),
        });
        if (count < 3) response.write('{"user"', () => response.destroy());
        else response.end('{"user": {"pk": 4, "username": "ci", "is_superuser": true, "groups": []}}');
      }),
    );
    expect(
      await createClient({ url: `http://127.0.0.1:${port}`, token: TOKEN, pause: () => 0 }).me(),
    ).toMatchObject({ pk: 4 });
    expect(count).toBe(3);
  });

  test('that stays silent is given up after two tries, not after as many as a broken one', async () => {
    let count = 0;
    const port = await portOf(createServer(() => void (count += 1)));
    const error = await readFrom(`http://127.0.0.1:${port}`);
    expect([error.kind, error.message, count]).toEqual(['unreachable', expect.stringMatching(/in time/), 2]);
  });

  test('to somewhere else is not followed: the token stays here', async () => {
    const seen: string[] = [];
    const other = await portOf(
      createServer((request, response) => {
        seen.push(request.headers.authorization ?? 'none');
        response.end('{}');
      }),
    );
    const port = await portOf(
      createServer((_, response) =>
        response.writeHead(302, { location: `http://127.0.0.1:${other}/` }).end(),
      ),
    );
    expect((await readFrom(`http://127.0.0.1:${port}`)).message).toContain(
      `elsewhere: http://127.0.0.1:${other}`,
    );
    expect(seen).toEqual([]);
  });
});
