import { describe, expect, test } from 'vitest';
import { Ref } from '../../src/blueprint/value.ts';
import { ApiError } from '../../src/client/api-error.ts';
import type { Change } from '../../src/plan/value/plan.ts';
import { secretValue } from '../../src/plan/value/plan-value.ts';
import { body, change, fakeClient, made, pageOf, planOf, run } from './setup.ts';

/*
 * What keeps a run from doing harm, each guard by what people or the server see of it.
 */

const methods = (log: readonly string[]) => log.map((line) => line.split(' ')[0]);
const reset = () => new ApiError('unreachable', 'the connection broke', { mayBeDone: true });
/** Answers one after the other, then as a working server. */
const inTurn = (...answers: readonly unknown[]) => {
  const left = [...answers];
  return (method: string, path: string, sent: string): unknown =>
    left.length > 0 ? left.shift() : made(method, path, sent);
};
/** A change that writes this secret into a field that can be read back. */
const secret = (value: string): Change =>
  change('t', {
    model: 'authentik_providers_oauth2.oauth2provider',
    body: body({ name: 't' }),
    fields: [
      {
        path: 'client_secret',
        before: undefined,
        after: secretValue({ from: value }),
        secret: true,
        leftAlone: false,
        place: { path: 'b.yaml', line: 1, start: 0, end: 7 },
      },
    ],
  });
const refusing = (...messages: string[]) =>
  fakeClient(
    () =>
      new ApiError('invalid', 'x', {
        status: 400,
        fields: messages.map((message) => ({ path: ['client_secret'], message })),
      }),
  ).client;

describe('a secret that the server repeats is taken out', () => {
  test.each<[what: string, value: string, message: string, shown: string]>([
    ['as it is', 'geheim', 'geheim is too short', '(secret) is too short'],
    ['in quotes', 'geheim', '"geheim" is too short', '(secret) is too short'],
    ['more than once', 'geheim', 'geheim, geheim', '(secret), (secret)'],
    ['with its white space cut off', ' geheim\n', 'geheim is too short', '(secret) is too short'],
    ['with the white space in it', 'abc \n def', 'abc \n def is too short', '(secret) is too short'],
    ['with other white space', 'abc \n def', 'abc def is too short', '(secret) is too short'],
    ['escaped', 'geheim"er', '{"x": "geheim\\"er"} is too short', '{"x": (secret)} is too short'],
    ['in capitals', 'geheim', 'GEHEIM is too short', '(secret) is too short'],
    ['in part', 'geheimnis-4711', '"geheimnis-4…" is too short', '"(secret)…" is too short'],
    ['not where it is empty', '', 'is too short', 'is too short'],
    ['not where it is a space', ' ', 'is too short', 'is too short'],
    ['where it is short only in quotes', 'kurz', 'kurz "kurz" is too short', 'kurz (secret) is too short'],
  ])('%s', async (_, value, message, shown) => {
    const { diagnostics } = await run(planOf([secret(value)]), refusing(message));
    expect(diagnostics[0]?.message).toMatch(new RegExp(`client_secret: ${escaped(shown)}$`));
  });

  test('from every message about one field', async () => {
    const { diagnostics } = await run(planOf([secret('geheim')]), refusing('a', '- geheim is b', 'geheim'));
    expect(diagnostics[0]?.notes?.map(({ message }) => message)).toEqual([
      'the server says: (secret) is b',
      'the server says: (secret)',
    ]);
  });
});

function escaped(text: string): string {
  return text.replace(/[()]/g, '\\$&');
}

