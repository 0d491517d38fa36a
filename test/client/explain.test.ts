import { describe, expect, test, vi } from 'vitest';
import { explainAnswer, notJson, type Answer } from '../../src/client/explain.ts';
import { fetchDocument } from '../../src/client/fetch-document.ts';

const asked = { method: 'PATCH', path: '/core/groups/x/', origin: 'https://id.example.com' };
const answer = (status: number, more: Partial<Answer> = {}): Answer => ({
  status,
  contentType: 'application/json',
  text: '{}',
  location: null,
  retryAfter: undefined,
  ...more,
});
const HTML = { contentType: 'text/html', text: '<!doctype html>' };

describe('what an answer means', () => {
  test.each<[what: string, answer: Answer, isKnown: boolean, kind: string, message: RegExp]>([
    [
      '300',
      answer(300, { location: 'https://a.example.com/b?c=d' }),
      false,
      'unexpected',
      /elsewhere: https:\/\/a\.example\.com$/,
    ],
    ['399', answer(399), false, 'unexpected', /elsewhere: it does not say where$/],
    ['302 to a path', answer(302, { location: '/login?next=x' }), false, 'unexpected', /elsewhere: \/login$/],
    ['400', answer(400, { text: '{"name":["a"]}' }), false, 'invalid', /^name: a$/],
    ['400 without words', answer(400), false, 'invalid', /refused PATCH/],
    ['400 that is empty', answer(400, { text: ' ' }), false, 'invalid', /refused PATCH/],
    ['400 that is no JSON', answer(400, HTML), false, 'unexpected', /not JSON/],
    ['401', answer(401), false, 'refused', /refuses the token/],
    ['403 at first', answer(403), false, 'refused', /refuses the token/],
    ['403 later', answer(403), true, 'forbidden', /may not do PATCH/],
    ['401 later', answer(401), true, 'refused', /refuses the token/],
    ['404 of an object', answer(404), false, 'not-found', /\/core\/groups\/x\/ does not exist/],
    ['404 of a page', answer(404, HTML), false, 'unexpected', /no endpoint/],
    ['404 of broken JSON', answer(404, { text: '{' }), false, 'unexpected', /no endpoint/],
    ['405 of a page', answer(405, HTML), false, 'crashed', /failed on PATCH/],
    ['405 with words', answer(405), false, 'unexpected', /status 405/],
    ['418', answer(418), false, 'unexpected', /status 418/],
    ['429', answer(429), false, 'unreachable', /too busy/],
    ['499', answer(499), false, 'unexpected', /status 499/],
    ['500', answer(500), false, 'crashed', /status 500/],
    ['501', answer(501), false, 'crashed', /status 501/],
    ['502', answer(502), false, 'unreachable', /too busy/],
    ['503', answer(503), false, 'unreachable', /too busy/],
    ['504', answer(504), false, 'unreachable', /too busy/],
    ['505', answer(505), false, 'crashed', /status 505/],
  ])('%s', (_, given, isKnown, kind, message) => {
    const error = explainAnswer(asked, given, isKnown);
    expect([error.kind, error.status]).toEqual([kind, given.status]);
    expect(error.message).toMatch(message);
  });

  test('only a proxy that gave up waiting leaves the server at it', () => {
    expect(
      [429, 502, 503, 504].map((status) => explainAnswer(asked, answer(status), false).mayStillRun),
    ).toEqual([false, false, false, true]);
  });

  test('a web page is said where there is one', () => {
    expect(explainAnswer(asked, answer(418, HTML), false).hint).toMatch(/web page/);
    expect(explainAnswer(asked, answer(418, { contentType: '', text: ' <HTML>' }), false).hint).toMatch(
      /web page/,
    );
    expect(explainAnswer(asked, answer(418, { ...HTML, text: '' }), false).hint).toBeUndefined();
    expect(explainAnswer(asked, answer(418), false).hint).toBeUndefined();
    expect(notJson(asked, answer(200, HTML)).hint).toMatch(/web page/);
    expect(notJson(asked, answer(200, { contentType: 'text/plain', text: 'a' })).hint).toBe(
      'is the address that of authentik?',
    );
    expect(notJson({ ...asked, origin: 'http://a' }, answer(400, HTML)).hint).toMatch(/want https\?$/);
    expect(notJson({ ...asked, origin: 'http://a' }, answer(200, HTML)).hint).not.toMatch(/want https/);
  });
});

describe('the document of a server', () => {
  async function addressFor(from: string, response = new Response('openapi: 3.0.3')) {
    const sent: { url: string; authorization: string | null }[] = [];
    vi.stubGlobal('fetch', (url: string, { headers }: { headers: Record<string, string> }) => {
      sent.push({ url, authorization: headers['Authorization'] ?? null });
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
