import { describe, expect, test, vi } from 'vitest';
import { isInClear } from '../../src/client/address.ts';
import { ApiError, fieldMessages } from '../../src/client/api-error.ts';
import type { Client } from '../../src/client/client.ts';
import { createClient } from '../../src/client/create-client.ts';
import type { Exchange } from '../../src/client/exchange.ts';
import { explainFailure } from '../../src/client/explain-failure.ts';
import type { Fetch } from '../../src/client/route.ts';
import { parseJson } from '../../src/catalog/exact-json.ts';

type Reply = Response | Error | ((request: Request) => Response | Promise<Response>);

/** A client whose server answers with these, one after the other; and what was sent. */
function clientOf(...replies: Reply[]) {
  const sent: { method: string; url: string; body: string; authorization: string | null }[] = [];
  const client = createClient({
    url: 'https://id.example.com/api/v3/',
    token: 'secret-token',
    pause: () => 0,
    timeoutSeconds: 1,
    fetch: async (request) => {
      sent.push({
        method: request.method,
        url: request.url,
        body: await request.clone().text(),
        authorization: request.headers.get('authorization'),
      });
      const reply =
        replies.shift() ?? new Response('{}', { headers: { 'content-type': 'application/json' } });
      if (reply instanceof Error) throw reply;
      return typeof reply === 'function' ? reply(request) : reply;
    },
  });
  return { client, sent };
}

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const reset = (): Error =>
  Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
  });
const page = { pagination: { next: 0, count: 0, total_pages: 1 }, results: [] };

describe('what is sent', () => {
  test('the address is taken with or without /api/v3, the token goes as a bearer', async () => {
    const { client, sent } = clientOf(json(page));
    await client.page('/core/groups/', { page_size: '100' });
    expect(sent).toEqual([
      {
        method: 'GET',
        url: 'https://id.example.com/api/v3/core/groups/?page_size=100',
        body: '',
        authorization: 'Bearer secret-token',
      },
    ]);
  });

  test('a body is sent digit by digit', async () => {
    const { client, sent } = clientOf(json({ pk: 1 }, 201));
    await client.create('/core/groups/', '{"a":12345678901234567890,"b":1.0}');
    expect(sent[0]?.body).toBe('{"a":12345678901234567890,"b":1.0}');
  });

  test('large integers come back exactly', () => {
    expect(parseJson('{"a": 12345678901234567890, "b": 1.5, "c": 7}')).toEqual({
      a: 12345678901234567890n,
      b: 1.5,
      c: 7,
    });
  });
});

describe('what is tried again', () => {
  test.each<[string, (client: ReturnType<typeof clientOf>['client']) => Promise<unknown>]>([
    ['a read', (client) => client.page('/core/groups/', {})],
    ['a PATCH', (client) => client.update('/core/groups/x/', '{}')],
    ['a DELETE', (client) => client.remove('/core/groups/x/')],
    ['a setter', (client) => client.call('/core/tokens/t/set_key/', '{}')],
  ])('%s after a reset connection and after "busy"', async (_, send) => {
    const { client, sent } = clientOf(reset(), json({}, 503), json(page));
    await send(client);
    expect(sent).toHaveLength(3);
    expect(client.requests().total).toBe(3);
  });

  test('a create never after a reset: it may have been done', async () => {
    const { client, sent } = clientOf(reset(), json({ pk: 1 }, 201));
    await expect(client.create('/core/groups/', '{}')).rejects.toMatchObject({ kind: 'unreachable' });
    expect(sent).toHaveLength(1);
  });

  test('nothing for ever', async () => {
    const { client, sent } = clientOf(...Array.from({ length: 20 }, reset));
    await expect(client.page('/core/groups/', {})).rejects.toBeInstanceOf(ApiError);
    expect(sent.length).toBeLessThan(10);
  });
});