describe('what the server stored is compared with what was sent', () => {
  const PROVIDER = 'authentik_providers_oauth2.oauth2provider';
  const SOURCE = 'authentik_sources_oauth.oauthsource';
  const stored = async (model: string, sent: Record<string, string | null>, has: object) => {
    const { client } = fakeClient((method) =>
      method === 'GET' ? pageOf() : { pk: 1, slug: 's', ...sent, ...has },
    );
    const { diagnostics } = await run(planOf([change('x', { model, body: body(sent) })]), client);
    return diagnostics.map(({ code, message, hint }) => `${code}: ${message}; ${hint ?? ''}`);
  };

  test('another value is said, with what it is', async () =>
    expect(await stored(PROVIDER, { name: 'a' }, { name: 'b' })).toEqual([
      `answer-differs: the server stored name of ${PROVIDER} x differently: "b"; write the value as the server stores it, or the next plan shows a change again`,
    ]));

  test('a secret is not shown', async () => {
    const said = await stored(PROVIDER, { client_secret: 'a' }, { client_secret: 'geheim' });
    expect(said).toHaveLength(1);
    expect(said[0]).not.toContain('geheim');
  });

  test('nor is one inside of a value, or one that the plan hides', async () => {
    const attributes = { city: 'Bern', vpn: { password: 'geheim' } };
    const said = await stored('authentik_core.user', { attributes: 'a' }, { attributes });
    expect(said[0]).toContain('{"city":"Bern","vpn":{"password":"(secret)"}}');
    const field = { path: 'name', after: null, secret: true, leftAlone: false };
    const { client } = fakeClient((method) => (method === 'GET' ? pageOf() : { pk: 1, name: 'geheim' }));
    const hidden = change('x', { model: PROVIDER, body: body({ name: 'sent' }), fields: [field] });
    const { diagnostics } = await run(planOf([hidden]), client);
    expect(diagnostics.map(({ code }) => code)).toEqual(['answer-differs']);
    expect(JSON.stringify(diagnostics.map(({ message }) => message))).not.toContain('geheim');
  });

  test('a field that is not shown is said', async () =>
    expect(await stored(PROVIDER, { name: 'a' }, { name: undefined })).toEqual([
      expect.stringContaining(`the server shows no name of ${PROVIDER} x`),
    ]));

  test('a field that nobody can read is not', async () =>
    expect(await stored(SOURCE, { consumer_secret: 'a' }, { consumer_secret: undefined })).toEqual([]));

  test('what the server replaces by its own is said where a value was meant, and why', async () => {
    const own = { oidc_well_known_url: 'https://x', oidc_jwks_url: 'https://y' };
    expect(await stored(SOURCE, { ...own, oidc_jwks: 'a' }, { oidc_jwks: 'b' })).toEqual([
      expect.stringContaining('the server fetches the keys from oidc_jwks_url at every write: take it out'),
    ]);
    expect(await stored(SOURCE, { ...own, authorization_url: '' }, { authorization_url: 'b' })).toEqual([]);
  });
});

describe('a create whose answer was lost', () => {
  const long = 'x'.repeat(151);

  test.each<[what: string, name: string, filter: string | undefined]>([
    ['is looked up by a text', 'a', 'a'],
    ['is looked up by a text of 150 characters', 'x'.repeat(150), 'x'.repeat(150)],
    ['is compared with all there are, by a longer one', long, undefined],
    ['is compared with all there are, by an empty one', '', undefined],
  ])('%s', async (_, name, filter) => {
    const { client, queries } = fakeClient(inTurn(reset(), pageOf({ pk: 'k', name })));
    const { outcomes } = await run(planOf([change('a', { body: body({ name }) })]), client);
    expect([outcomes[0]?.state, queries[0]?.['name']]).toEqual(['applied', filter]);
  });

  test('is made again, six times at most', async () => {
    const { client, log, pauses } = fakeClient((method) => (method === 'POST' ? reset() : pageOf()));
    const { outcomes, diagnostics } = await run(planOf([change('a')]), client);
    expect(outcomes[0]?.state).toBe('failed');
    expect(methods(log).filter((method) => method === 'POST')).toHaveLength(6);
    expect(pauses).toHaveLength(6);
    expect(diagnostics[0]?.hint).toMatch(/run it again/);
  });

  test('is looked for on every page', async () => {
    const { client } = fakeClient((method, _, __, query) => {
      if (method === 'POST') return reset();
      return query['page'] === '2'
        ? pageOf({ pk: 'k', name: 'a' })
        : { items: [{ pk: 'o', name: 'other' }], next: 2, count: 2, pages: 2 };
    });
    expect((await run(planOf([change('a')]), client)).outcomes[0]?.state).toBe('applied');
  });

  test('is known again by what does not change by itself', async () => {
    const model = 'authentik_sources_oauth.oauthsource';
    const urls = { oidc_well_known_url: 'https://x', oidc_jwks_url: 'https://y' };
    const own = { profile_url: '', oidc_jwks: { keys: ['sent'] } };
    const sent = { name: 'a', slug: 'a', ...urls, ...own };
    const there = { ...sent, pk: 'k', profile_url: 'https://fetched', oidc_jwks: { keys: ['fetched'] } };
    const { client, log } = fakeClient(inTurn(reset(), pageOf(there)));
    const { outcomes } = await run(planOf([change('a', { model, body: body(sent) })]), client);
    expect([outcomes[0]?.state, methods(log)]).toEqual(['applied', ['POST', 'GET']]);
  });

  test('is not known again where one value is another', async () => {
    const sent = { name: 'a', transports: ['t'] };
    const { client, log } = fakeClient(inTurn(reset(), pageOf({ ...sent, pk: 'k', transports: [] })));
    const { outcomes } = await run(planOf([change('a', { body: body(sent) })]), client);
    expect([outcomes[0]?.state, methods(log)]).toEqual(['unknown', ['POST', 'GET']]);
  });

  test('that is refused at once is refused', async () => {
    const { client, log } = fakeClient(() => new ApiError('invalid', 'no', { status: 400 }));
    await run(planOf([change('a')]), client);
    expect(methods(log)).toEqual(['POST']);
  });

  test('and whose look-up fails may be made', async () => {
    const { client, log } = fakeClient(inTurn(reset(), new ApiError('forbidden', 'no', { status: 403 })));
    const { outcomes } = await run(planOf([change('a')]), client);
    expect([outcomes[0]?.state, methods(log)]).toEqual(['unknown', ['POST', 'GET']]);
  });
});

