import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ak, startSandbox } from './binary.ts';
import { close, listen, passOn } from './proxy.ts';

/*
 * A server whose answers are not authentik's: the program says which answer it was, in one line, and sends no
 * write after it.
 */

let folder: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
const servers: Server[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-hostile-'));
  sandbox = await startSandbox();
  const made = await ak(['apply', '--yes', blueprint('made', 'present')], { env: sandbox.env });
  expect(made.code).toBe(0);
});
afterAll(async () => {
  servers.forEach(close);
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

function blueprint(name: string, state: 'present' | 'absent'): string {
  const path = join(folder, `${name}-${state}.yaml`);
  writeFileSync(
    path,
    `version: 1\nentries:\n- model: authentik_core.group\n  state: ${state}\n  identifiers: {name: ${name}}\n`,
  );
  return path;
}

/** The sandbox, with the texts of its answers to these paths replaced; and the writes that it was sent. */
async function mangled(
  replace: Readonly<Record<string, (text: string) => string>>,
): Promise<{ readonly env: Record<string, string>; readonly port: number; readonly writes: string[] }> {
  const writes: string[] = [];
  const server = createServer((request, response) => {
    const { method = 'GET', url = '' } = request;
    if (method !== 'GET') writes.push(`${method} ${url}`);
    const [, change] = Object.entries(replace).find(([path]) => url.includes(path)) ?? [];
    void passOn(sandbox.url, request).then(({ status, headers, text }) =>
      response.writeHead(status, headers).end(change ? change(text) : text),
    );
  });
  servers.push(server);
  const port = await listen(server);
  return {
    env: { AUTHENTIK_URL: `http://127.0.0.1:${port}`, AUTHENTIK_TOKEN: sandbox.token },
    port,
    writes,
  };
}

interface List {
  pagination: Record<string, unknown>;
  results: Record<string, unknown>[];
}
const list =
  (change: (list: List) => void) =>
  (text: string): string => {
    const value = JSON.parse(text) as List;
    change(value);
    return JSON.stringify(value);
  };
const withKey = (key: unknown): ((text: string) => string) =>
  list(({ results }) => {
    for (const row of results) row['pk'] = key;
  });
const deep = (): string => `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

test.each<[what: string, path: string, change: (text: string) => string, names: RegExp]>([
  [
    'a key that is a path',
    '/core/groups/',
    withKey('..'),
    /GET \/core\/groups\/ .* pk cannot be a key: "\.\."/,
  ],
  [
    'a key that is an escaped path',
    '/core/groups/',
    withKey('%2e%2e'),
    /GET \/core\/groups\/ .* a key: "%2e%2e"/,
  ],
  ['an empty key', '/core/groups/', withKey(''), /GET \/core\/groups\/ .* a key: ""/],
  ['no key', '/core/groups/', withKey(undefined), /GET \/core\/groups\/ .* a key: it has none/],
  ['a key of another type', '/core/groups/', withKey({ a: 1 }), /GET \/core\/groups\/ .* a key: a mapping/],
  [
    'a count that is a lie',
    '/core/groups/',
    list(({ pagination }) => {
      pagination['count'] = 7;
    }),
    /GET \/core\/groups\/ counts 7 objects, and shows \d/,
  ],
  [
    'a page that refers to itself',
    '/core/groups/',
    list(({ pagination }) => {
      pagination['next'] = 1;
    }),
    /GET \/core\/groups\/: it says that page 1 comes after page 1/,
  ],
  [
    'a billion pages',
    '/core/groups/',
    list(({ pagination }) => {
      Object.assign(pagination, { next: 2, count: 1e11, total_pages: 1e9 });
    }),
    /GET \/core\/groups\/: it says that it has 1000000000 pages/,
  ],
  ['deep JSON', '/core/groups/', deep, /GET \/core\/groups\/: JSON is nested deeper/],
  ['deep JSON for the user', '/core/users/me/', deep, /GET \/core\/users\/me\/: JSON is nested deeper/],
  ['no user', '/core/users/me/', () => '{"user":null}', /GET \/core\/users\/me\/: it has no user/],
  [
    'groups that are null',
    '/core/users/me/',
    () => '{"user":{"pk":1,"username":"a","is_superuser":true,"groups":null}}',
    /GET \/core\/users\/me\/: the groups of the user are no list/,
  ],
  [
    'no version',
    '/admin/version/',
    () => '{"version_current":null}',
    /GET \/admin\/version\/: it names no version/,
  ],
  [
    '__proto__',
    '/core/groups/',
    (text) => text.replace('"results":[{', '"results":[{"__proto__":{"pk":1},'),
    /GET \/core\/groups\/: it has a field __proto__/,
  ],
])('with %s nothing is planned or written', async (_, path, change, names) => {
  const { env, writes } = await mangled({ [path]: change });
  const { code, out, err } = await ak(['apply', '--yes', blueprint('made', 'absent')], { env });
  expect([code, out, writes]).toEqual([4, '', []]);
  expect(err).toMatch(/^error: [^\n]*\n( {2}hint: [^\n]*\n)?$/);
  expect(err).toMatch(names);
});

test('with answers like that after a write the change is not known, and no key makes another path', async () => {
  let isWritten = false;
  const { env, writes } = await mangled({
    '/core/users/': (text) => {
      isWritten ||= writes.length > 0;
      return isWritten ? text.replace(/"pk":\d+/g, '"pk":".."') : text;
    },
  });
  const path = join(folder, 'user.yaml');
  writeFileSync(
    path,
    'version: 1\nentries:\n- model: authentik_core.user\n  identifiers: {username: odd}\n' +
      '  attrs: {name: Odd, groups: [], password: "a password of the test"}\n',
  );
  const { code, out, err } = await ak(['apply', '--yes', '--lock', 'none', path], { env });
  expect([code, err]).toEqual([1, expect.stringMatching(/change-unknown/)]);
  expect(out).toMatch(/0 applied, 0 failed, 1 not known/);
  expect([...new Set(writes)]).toEqual(['POST /api/v3/core/users/']);
});

test('a small answer that is unpacked to a large one is not read to its end', async () => {
  const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, ' '));
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { code, err } = await ak(
    ['plan', '--url', `http://127.0.0.1:${port}`, blueprint('made', 'present')],
    {
      env: { AUTHENTIK_TOKEN: 'a-token-of-nobody' },
    },
  );
  expect([code, err]).toEqual([
    4,
    expect.stringMatching(/^error: GET \/.* was answered with more than 64 MB\n/),
  ]);
});