describe('what an answer means', () => {
  test.each<[string, Response, string, RegExp]>([
    ['403', json({ detail: 'x' }, 403), 'refused', /refuses the token/],
    [
      '405 without a body is a crash',
      new Response('', {
        status: 405,
        headers: { 'content-type': 'text/html', allow: 'GET, HEAD, OPTIONS' },
      }),
      'crashed',
      /failed on PATCH/,
    ],
    ['a real 405', json({ detail: 'Method not allowed' }, 405), 'unexpected', /status 405/],
    [
      '400',
      json({ name: ['This field is required.'], non_field_errors: ['x'] }, 400),
      'invalid',
      /name: This field is required\.; x/,
    ],
    ['404 of an object', json({ detail: 'Not found.' }, 404), 'not-found', /does not exist/],
    [
      '404 of a page',
      new Response('<html>', { status: 404, headers: { 'content-type': 'text/html' } }),
      'unexpected',
      /no endpoint/,
    ],
    [
      'a redirect',
      new Response(null, { status: 301, headers: { location: 'https://other.example.com/x?token=y' } }),
      'unexpected',
      /elsewhere: https:\/\/other\.example\.com$/,
    ],
    [
      'a login page',
      new Response('<!doctype html>', { status: 200, headers: { 'content-type': 'text/html' } }),
      'unexpected',
      /not JSON/,
    ],
  ])('%s', async (_, answer, kind, message) => {
    const { client } = clientOf(answer);
    const error = await client.update('/core/groups/x/', '{}').catch((one: unknown) => one);
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message) as string });
    expect(String(error)).not.toContain('secret-token');
  });

  test('a failed certificate, a wrong name and a time limit are told apart', async () => {
    const failing = async (code: string): Promise<string> =>
      String(
        await clientOf(
          ...Array.from({ length: 9 }, () =>
            Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) }),
          ),
        )
          .client.me()
          .catch((error: unknown) => error),
      );
    expect(await failing('DEPTH_ZERO_SELF_SIGNED_CERT')).toMatch(/certificate/);
    expect(await failing('ENOTFOUND')).toMatch(/cannot be resolved/);
    const slow = clientOf(...Array.from({ length: 9 }, () => () => new Promise<Response>(() => undefined)));
    await expect(slow.client.create('/core/groups/', '{}')).rejects.toThrow(/did not answer in time/);
  });

  test.each<[unknown, [string, string][]]>([
    ['text', [['', 'text']]],
    [
      { a: ['x', 'y'], non_field_errors: ['z'] },
      [
        ['a', 'x'],
        ['a', 'y'],
        ['', 'z'],
      ],
    ],
    [{ fields: [{}, { name: ['x'] }] }, [['fields.1.name', 'x']]],
    [{ a: { a: 'x' } }, [['a.a', 'x']]],
    [null, []],
  ])('the messages in %j', (body, expected) => {
    expect(fieldMessages(body).map(({ path, message }) => [path.join('.'), message])).toEqual(expected);
  });
});

describe('the wait before a repetition', () => {
  /** The seconds at which requests are sent to a server that says how long to wait after the first. */
  async function sentAt(retryAfter: () => string): Promise<number[]> {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 1_800_000_000_000 });
    try {
      const sent: number[] = [];
      const busy = (): Response =>
        new Response('{}', {
          status: 503,
          headers: { 'content-type': 'application/json', 'retry-after': retryAfter() },
        });
      const note = (answer: () => Response) => () => {
        sent.push((Date.now() - 1_800_000_000_000) / 1000);
        return answer();
      };
      const answers = [note(busy), note(() => json(page))];
      const client = createClient({
        url: 'https://id.example.com',
        token: 'secret-token',
        pause: () => 3,
        fetch: () => Promise.resolve(answers.shift()?.() ?? json(page)),
      });
      const done = client.page('/core/groups/', {});
      for (let second = 0; second < 300 && sent.length < 2; second += 1)
        await vi.advanceTimersByTimeAsync(1000);
      await done;
      return sent;
    } finally {
      vi.useRealTimers();
    }
  }
  const inSeconds = (seconds: number): string => new Date(Date.now() + 1000 * seconds).toUTCString();

  test.each<[what: string, header: () => string, seconds: number]>([
    ['is what the server asks for', () => '7', 7],
    ['is what the server asks for, with blanks', () => ' 7 ', 7],
    ['is what the server asks for, as a date', () => inSeconds(7), 7],
    ['is none when that date is past', () => inSeconds(-7), 0],
    ['is none when that is none', () => '0', 0],
    ['is a minute at most', () => '3600', 60],
    ['is a minute at most, as a date', () => inSeconds(3600), 60],
    ['is the usual one when the server says nothing', () => '', 3],
    ['is the usual one when the server says nonsense', () => 'soon', 3],
  ])('%s', async (_, header, seconds) => expect(await sentAt(header)).toEqual([0, seconds]));
});

