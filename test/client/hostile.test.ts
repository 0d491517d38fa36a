import { describe, expect, test } from 'vitest';
import { formatJson, MOST_LEVELS, parseJson } from '../../src/catalog/exact-json.ts';
import { ApiError } from '../../src/client/api-error.ts';
import type { Client } from '../../src/client/client.ts';
import { createClient } from '../../src/client/create-client.ts';
import { oneLine } from '../../src/client/one-line.ts';

/*
 * A server that answers anything at all: every place that reads an answer refuses what is not authentik's, in one
 * short line that names the request.
 */

const JSON_TYPE = { 'content-type': 'application/json' };
const answer = (body: unknown, status = 200): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: JSON_TYPE });

function clientOf(reply: () => Response): Client {
  return createClient({
    url: 'https://id.example.com',
    token: 'secret-token',
    pause: () => 0,
    timeoutSeconds: 20,
    fetch: () => Promise.resolve(reply()),
  });
}

async function refusal(sent: Promise<unknown>): Promise<ApiError> {
  const error = await sent.then(
    () => undefined,
    (one: unknown) => one,
  );
  expect(error).toBeInstanceOf(ApiError);
  const { message, hint = '' } = error as ApiError;
  for (const text of [message, hint]) {
    expect(text.length).toBeLessThan(1200);
    expect(text).not.toMatch(/[\u0000-\u001f\u007f\u2028\u2029]/);
  }
  return error as ApiError;
}