describe('a delete', () => {
  const gone = () => new ApiError('not-found', 'gone', { status: 404 });
  const crash = () => new ApiError('crashed', 'crash', { mayBeDone: true, status: 500 });
  const there = { pk: 'k' };
  const elsewhere = [{ status: 200 }, there, { status: 200 }, there];
  const remove = change('a', { action: 'delete', itemKey: 'k', body: {}, fields: [] });

  test.each<[what: string, answers: unknown[], state: string, sent: number]>([
    ['is sent once', [undefined], 'applied', 1],
    ['of what is gone already is done', [gone()], 'applied', 1],
    ['is asked for once more after a crash', [crash(), there, undefined], 'applied', 3],
    ['that the first request has done, though it crashed, is done', [crash(), gone()], 'applied', 2],
    ['that crashes twice has failed', [crash(), there, crash(), there], 'failed', 4],
    ['that crashes twice, the second time done, is done', [crash(), there, crash(), gone()], 'applied', 4],
    ['of what cannot be read afterwards may be done', [crash(), crash()], 'unknown', 2],
    ['that is answered with something else is looked after', [{ status: 200 }, gone()], 'applied', 2],
    ['that is answered with something else, and not done, has failed', elsewhere, 'failed', 4],
    ['that is refused has failed', [new ApiError('forbidden', 'no', { status: 403 })], 'failed', 1],
  ])('%s', async (_, answers, state, sent) => {
    const { client, log } = fakeClient(inTurn(...answers));
    const { outcomes } = await run(planOf([remove]), client);
    expect([outcomes[0]?.state, log.length]).toEqual([state, sent]);
  });
});

describe('an update', () => {
  const gone = () => new ApiError('not-found', 'gone', { status: 404 });
  const APP = 'authentik_core.application';
  const update = (fields: Record<string, string>): Change =>
    change('a', { model: APP, action: 'update', itemKey: 'old', body: body(fields), fields: [] });

  test.each<
    [what: string, fields: Record<string, string>, answers: unknown[], state: string, paths: string[]]
  >([
    ['goes to the key of the object', { name: 'b' }, [], 'applied', ['old']],
    [
      'that gave a new key, and was repeated, goes to the new one',
      { slug: 'new' },
      [gone()],
      'applied',
      ['old', 'new'],
    ],
    ['of an object that is gone has failed', { name: 'b' }, [gone()], 'failed', ['old']],
    ['that names the key it has is not sent twice', { slug: 'old' }, [gone()], 'failed', ['old']],
    [
      'that is refused is not sent to another object',
      { slug: 'new' },
      [new ApiError('invalid', 'no')],
      'failed',
      ['old'],
    ],
  ])('%s', async (_, fields, answers, state, keys) => {
    const { client, log } = fakeClient(inTurn(...answers));
    const { outcomes } = await run(planOf([update(fields)]), client);
    expect(outcomes[0]?.state).toBe(state);
    expect(log.map((line) => line.split(' ')[1])).toEqual(keys.map((key) => `/core/applications/${key}/`));
  });
});