describe('an address', () => {
  // 0.0.0.0 is this machine, and nothing tells so.
  test('without TLS on another machine is warned of, once', async () => {
    const { env, port } = await mangled({});
    const { code, err } = await ak(['plan', blueprint('made', 'present')], {
      env: { ...env, AUTHENTIK_URL: `http://0.0.0.0:${port}` },
    });
    expect([code, err]).toEqual([
      0,
      `warning: the token travels in clear to 0.0.0.0:${port}: anybody on the way can read it; use https://\n`,
    ]);
  });

  test('of this machine is not', async () => {
    const { env } = await mangled({});
    const { code, err } = await ak(['plan', blueprint('made', 'present')], { env });
    expect([code, err]).toEqual([0, '']);
  });
});

test('an OpenAPI document of anything is refused in words', async () => {
  for (const text of [
    deep(),
    '{"paths":null}',
    '{"paths":{"/core/groups/":[1]},"components":{"schemas":7}}',
    '{"paths":{"/a/":{"get":null}}}',
  ]) {
    const path = join(folder, 'document.json');
    writeFileSync(path, text);
    const { code, err } = await ak(['schema', 'build', '--from', path]);
    expect([code, err]).toEqual([3, expect.stringMatching(/^error: [^\n]*\n( {2}hint: [^\n]*\n)?$/)]);
  }
});