const READERS: readonly [request: string, read: (client: Client) => Promise<unknown>][] = [
  ['GET /core/users/me/', (client) => client.me()],
  ['GET /admin/version/', (client) => client.release()],
  ['GET /enterprise/license/summary/', (client) => client.licensed()],
  ['GET /core/groups/', (client) => client.page('/core/groups/', {})],
  ['POST /core/groups/', (client) => client.create('/core/groups/', '{}')],
  ['PATCH /core/groups/x/', (client) => client.update('/core/groups/x/', '{}')],
];
const JSON_READERS: typeof READERS = [
  ...READERS,
  ['GET /any/', (client) => client.read('/any/')],
  ['POST /files/', (client) => client.upload('/files/', { name: 'a.yaml', text: '' })],
  ['GET /schema/', (client) => client.document()],
  ['POST /set/', (client) => client.call('/set/', '{}')],
];

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('an answer', () => {
  test.each(
    READERS.flatMap(([request, read]) =>
      ['null', '[]', '[{}]', '"text"', '1', 'true', '{}', ''].map((body) => [request, body, read] as const),
    ).filter(([request, body]) => !(body === '{}' && /^(POST|PATCH)/.test(request))),
  )('to %s that is %j is none of authentik', async (request, body, read) => {
    const error = await refusal(read(clientOf(() => answer(body))));
    expect([error.kind, error.message]).toEqual(['unexpected', expect.stringContaining(request)]);
    expect(error.mayBeDone).toBe(!request.startsWith('GET'));
  });

  test.each(
    JSON_READERS.flatMap(([request, read]) =>
      (
        [
          ['cut', '{"user": {"pk"'],
          ['no JSON', 'NaN'],
          ['nested without end', deep(100_000)],
          ['nested without end, in a field', `{"a":${'{"b":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
          ['large and nested without end', `[1234567890123456789,${deep(100_000)}]`],
          ['one with __proto__', '{"user":{"__proto__":{"pk":1}}}'],
          ['one with an escaped __proto__', String.raw`{"\u005f_proto\u005F_":{"isSuperuser":true}}`],
          ['a list with one', '{"results":[{"pk":1},{"__proto__":{"pk":1}}]}'],
          ['a bare list with one', '[{"pk":1,"__proto__":{"pk":1}}]'],
        ] as const
      ).map(([what, body]) => [request, what, body, read] as const),
    ),
  )('to %s that is %s is refused', async (request, _, body, read) => {
    const error = await refusal(read(clientOf(() => answer(body))));
    expect([error.kind, error.message]).toEqual(['unexpected', expect.stringContaining(request)]);
  });

  test('with __proto__ in a field that holds anything is read', async () => {
    const body = '{"results":[{"pk":1,"attributes":{"__proto__":{"a":1}}}]}';
    const read = (await clientOf(() => answer(body)).read('/any/')) as typeof expected;
    const expected = JSON.parse(body) as { results: { attributes: { a?: number } }[] };
    expect(read).toEqual(expected);
    expect(read.results[0]?.attributes.a).toBeUndefined();
  });

  test('with __proto__ in a text is read', async () => {
    expect(await clientOf(() => answer({ a: '"__proto__": \\u005f' })).read('/any/')).toEqual({
      a: '"__proto__": \\u005f',
    });
  });

  test.each([204, 205])('of status %i has no body', async (status) => {
    const client = clientOf(() => new Response(null, { status }));
    await client.remove('/core/groups/x/');
    await client.call('/set/', '{}');
    expect((await refusal(client.create('/core/groups/', '{}'))).message).toMatch(/is empty/);
  });

  test('that never ends is refused, and its rest is not read', async () => {
    let sent = 0;
    let isCancelled = false;
    const endless = (): Response =>
      new Response(
        new ReadableStream({
          pull: (stream) => {
            sent += 1;
            stream.enqueue(new Uint8Array(1024 * 1024).fill(32));
          },
          cancel: () => {
            isCancelled = true;
          },
        }),
        { headers: JSON_TYPE },
      );
    const error = await refusal(clientOf(endless).create('/core/groups/', '{}'));
    expect(error.message).toBe('POST /core/groups/ was answered with more than 64 MB');
    expect([error.kind, error.mayBeDone, isCancelled]).toEqual(['unexpected', true, true]);
    expect(sent).toBeLessThan(70);
  });

  test('that is a web page is no file', async () => {
    const page = (): Response =>
      new Response('<!doctype html><form>', { headers: { 'content-type': 'text/html' } });
    expect((await refusal(clientOf(page).text('/flows/x/export/'))).message).toMatch(
      /^GET \/flows\/x\/export\/ was answered with a web page$/,
    );
    // authentik sends its files with this type.
    const file = (): Response => new Response('version: 1', { headers: { 'content-type': 'text/html' } });
    expect(await clientOf(file).text('/flows/x/export/')).toBe('version: 1');
  });
});

describe('a refusal', () => {
  const refused = (body: unknown): Promise<ApiError> =>
    refusal(clientOf(() => answer(body, 400)).create('/core/groups/', '{}'));

  test('is kept up to 64 kB, and shown in a line', async () => {
    const error = await refused({ name: ['x'.repeat(1000_000)] });
    expect([error.kind, error.status]).toEqual(['invalid', 400]);
    expect(error.message).toContain('POST /core/groups/');
  });

  test('with a long message is cut', async () => {
    const { message, fields } = await refused({ name: [`a${'b'.repeat(5000)}`] });
    expect(message).toMatch(/^name: ab+…$/);
    expect(fields[0]?.message.length).toBeLessThan(1100);
  });

  test('with very many messages is cut', async () => {
    const { fields } = await refused({ name: Array.from({ length: 5000 }, (_, index) => `no ${index}`) });
    expect(fields).toHaveLength(100);
  });

  test('nested without end, of many lines or with control characters is one line', async () => {
    expect((await refused(deep(20_000))).status).toBe(400);
    expect((await refused({ name: ['a\r\n::error::b\u2028c\u001b[2J\u0085d'] })).message).toBe(
      'name: a ::error::b c [2J d',
    );
    expect((await refused({ ['n\nm']: ['x'] })).fields[0]?.path).toEqual(['n m']);
  });

  test('that sends elsewhere with a long address is short', async () => {
    const error = await refusal(
      clientOf(
        () => new Response(null, { status: 302, headers: { location: `x${'y'.repeat(100_000)}` } }),
      ).me(),
    );
    expect(error.message.length).toBeLessThan(400);
  });
});

describe('the user of a token', () => {
  const user = { pk: 1, username: 'ci', is_superuser: true, groups: [] };
  test.each<[what: string, user: unknown]>([
    ['null', null],
    ['a list', [user]],
    ['a text', 'ci'],
    ['pk null', { ...user, pk: null }],
    ['pk a text', { ...user, pk: '1' }],
    ['pk a broken number', { ...user, pk: 1.5 }],
    ['pk a list', { ...user, pk: [1] }],
    ['username null', { ...user, username: null }],
    ['username empty', { ...user, username: '' }],
    ['username a mapping', { ...user, username: { a: 1 } }],
    ['is_superuser null', { ...user, is_superuser: null }],
    ['is_superuser a text', { ...user, is_superuser: 'false' }],
    ['groups null', { ...user, groups: null }],
    ['groups a mapping', { ...user, groups: { length: 1 } }],
    ['groups a text', { ...user, groups: 'abc' }],
    ['a group null', { ...user, groups: [null] }],
    ['a group without a name', { ...user, groups: [{}] }],
    ['a group with a number', { ...user, groups: [{ name: 1 }] }],
  ])('%s is refused', async (_, one) => {
    const { message } = await refusal(clientOf(() => answer({ user: one })).me());
    expect(message).toMatch(
      /^https:\/\/id\.example\.com answers, but not as authentik does: GET \/core\/users\/me\/: /,
    );
  });
});

test.each([null, 1, '', ' ', '../../x', 'a b', '2025.12\n', ['2025.12'], {}, 'x'.repeat(200)])(
  'the version %j is none',
  async (version) => {
    const { message } = await refusal(clientOf(() => answer({ version_current: version })).release());
    expect(message).toMatch(/GET \/admin\/version\/: it names no version$/);
  },
);

test.each([{}, { status: null }, { valid: 'yes' }, { valid: 1 }, { status: ['valid'] }])(
  'the licence %j is none',
  async (licence) => {
    const { message } = await refusal(clientOf(() => answer(licence)).licensed());
    expect(message).toMatch(/GET \/enterprise\/license\/summary\//);
  },
);

describe('the paging of a list', () => {
  const paging = { next: 2, previous: 0, count: 5, current: 1, total_pages: 3 };
  const page = (more: Record<string, unknown>, results: unknown = [{ pk: 1 }, { pk: 2 }]): unknown => ({
    pagination: { ...paging, ...more },
    results,
  });
  test.each<[what: string, body: unknown, asked: string | undefined]>([
    ['a page that refers to itself', page({ next: 1 }), undefined],
    ['a page that goes backwards', page({ next: 1, current: 2 }), '2'],
    ['a page that leaves one out', page({ next: 3 }), undefined],
    ['another page than was asked for', page({ current: 1 }), '2'],
    ['a page of no number', page({ current: null }), undefined],
    ['a next page that there is not', page({ next: 2, total_pages: 1 }), undefined],
    ['a last page before the last', page({ next: 0, total_pages: 3 }), undefined],
    ['a page in between without objects', page({}, []), undefined],
    ['a next page that is a text', page({ next: '2' }), undefined],
    ['a next page that is null', page({ next: null }), undefined],
    ['a next page below zero', page({ next: -1 }), undefined],
    ['a count that is null', page({ count: null }), undefined],
    ['a count below zero', page({ count: -5 }), undefined],
    ['a count that is no whole number', page({ count: 1.5 }), undefined],
    ['a count without end', page({ count: 1e300 }), undefined],
    ['pages that are a text', page({ total_pages: '3' }), undefined],
    ['a billion pages', page({ count: 2e9, total_pages: 1e9 }), undefined],
    ['a billion objects', { pagination: { next: 2, count: 2e9 }, results: [{ pk: 1 }] }, undefined],
    ['paging that is a list', { pagination: [], results: [] }, undefined],
    ['objects that are null', page({}, [null]), undefined],
  ])('%s is refused', async (_, body, asked) => {
    const query = asked === undefined ? {} : { page: asked };
    const { kind, message } = await refusal(clientOf(() => answer(body)).page('/core/groups/', query));
    expect([kind, message]).toEqual(['unexpected', expect.stringContaining('GET /core/groups/: ')]);
  });
});

describe('exact JSON', () => {
  test(`is read to ${MOST_LEVELS} levels, and written again`, () => {
    const text = deep(MOST_LEVELS);
    expect(formatJson(parseJson(text))).toBe(text);
    expect(() => parseJson(deep(MOST_LEVELS + 1))).toThrow(SyntaxError);
  });

  test('counts no brackets in texts', () => {
    const text = JSON.stringify(['['.repeat(2000), `"${'{'.repeat(2000)}\\`, '\\"['.repeat(1000)]);
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test('has no numbers of a million digits, which would take minutes', () => {
    expect(() => parseJson(`[${'1'.repeat(1_000_000)}]`)).toThrow(SyntaxError);
    expect(parseJson(`[${'1'.repeat(1000)}]`)).toEqual([BigInt('1'.repeat(1000))]);
  });

  test('counts brackets after texts', () => {
    expect(() => parseJson(`["\\\\",${deep(2000)}]`)).toThrow(/deeper/);
  });
});

test('a long text is cut without looking at all of it', () => {
  expect(oneLine('a b\n\n\tc ')).toBe('a b c');
  expect(oneLine('x'.repeat(50), 10)).toBe(`${'x'.repeat(10)}…`);
  expect(oneLine(`${'\n'.repeat(10_000)}x`, 10)).toBe('');
});