describe('a run', () => {
  test('does not send what refers to an object that was not made', async () => {
    const { client, log } = fakeClient();
    const group = new Ref('nobody', 'pk');
    const { outcomes, diagnostics } = await run(
      planOf([change('a', { body: body({ name: 'a', group }) })]),
      client,
    );
    expect([outcomes[0]?.state, log]).toEqual(['failed', []]);
    expect(diagnostics[0]?.message).toContain('was not made');
  });

  test('does not write what is left alone, or is as it should be', async () => {
    const { client, log } = fakeClient();
    const left = change('left', { action: 'update', itemKey: 'k', leftAlone: true });
    const { outcomes } = await run(planOf([left, change('same', { action: 'noop' }), change('a')]), client);
    expect([outcomes.length, methods(log)]).toEqual([1, ['POST']]);
  });

  test('leaves what is left when the server is gone', async () => {
    const remove = { action: 'delete', itemKey: 'k', body: {}, fields: [] } as const;
    const changes = [...'abcde'].map((id) => change(id, remove));
    const { client, log } = fakeClient(reset);
    const { outcomes } = await run(planOf(changes), client, { parallelism: 1 });
    expect(methods(log)).toEqual(['DELETE', 'GET', 'DELETE', 'GET', 'DELETE', 'GET']);
    expect(outcomes.map((one) => (one.state === 'skipped' ? one.because.kind : one.state))).toEqual([
      ...['unknown', 'unknown', 'unknown'],
      ...['unreachable', 'unreachable'],
    ]);
  });

  test('goes on when the server comes back', async () => {
    // Each delete that is lost is followed by a read.
    const lost = [reset(), reset(), reset(), reset()];
    const remove = { action: 'delete', itemKey: 'k', body: {}, fields: [] } as const;
    const { client } = fakeClient(inTurn(...lost, undefined, ...lost, undefined));
    const plan = planOf([...'abcdef'].map((id) => change(id, remove)));
    const { outcomes } = await run(plan, client, { parallelism: 1 });
    expect(outcomes.map(({ state }) => state)).toEqual([
      ...['unknown', 'unknown', 'applied'],
      ...['unknown', 'unknown', 'applied'],
    ]);
  });

  test('has as many requests at a time as it may, and no more', async () => {
    for (const parallelism of [1, 3]) {
      const { client, most } = fakeClient();
      await run(planOf(Array.from({ length: 10 }, (_, index) => change(`n${index}`))), client, {
        parallelism,
      });
      expect(most()).toBe(parallelism);
    }
  });

  test('that is interrupted starts nothing new, and says so', async () => {
    const stop = new AbortController();
    const { client, log } = fakeClient((method, path, sent) => {
      stop.abort();
      return made(method, path, sent);
    });
    const { outcomes, interrupted } = await run(planOf([change('a'), change('b'), change('c')]), client, {
      parallelism: 1,
      signal: stop.signal,
    });
    expect([log.length, interrupted]).toEqual([1, true]);
    expect(outcomes.map((one) => (one.state === 'skipped' ? one.because.kind : one.state))).toEqual([
      'applied',
      'interrupted',
      'interrupted',
    ]);
  });

  test('that is interrupted says so of what waits for a failed change, too', async () => {
    const controller = new AbortController();
    const { client } = fakeClient(() => {
      controller.abort();
      return new ApiError('invalid', 'no', { status: 400 });
    });
    const plan = planOf([change('a'), change('b', { dependsOn: ['a'] }), change('c')]);
    const { outcomes } = await run(plan, client, { parallelism: 1, signal: controller.signal });
    expect(outcomes.map((one) => (one.state === 'skipped' ? one.because.kind : one.state))).toEqual([
      'failed',
      'waited',
      'interrupted',
    ]);
  });

  test('that had nothing left to do when it was interrupted was not', async () => {
    const stop = new AbortController();
    const { client } = fakeClient((method, path, sent) => {
      stop.abort();
      return made(method, path, sent);
    });
    expect((await run(planOf([change('a')]), client, { signal: stop.signal })).interrupted).toBe(false);
  });

  test('does not hide a bug of ours as a failed change', async () => {
    const { client } = fakeClient(() => new TypeError('a bug'));
    const { outcomes, bug } = await run(planOf([change('a')]), client);
    expect([outcomes[0]?.state, String(bug)]).toEqual(['unknown', 'TypeError: a bug']);
  });
});