describe('how often a request is sent', () => {
  const broken = (code: string): Error =>
    Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) });

  test.each<[code: string, times: number]>([
    ['ECONNRESET', 5],
    ['ECONNREFUSED', 5],
    ['EPIPE', 5],
    ['EAI_AGAIN', 5],
    ['UND_ERR_SOCKET', 5],
    ['ETIMEDOUT', 2],
    ['UND_ERR_HEADERS_TIMEOUT', 2],
    ['UND_ERR_BODY_TIMEOUT', 2],
    ['UND_ERR_CONNECT_TIMEOUT', 2],
    ['ENOTFOUND', 1],
    ['CERT_HAS_EXPIRED', 1],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 1],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 1],
    ['HPE_INVALID_CONSTANT', 1],
  ])('that ends with %s: %i', async (code, times) => {
    const { client, sent } = clientOf(...Array.from({ length: 20 }, () => broken(code)));
    await expect(client.page('/core/groups/', {})).rejects.toMatchObject({ kind: 'unreachable' });
    expect(sent).toHaveLength(times);
  });

  test('to a server that is always busy: 5', async () => {
    const { client, sent } = clientOf(...Array.from({ length: 20 }, () => json({}, 503)));
    await expect(client.page('/core/groups/', {})).rejects.toMatchObject({ kind: 'unreachable' });
    expect(sent).toHaveLength(5);
  });

  test.each<[what: string, codes: string[], mayBeDone: boolean]>([
    ['was only refused', Array.from({ length: 5 }, () => 'ECONNREFUSED'), false],
    ['was lost once', ['ECONNRESET', ...Array.from({ length: 4 }, () => 'ECONNREFUSED')], true],
  ])('and what an earlier try may have done, of one that %s', async (_, codes, mayBeDone) => {
    const { client } = clientOf(...codes.map(broken));
    await expect(client.update('/core/groups/x/', '{}')).rejects.toMatchObject({ mayBeDone });
  });

  test.each<[code: string, mayStillRun: boolean]>([
    ['UND_ERR_HEADERS_TIMEOUT', true],
    ['UND_ERR_BODY_TIMEOUT', true],
    ['UND_ERR_CONNECT_TIMEOUT', false],
    ['ETIMEDOUT', false],
    ['ECONNRESET', false],
  ])('and whether the server may still be at it after %s: %s', async (code, mayStillRun) => {
    const { client } = clientOf(broken(code));
    await expect(client.create('/core/groups/', '{}')).rejects.toMatchObject({ mayStillRun });
  });
});

test('no more requests are in flight than may be', async () => {
  for (const parallelism of [1, 3]) {
    let running = 0;
    let most = 0;
    const client = createClient({
      url: 'https://id.example.com',
      token: 'secret-token',
      parallelism,
      fetch: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((done) => setTimeout(done, 0));
        running -= 1;
        return json(page);
      },
    });
    await Promise.all(Array.from({ length: 10 }, () => client.page('/core/groups/', {})));
    expect(most).toBe(parallelism);
  }
});

