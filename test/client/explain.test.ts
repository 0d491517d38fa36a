import { describe, expect, test, vi } from 'vitest';
import { explainResponse, notJson, type ReceivedResponse } from '../../src/client/explain.ts';
import { fetchDocument } from '../../src/client/fetch-document.ts';

const line = { method: 'PATCH', path: '/core/groups/x/', origin: 'https://id.example.com' };
const response = (status: number, more: Partial<ReceivedResponse> = {}): ReceivedResponse => ({
  status,
  contentType: 'application/json',
  text: '{}',
  bytes: 2,
  isWhole: true,
  location: null,
  retryAfter: undefined,
  requestId: undefined,
  ...more,
});
const HTML = { contentType: 'text/html', text: '<!doctype html>' };

describe('what an response means', () => {
  test.each<[what: string, response: ReceivedResponse, isKnown: boolean, kind: string, message: RegExp]>([
    [
      '300',
      response(300, { location: 'https://a.example.com/b?c=d' }),
      false,
      'unexpected',
      /elsewhere: https:\/\/a\.example\.com$/,
    ],
    ['399', response(399), false, 'unexpected', /elsewhere: it does not say where$/],
    [
      '302 to a path',
      response(302, { location: '/login?next=x' }),
      false,
      'unexpected',
      /elsewhere: \/login$/,
    ],
    ['400', response(400, { text: '{"name":["a"]}' }), false, 'invalid', /^name: a$/],
    ['400 without words', response(400), false, 'invalid', /refused PATCH/],
    ['400 that is empty', response(400, { text: ' ' }), false, 'invalid', /refused PATCH/],
    ['400 that is no JSON', response(400, HTML), false, 'unexpected', /not JSON/],
    ['401', response(401), false, 'refused', /refuses the token/],
    ['403 at first', response(403), false, 'refused', /refuses the token/],
    ['403 later', response(403), true, 'forbidden', /may not do PATCH/],
    ['401 later', response(401), true, 'refused', /refuses the token/],
    ['404 of an object', response(404), false, 'not-found', /\/core\/groups\/x\/ does not exist/],
    ['404 of a page', response(404, HTML), false, 'unexpected', /no endpoint/],
    ['404 of broken JSON', response(404, { text: '{' }), false, 'unexpected', /no endpoint/],
    ['405 of a page', response(405, HTML), false, 'crashed', /failed on PATCH/],
    ['405 with words', response(405), false, 'unexpected', /status 405/],
    ['418', response(418), false, 'unexpected', /status 418/],
    ['429', response(429), false, 'unreachable', /too busy/],
    ['499', response(499), false, 'unexpected', /status 499/],
    ['500', response(500), false, 'crashed', /status 500/],
    ['501', response(501), false, 'crashed', /status 501/],
    ['502', response(502), false, 'unreachable', /too busy/],
    ['503', response(503), false, 'unreachable', /too busy/],
    ['504', response(504), false, 'unreachable', /too busy/],
    ['505', response(505), false, 'crashed', /status 505/],
  ])('%s', (_, given, isKnown, kind, message) => {
    const error = explainResponse(line, given, isKnown);
    expect([error.kind, error.status]).toEqual([kind, given.status]);
    expect(error.message).toMatch(message);
  });

  test('only a proxy that gave up waiting leaves the server at it', () => {
    expect(
      [429, 502, 503, 504].map((status) => explainResponse(line, response(status), false).mayStillRun),
    ).toEqual([false, false, false, true]);
  });

  test('a web page is said where there is one', () => {
    expect(explainResponse(line, response(418, HTML), false).hint).toMatch(/web page/);
    expect(explainResponse(line, response(418, { contentType: '', text: ' <HTML>' }), false).hint).toMatch(
      /web page/,
    );
    expect(explainResponse(line, response(418, { ...HTML, text: '' }), false).hint).toBeUndefined();
    expect(explainResponse(line, response(418), false).hint).toBeUndefined();
    expect(notJson(line, response(200, HTML)).hint).toMatch(/web page/);
    expect(notJson(line, response(200, { contentType: 'text/plain', text: 'a' })).hint).toBe(
      'is the address that of authentik?',
    );
    expect(notJson({ ...line, origin: 'http://a' }, response(400, HTML)).hint).toMatch(/want https\?$/);
    expect(notJson({ ...line, origin: 'http://a' }, response(200, HTML)).hint).not.toMatch(/want https/);
  });
});

describe('the document of a server', () => {
  async function addressFor(from: string, response = new Response('openapi: 3.0.3')) {
    const sent: { url: string; authorization: string | null }[] = [];
    vi.stubGlobal('fetch', ({ url, headers }: Request) => {
      sent.push({ url, authorization: headers.get('authorization') });
      return Promise.resolve(response);
    });
    try {
      return { text: await fetchDocument(from), sent };
    } finally {
      vi.unstubAllGlobals();
    }
  }

  test.each([
    ['https://id.example.com', 'https://id.example.com/api/v3/schema/'],
    ['https://id.example.com/api/v3', 'https://id.example.com/api/v3/schema/'],
    ['https://id.example.com/api/v3/schema', 'https://id.example.com/api/v3/schema'],
    [
      'https://id.example.com/api/v3/schema/?format=json',
      'https://id.example.com/api/v3/schema/?format=json',
    ],
    ['https://example.com/schema.yml', 'https://example.com/schema.yml'],
    ['https://example.com/schema.yaml', 'https://example.com/schema.yaml'],
    ['https://example.com/schema.json', 'https://example.com/schema.json'],
  ])('%s is at %s, and no token is sent', async (from, url) =>
    expect(await addressFor(from)).toEqual({ text: 'openapi: 3.0.3', sent: [{ url, authorization: null }] }),
  );

  test('that is not there is said', async () => {
    await expect(
      addressFor('https://id.example.com', new Response('', { status: 404 })),
    ).rejects.toMatchObject({
      kind: 'unexpected',
      status: 404,
    });
  });
});
