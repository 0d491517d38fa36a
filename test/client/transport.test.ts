import { describe, expect, test } from 'vitest';
import { ApiError, fieldMessages } from '../../src/client/api-error.ts';
import { createClient } from '../../src/client/client.ts';
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
    const slow = clientOf(
      ...Array.from(
        { length: 9 },
        () => (request: Request) =>
          new Promise<Response>((_, fail) =>
            request.signal.addEventListener('abort', () => fail(request.signal.reason as Error)),
          ),
      ),
    );
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