describe('the time limit', () => {
  const endless = (): Promise<never> => new Promise(() => undefined);
  const drip = (): ReadableStream<Uint8Array> => {
    let timer: NodeJS.Timeout;
    return new ReadableStream({
      start: (stream) => {
        timer = setInterval(() => stream.enqueue(new Uint8Array([32])), 5);
      },
      cancel: () => clearInterval(timer),
    });
  };

  test.each<[what: string, fetch: Fetch]>([
    [
      'that heeds its signal',
      (_, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    ],
    ['that ignores its signal', endless],
    [
      'whose body ignores its signal',
      () =>
        Promise.resolve(
          new Response(new ReadableStream({ pull: endless }), {
            headers: { 'content-type': 'application/json' },
          }),
        ),
    ],
    [
      'whose body goes on and on',
      () => Promise.resolve(new Response(drip(), { headers: { 'content-type': 'application/json' } })),
    ],
  ])('ends a request %s', async (_, fetch) => {
    const client = createClient({
      url: 'https://id.example.com',
      token: 'secret-token',
      timeoutSeconds: 0.05,
      pause: () => 0,
      fetch,
    });
    const timedOut = { kind: 'unreachable', mayStillRun: true };
    await expect(client.create('/core/groups/', '{}')).rejects.toMatchObject({
      ...timedOut,
      mayBeDone: true,
    });
    await expect(client.page('/core/groups/', {})).rejects.toMatchObject({ ...timedOut, mayBeDone: false });
  });

  test('aborts the signal of the request that it ends', async () => {
    let seen: AbortSignal | undefined;
    const client = createClient({
      url: 'https://id.example.com',
      token: 'secret-token',
      timeoutSeconds: 0.01,
      fetch: (_, { signal }) => {
        seen = signal;
        return endless();
      },
    });
    await expect(client.create('/core/groups/', '{}')).rejects.toThrow(/in time/);
    expect(seen?.aborted).toBe(true);
  });

  test('can be shorter for one read, which is then not repeated', async () => {
    let sent = 0;
    const client = createClient({
      url: 'https://id.example.com',
      token: 'secret-token',
      timeoutSeconds: 600,
      fetch: () => {
        sent += 1;
        return endless();
      },
    });
    await expect(client.read('/x/', {}, 0.01)).rejects.toThrow(/in time/);
    expect(sent).toBe(1);
  });
});

describe('a run that is to stop', () => {
  /** A client whose requests hang after the first `answers`, and its two stops. */
  function stoppable(...replies: Response[]) {
    const soft = new AbortController();
    const hard = new AbortController();
    let sent = 0;
    const client = createClient({
      url: 'https://id.example.com',
      token: 'secret-token',
      pause: () => 600,
      stop: { soft: soft.signal, hard: hard.signal },
      fetch: () => {
        sent += 1;
        const reply = replies.shift();
        return reply ? Promise.resolve(reply) : new Promise(() => undefined);
      },
    });
    return { client, soft, hard, sent: () => sent };
  }
  const soon = (done: () => void): void => void setTimeout(done, 20);

  test('gently does not repeat what has failed, and says how it failed', async () => {
    const { client, soft, sent } = stoppable(json({}, 503), json(page));
    soon(() => soft.abort());
    await expect(client.page('/core/groups/', {})).rejects.toMatchObject({
      kind: 'unreachable',
      status: 503,
    });
    expect(await client.pause(1)).toBe(false);
    // What belongs to a change in flight is still sent.
    await client.page('/core/groups/', {});
    expect(sent()).toBe(2);
  });

  test.each<[what: string, mayBeDone: boolean, send: (client: Client) => Promise<unknown>]>([
    ['a read', false, (client) => client.page('/core/groups/', {})],
    ['a create', true, (client) => client.create('/core/groups/', '{}')],
    ['a delete', true, (client) => client.remove('/core/groups/x/')],
  ])('at once cuts %s in flight, and sends nothing more', async (_, mayBeDone, send) => {
    const { client, soft, hard, sent } = stoppable();
    soon(() => {
      soft.abort();
      hard.abort();
    });
    await expect(send(client)).rejects.toMatchObject({ kind: 'interrupted', mayBeDone });
    await expect(send(client)).rejects.toMatchObject({ kind: 'interrupted', mayBeDone: false });
    expect(sent()).toBe(1);
  });

  test('at once in a pause: what the first try may have done is not forgotten', async () => {
    const { client, soft, hard } = stoppable(json({}, 504));
    soon(() => {
      hard.abort();
      soft.abort();
    });
    await expect(client.update('/core/groups/x/', '{}')).rejects.toMatchObject({
      kind: 'interrupted',
      mayBeDone: true,
    });
  });
});

describe('a page of a list', () => {
  const first = { next: 0, count: 2, total_pages: 1 };

  test.each<[what: string, body: unknown]>([
    ['without its paging', { results: [] }],
    ['without its results', { pagination: first }],
    ['with results that are no list', { pagination: first, results: {} }],
    ['with a result that is no object', { pagination: first, results: [{ pk: 1 }, 'a'] }],
    ['with a result that is a list', { pagination: first, results: [[]] }],
    ['that does not say what comes next', { pagination: { count: 2 }, results: [] }],
    ['that does not say how many there are', { pagination: { next: 0 }, results: [] }],
    ['that is a list', []],
    ['that is null', null],
  ])('%s is none', async (_, body) => {
    const { client } = clientOf(json(body));
    await expect(client.page('/core/groups/', {})).rejects.toMatchObject({ kind: 'unexpected' });
  });

  test('that does not say how many pages there are: as many as its length makes', async () => {
    const { client } = clientOf(
      json({ pagination: { next: 2, count: 5 }, results: [{ pk: 1 }, { pk: 2 }] }),
      json({ pagination: { next: 0, count: 0 }, results: [] }),
    );
    expect(await client.page('/core/groups/', {})).toMatchObject({ pages: 3, next: 2, count: 5 });
    expect(await client.page('/core/groups/', {})).toMatchObject({ pages: 0 });
  });
});

describe('who the token speaks for', () => {
  test.each<[what: string, user: unknown, me: unknown]>([
    [
      'a superuser with groups',
      { pk: 1, username: 'a', is_superuser: true, groups: [{ name: 'g' }, { name: 'h' }] },
      { pk: 1, username: 'a', isSuperuser: true, groups: ['g', 'h'] },
    ],
    [
      'a user of whom nothing else is said',
      { pk: 1, username: 'a' },
      { pk: 1, username: 'a', isSuperuser: false, groups: [] },
    ],
  ])('%s', async (_, user, me) => expect(await clientOf(json({ user })).client.me()).toEqual(me));

  test.each([{ username: 'a' }, { pk: 'x', username: 'a' }, { pk: 1 }, undefined])(
    'is not known from %j',
    async (user) => {
      await expect(clientOf(json({ user })).client.me()).rejects.toMatchObject({ kind: 'unexpected' });
    },
  );
});

test.each([
  ['http://id.example.com', true],
  ['http://10.0.0.7:9000', true],
  ['http://localhost.example.com', true],
  ['http://127.0.0.1.example.com', true],
  ['https://id.example.com', false],
  ['http://localhost:9000', false],
  ['http://a.localhost', false],
  ['http://127.0.0.1', false],
  ['http://127.8.8.8/x', false],
  ['http://127.1', false],
  ['http://[::1]:9000', false],
  ['http://[::2]:9000', true],
  ['HTTP://ID.EXAMPLE.COM', true],
  ['no address', false],
])('what is sent to %s can be read on the way: %s', (address, expected) => {
  expect(isInClear(address)).toBe(expected);
});

describe('an address', () => {
  test.each([
    'https://name@id.example.com',
    'https://name:word@id.example.com',
    'https://:word@id.example.com',
    'ftp://id.example.com',
    'id.example.com',
    'https://',
    '',
  ])('%s is refused, and no password is shown', (url) => {
    const refused = (): unknown => createClient({ url, token: 'secret-token' });
    expect(refused).toThrow(/address/);
    expect(refused).not.toThrow(/word@|:word/);
  });

  test.each(['', ' ', 'a b', 'a\nb', 'tökén'])('with the token %j is refused', (token) => {
    expect(() => createClient({ url: 'https://id.example.com', token })).toThrow(/token/);
  });

  test('with a token that ends in a line break is taken', async () => {
    const sent: (string | null)[] = [];
    const client = createClient({
      url: 'https://id.example.com',
      token: ' secret-token\n',
      fetch: (request) => {
        sent.push(request.headers.get('authorization'));
        return Promise.resolve(json(page));
      },
    });
    await client.page('/core/groups/', {});
    expect(sent).toEqual(['Bearer secret-token']);
  });
});

test.each<[what: string, error: unknown, message: string]>([
  ['says its own words', new Error('odd'), 'the connection to a.example broke (odd)'],
  [
    'says the words of what is behind it',
    new TypeError('fetch failed', { cause: new Error('odd', { cause: new Error('the end') }) }),
    'the connection to a.example broke (the end)',
  ],
  ['that is no error says what it is', 'odd', 'the connection to a.example broke (odd)'],
])('an error without a code %s', (_, error, message) => {
  expect(explainFailure('https://a.example/x', error).message).toBe(message);
});

test.each([200, 204, 299])('status %i is a success', async (status) => {
  const { client, sent } = clientOf(new Response(null, { status }));
  await client.remove('/core/groups/1/');
  expect(sent).toHaveLength(1);
});

describe('a question that changes nothing', () => {
  const empty = (status: number): Response => new Response(null, { status });

  test('is answered by a refusal, and by a crash', async () => {
    const { client } = clientOf(json({ name: ['x'] }, 400), empty(405), json({ detail: 'no' }, 405));
    expect(await client.ask('/x/', '{}', 1)).toEqual({ status: 400, body: { name: ['x'] } });
    expect(await client.ask('/x/', '{}', 1)).toEqual({ status: 405, body: undefined });
    expect(await client.ask('/x/', '{}', 1)).toEqual({ status: 405, body: { detail: 'no' } });
  });

  test('is asked again after a broken connection, and where the server is busy', async () => {
    const { client, sent } = clientOf(reset(), empty(503), json({}, 400));
    expect(await client.ask('/x/', '{}', 1)).toEqual({ status: 400, body: {} });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
  });

  test('is not asked again when a proxy did not wait for the answer: the server may still be at it', async () => {
    const { client, sent } = clientOf(empty(504), json({}, 400));
    await expect(client.ask('/x/', '{}', 1)).rejects.toMatchObject({ status: 504 });
    expect(sent).toHaveLength(1);
  });

  test('may take longer than the usual time limit', async () => {
    const late = () => new Promise<Response>((resolve) => setTimeout(() => resolve(json({}, 400)), 1200));
    const { client } = clientOf(late);
    expect(await client.ask('/x/', '{}', 5)).toMatchObject({ status: 400 });
  });

  test('is recorded without what was asked and answered', async () => {
    const seen: Exchange[] = [];
    const client = createClient({
      url: 'https://id.example.com/',
      token: 't',
      fetch: () => Promise.resolve(json({ content: ['hush'] }, 400)),
      observer: { bodies: true, observe: (exchange) => seen.push(exchange) },
    });
    await client.ask('/x/', '{"content":"hush"}', 1);
    expect(seen).toMatchObject([{ method: 'POST', path: '/x/', status: 400, sent: '', received: '' }]);
  });
});
