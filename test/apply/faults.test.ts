import { describe, expect, test } from 'vitest';
import { Chalk } from 'chalk';
import type { ApplyOutcome } from '../../src/apply/outcome.ts';
import { formatOutcome } from '../../src/report/format-outcome.ts';
import { ApiError } from '../../src/client/api-error.ts';
import type { Change } from '../../src/plan/value/plan.ts';
import { secretValue } from '../../src/plan/value/plan-value.ts';
import { body, change, fakeClient, groupChange, made, pageOf, planOf, run } from './setup.ts';

const EMPTY: ApplyOutcome = {
  outcomes: [],
  diagnostics: [],
  interrupted: false,
  requests: { total: 0, byMethod: {}, bytes: 0 },
  seconds: 0,
};
const reset = () => new ApiError('unreachable', 'the connection broke', { mayBeDone: true });
const timeout = () =>
  new ApiError('unreachable', 'did not answer in time', { mayBeDone: true, mayStillRun: true });
const methods = (log: readonly string[]) => log.map((line) => line.split(' ')[0]);
/** Answers one after the other, then as a working server. */
const inTurn = (...answers: readonly unknown[]) => {
  const left = [...answers];
  return (method: string, path: string, sent: string): unknown =>
    left.length > 0 ? left.shift() : made(method, path, sent);
};

describe('a create whose answer was lost', () => {
  test('waits before it looks, as long as the server asks for', async () => {
    const { client, pauses, log } = fakeClient(
      inTurn(new ApiError('unreachable', 'busy', { mayBeDone: true, status: 503, retryAfter: 7 }), pageOf(), {
        pk: 'a',
        name: 'a',
      }),
    );
    await run(planOf([change('a')]), client);
    expect([methods(log), pauses]).toEqual([['POST', 'GET', 'POST'], [7]]);
  });

  test('is not sent again after a time limit: the server may still be at it', async () => {
    const { client, log } = fakeClient(inTurn(timeout(), pageOf()));
    const { outcomes, diagnostics } = await run(planOf([change('a')]), client);
    expect([methods(log), outcomes[0]?.state]).toEqual([['POST', 'GET'], 'unknown']);
    expect(diagnostics[0]?.hint).toMatch(/plan again/);
  });

  test('is done when a time limit was reached and the object is there', async () => {
    const { client } = fakeClient(inTurn(timeout(), pageOf({ pk: 'made', name: 'a' })));
    expect((await run(planOf([change('a')]), client)).outcomes[0]?.state).toBe('applied');
  });

  test('is not sent again when more than one object could be it', async () => {
    const { client, log } = fakeClient(inTurn(reset(), pageOf({ pk: 1, name: 'a' }, { pk: 2, name: 'a' })));
    expect((await run(planOf([change('a')]), client)).outcomes[0]?.state).toBe('unknown');
    expect(methods(log)).toEqual(['POST', 'GET']);
  });

  test('does not take for its own what another change has made', async () => {
    // The second of two alike: the first one's object is there, its own is not.
    const twin: Partial<Change> = { body: body({ name: 'twin' }), dependsOn: ['a'] };
    const { client, log } = fakeClient(
      inTurn({ pk: 'first', name: 'twin' }, reset(), pageOf({ pk: 'first', name: 'twin' }), {
        pk: 'second',
        name: 'twin',
      }),
    );
    await run(planOf([change('a', { body: body({ name: 'twin' }) }), change('b', twin)]), client);
    expect(methods(log)).toEqual(['POST', 'POST', 'GET', 'POST']);
  });

  test('is done when the server says at the second try that the name is taken, by this very object', async () => {
    const { client, log } = fakeClient(
      inTurn(
        reset(),
        pageOf(),
        new ApiError('invalid', 'taken', { status: 400, fields: [{ path: ['name'], message: 'taken' }] }),
        pageOf({ pk: 'late', name: 'a' }),
      ),
    );
    expect((await run(planOf([change('a')]), client)).outcomes[0]?.state).toBe('applied');
    expect(methods(log)).toEqual(['POST', 'GET', 'POST', 'GET']);
  });

  test('is looked up by what the server stores, not by white space that it cuts off', async () => {
    const { client, queries } = fakeClient(inTurn(reset(), pageOf({ pk: 'x', name: 'a' })));
    expect(
      (await run(planOf([change('a', { body: body({ name: 'a\n' }) })]), client)).outcomes[0]?.state,
    ).toBe('applied');
    expect(queries[0]).toMatchObject({ name: 'a' });
  });

  test('is looked up without filters where the server refuses them', async () => {
    const { client } = fakeClient((method, path, sent, query) => {
      if (method === 'POST') return reset();
      if (method === 'GET')
        return 'name' in query
          ? new ApiError('invalid', 'not one of the choices', { status: 400 })
          : pageOf({ pk: 'x', name: 'a' });
      return made(method, path, sent);
    });
    expect((await run(planOf([change('a')]), client)).outcomes[0]?.state).toBe('applied');
  });

  test.each([
    ['500', new ApiError('crashed', 'failed', { mayBeDone: true, status: 500 }), ['POST', 'GET']],
    ['an empty 405', new ApiError('crashed', 'failed', { mayBeDone: true, status: 405 }), ['POST', 'GET']],
    ['403', new ApiError('forbidden', 'no', { status: 403 }), ['POST']],
  ])('has failed after %s, when it is not there', async (_, error, asked) => {
    const { client, log } = fakeClient((method) => (method === 'GET' ? pageOf() : error));
    const { outcomes } = await run(planOf([change('a')]), client);
    expect([outcomes[0]?.state, methods(log)]).toEqual(['failed', asked]);
  });
});

describe('an object that gets another key', () => {
  const rename: Partial<Change> = {
    action: 'update',
    model: 'authentik_flows.flow',
    itemKey: 'old',
    body: body({ slug: 'new' }),
  };

  test('is found under it when the answer was lost and the old key is gone', async () => {
    const { client, log } = fakeClient(
      inTurn(new ApiError('not-found', 'gone', { status: 404 }), { pk: 1, slug: 'new' }),
    );
    expect((await run(planOf([change('f', rename)]), client)).outcomes[0]?.state).toBe('applied');
    expect(log).toEqual([
      'PATCH /flows/instances/old/ {"slug":"new"}',
      'PATCH /flows/instances/new/ {"slug":"new"}',
    ]);
  });

  test('is written to under it afterwards', async () => {
    const { client, log } = fakeClient(() => ({ pk: 1, slug: 'new' }));
    await run(
      planOf([
        change('f', rename),
        change('f#2', { ...rename, row: 'f', body: body({ title: 't' }), dependsOn: ['f'] }),
      ]),
      client,
    );
    expect(log[1]).toBe('PATCH /flows/instances/new/ {"title":"t"}');
  });
});

describe('a failure', () => {
  const token: Partial<Change> = {
    action: 'update',
    model: 'authentik_core.token',
    itemKey: 't',
    body: body({}),
    setters: [{ field: 'key', value: secretValue({ from: 'geheim-geheim' }) }],
    fields: [
      {
        path: 'key',
        before: undefined,
        after: secretValue({ from: 'geheim-geheim' }),
        secret: true,
        leftAlone: false,
        place: { path: 'b.yaml', line: 1, start: 3, end: 9 },
      },
    ],
  };

  test('of a setter stands at its attribute, and says what became of the rest', async () => {
    const { client } = fakeClient((method, path, sent) =>
      method === 'CALL'
        ? new ApiError('invalid', 'refused', { status: 400 })
        : { ...(made(method, path, sent) as object), identifier: 't' },
    );
    const { diagnostics, outcomes } = await run(
      planOf([change('t', { ...token, body: body({ description: 'd' }) })]),
      client,
    );
    expect(outcomes[0]?.state).toBe('failed');
    expect(diagnostics).toMatchObject([
      {
        code: 'change-failed',
        place: { span: { start: 3, end: 9 } },
        message: expect.stringMatching(/key: refused/) as string,
        hint: expect.stringMatching(/nothing else of t was written/) as string,
      },
    ]);
  });

  test('shows no secret that the server repeats', async () => {
    const { client } = fakeClient(
      () =>
        new ApiError('invalid', 'x', {
          fields: [{ path: ['key'], message: '"geheim-geheim" is too short' }],
        }),
    );
    const { diagnostics } = await run(planOf([change('t', token)]), client);
    expect(
      JSON.stringify(diagnostics.map(({ message, hint, notes }) => [message, hint, notes])),
    ).not.toContain('geheim');
    expect(diagnostics[0]?.message).toContain('(secret) is too short');
  });

  test.each<[string, string, Record<string, string>, RegExp]>([
    [
      'event_matcher',
      'authentik_policies_event_matcher.eventmatcherpolicy',
      { name: 'e' },
      /not given: action, client_ip, app/,
    ],
    [
      'saml source',
      'authentik_sources_saml.samlsource',
      { name: 's', slug: 's', sso_url: 'https://x', pre_authentication_flow: 'f' },
      /not given: issuer/,
    ],
    [
      'event_matcher with blanks',
      'authentik_policies_event_matcher.eventmatcherpolicy',
      { name: 'e', action: '', app: '', client_ip: '' },
      /empty: action, client_ip, app|empty: action, app, client_ip/,
    ],
  ])('that is a crash names what may be missing: %s', async (_, model, fields, hint) => {
    const { client } = fakeClient((method) =>
      method === 'GET'
        ? pageOf()
        : new ApiError('crashed', 'the server failed', { mayBeDone: true, status: 405, hint: 'crash' }),
    );
    expect(
      (await run(planOf([change('x', { model, body: body(fields) })]), client)).diagnostics[0]?.hint,
    ).toMatch(hint);
  });

  test('of an update that has no key to go to is one, and not silence', async () => {
    const { client } = fakeClient();
    const { outcomes, bug } = await run(planOf([change('a', { action: 'update' })]), client);
    expect([outcomes[0]?.state, String(bug)]).toEqual(['unknown', expect.stringMatching(/no key/)]);
  });
});

describe('what the server would make twice', () => {
  const known: Partial<Change> = { identifiedBy: ['name'] };
  const GROUPS = '/core/groups/';

  test('is not made when somebody has made it since the plan, nor is anything like it after that', async () => {
    const { client, log } = fakeClient((method, path, sent, query) => {
      if (method === 'POST') return made(method, path, sent);
      return query['name'] === 'a' ? pageOf({ pk: 'theirs', name: 'a' }) : pageOf();
    });
    const { outcomes, diagnostics } = await run(
      planOf([groupChange('a', known), groupChange('b', known), change('rule')]),
      client,
    );
    expect(outcomes.map(({ state }) => state)).toEqual(['failed', 'failed', 'applied']);
    expect(log.filter((line) => line.startsWith('POST'))).toEqual(['POST /events/rules/ {"name":"rule"}']);
    expect(diagnostics[0]?.message).toMatch(/somebody has made it since the plan was made: pk theirs/);
    expect(diagnostics[0]?.hint).toMatch(/plan again/);
  });

  test('is not what was there before, though it looks like it', async () => {
    const old = pageOf({ pk: 'old', name: 'a' });
    const { client, log } = fakeClient(inTurn(old, reset(), old, { pk: 'new', name: 'a' }, old));
    const { outcomes } = await run(planOf([groupChange('a')]), client);
    expect([outcomes[0]?.state, methods(log).slice(0, 4)]).toEqual([
      'applied',
      ['GET', 'POST', 'GET', 'POST'],
    ]);
  });

  test('is not hidden by an object of another model that has the same number', async () => {
    const provider = 'authentik_providers_oauth2.oauth2provider';
    const user = { model: 'authentik_core.user', body: body({ username: 'ada', name: 'Ada' }) };
    const lost = inTurn({ pk: 3, username: 'ada' }, pageOf(), reset(), pageOf({ pk: 3, name: 'p' }));
    const { client, log } = fakeClient((method, path, sent) => {
      const answer = lost(method, path, sent);
      return method === 'GET' && (answer as { items?: unknown }).items === undefined ? pageOf() : answer;
    });
    const { outcomes } = await run(
      planOf([change('u', user), change('p', { model: provider, dependsOn: ['u'] })]),
      client,
    );
    expect(outcomes[1]).toMatchObject({ state: 'applied', made: { pk: 3 } });
    expect(methods(log).filter((method) => method === 'POST')).toHaveLength(2);
  });

  test('is looked for at the end, and a second copy is named with both keys', async () => {
    let isMade = false;
    const { client } = fakeClient((method, path, sent) => {
      if (method === 'POST') isMade = true;
      if (method === 'POST') return { pk: 'one', ...(JSON.parse(sent) as object) };
      return isMade ? pageOf({ pk: 'one', name: 'a' }, { pk: 'two', name: 'a' }) : pageOf();
    });
    const { outcomes, diagnostics } = await run(planOf([groupChange('a', known)]), client);
    expect([outcomes[0]?.state, diagnostics.map(({ code }) => code)]).toEqual(['applied', ['made-twice']]);
    expect(diagnostics[0]?.message).toMatch(/made twice: this run made one, and the server has two, too/);
    expect(diagnostics[0]?.hint).toContain(`DELETE /api/v3${GROUPS}two/`);
  });
});

describe('a user that was made', () => {
  const user: Partial<Change> = {
    model: 'authentik_core.user',
    body: body({ username: 'ada', name: 'Ada' }),
    setters: [{ field: 'password', value: secretValue({ from: 'correct-horse' }) }],
    markedIn: 'attributes',
  };
  const answering = (fails: (method: string) => Error | undefined) =>
    fakeClient((method, path, sent) => fails(method) ?? made(method, path, sent));
  const ran = async ({ client, log }: ReturnType<typeof fakeClient>) => {
    const { outcomes, diagnostics } = await run(planOf([change('ada', user)]), client);
    const [outcome] = outcomes;
    const words = outcome && formatOutcome({ ...EMPTY, outcomes }, new Chalk({ level: 0 }));
    return {
      log,
      state: outcome?.state,
      words,
      said: diagnostics.map(({ message, hint }) => [message, hint]),
    };
  };

  test('is marked first, and the mark is taken away last', async () => {
    expect((await ran(fakeClient())).log).toEqual([
      'POST /core/users/ {"username":"ada","name":"Ada","attributes":{"ak-blueprint.unfinished":["password"]}}',
      'CALL /core/users/pk-Ada/set_password/ {"password":"correct-horse"}',
      'PATCH /core/users/pk-Ada/ {"attributes":{}}',
    ]);
  });

  test('is not said to be none where its password is refused, and the next run is named', async () => {
    const { state, words, said } = await ran(
      answering((method) => (method === 'CALL' ? new ApiError('invalid', 'too short') : undefined)),
    );
    expect([state, words]).toEqual([
      'failed',
      '  ✗ created authentik_core.user ada, but not all of it was done',
    ]);
    expect(said).toEqual([
      [
        'the server refuses a value of the new authentik_core.user ada: password: too short',
        'the rest of ada was written; apply again: it writes password again',
      ],
    ]);
  });

  test('is not said to be none where its mark stays', async () => {
    const crash = new ApiError('crashed', 'the server failed', { mayBeDone: true, status: 500 });
    const { state, said } = await ran(
      fakeClient((method, path, sent) => {
        if (method === 'PATCH') return crash;
        const marked = { attributes: { 'ak-blueprint.unfinished': ['password'] } };
        return method === 'GET'
          ? { ...(made(method, path, sent) as object), ...marked }
          : made(method, path, sent);
      }),
    );
    expect(state).toBe('failed');
    expect(said).toEqual([
      [
        expect.stringMatching(
          /^authentik_core.user ada was made .* the mark in its attributes is still there/,
        ),
        'apply again: it takes the mark away',
      ],
    ]);
  });
});

test('a bug in one change ends the run with the whole report: what was done, what is in flight, what was not', async () => {
  const { client } = fakeClient((method, path, sent) => {
    if (sent.includes('bad')) throw new TypeError('no such property');
    return made(method, path, sent);
  });
  const ids = ['a', 'bad', 'b', 'c', 'd'];
  const { outcomes, diagnostics, bug } = await run(
    planOf([...ids.map((id) => change(id)), change('e', { dependsOn: ['bad'] })]),
    client,
    { parallelism: 2 },
  );
  expect(outcomes.map((one) => (one.state === 'skipped' ? one.because.kind : one.state))).toEqual([
    ...['applied', 'unknown', 'applied', 'bug', 'bug', 'waited'],
  ]);
  expect(diagnostics).toMatchObject([
    { code: 'change-unknown', message: expect.stringMatching(/a bug .* bad: no such property/) as string },
  ]);
  expect(bug).toBeInstanceOf(TypeError);
});

describe('a server that is gone', () => {
  test('is not asked for ever: what is left is skipped and said so', async () => {
    const { client, log } = fakeClient((method, path, sent) =>
      log.filter((line) => line.startsWith('POST')).length > 5 ? reset() : made(method, path, sent),
    );
    const { outcomes, interrupted } = await run(
      planOf(Array.from({ length: 40 }, (_, index) => change(`n${index}`))),
      client,
      { parallelism: 1 },
    );
    const states = outcomes.map((one) => one.state);
    expect(states.slice(0, 5)).toEqual(Array(5).fill('applied'));
    expect(states.slice(5, 8)).toEqual(Array(3).fill('unknown'));
    expect(outcomes.slice(8)).toMatchObject(
      Array(32).fill({ state: 'skipped', because: { kind: 'unreachable' } }),
    );
    expect(interrupted).toBe(false);
  });

  test('is not given up for one change that breaks every time', async () => {
    const { client } = fakeClient((method, path, sent) =>
      sent.includes('bad') || method === 'GET' ? reset() : made(method, path, sent),
    );
    const { outcomes } = await run(
      planOf(['bad1', 'a', 'bad2', 'b', 'bad3', 'c', 'bad4', 'd'].map((id) => change(id))),
      client,
      { parallelism: 1 },
    );
    expect(outcomes.map((one) => one.state)).toEqual([
      'unknown',
      'applied',
      'unknown',
      'applied',
      'unknown',
      'applied',
      'unknown',
      'applied',
    ]);
  });
});

test('a long chain behind a failure is skipped without running out of stack', async () => {
  const { client } = fakeClient(() => new ApiError('invalid', 'no'));
  const { outcomes } = await run(
    planOf(
      Array.from({ length: 20_000 }, (_, index) =>
        change(`n${index}`, { dependsOn: index === 0 ? [] : [`n${index - 1}`] }),
      ),
    ),
    client,
  );
  expect(outcomes.at(-1)).toMatchObject({ state: 'skipped', because: { kind: 'waited', for: 'n19998' } });
});

test('changes that wait for each other are skipped for that reason, not as interrupted', async () => {
  const { client } = fakeClient();
  const { outcomes, interrupted } = await run(
    planOf([change('a', { dependsOn: ['b'] }), change('b', { dependsOn: ['a'] }), change('c')]),
    client,
  );
  expect(outcomes).toMatchObject([
    { state: 'skipped', because: { kind: 'waited', for: 'b' } },
    { state: 'skipped', because: { kind: 'waited', for: 'a' } },
    { state: 'applied' },
  ]);
  expect(interrupted).toBe(false);
});

describe('what the server stored', () => {
  test.each<[string, string, string, string[]]>([
    ['cut white space off where it does so', 'name', ' a\n', []],
    ['cut white space off where nobody knew', 'unknown', 'x', []],
  ])('%s', async (_, field, sent, codes) => {
    const { client } = fakeClient(() => ({ pk: 1, name: 'a' }));
    const fields: Record<string, string> = { name: 'a' };
    fields[field] = sent;
    expect(
      (await run(planOf([change('a', { body: body(fields) })]), client)).diagnostics.map((one) => one.code),
    ).toEqual(codes);
  });
});

test('layers that all wait for all are skipped once each', async () => {
  const { client } = fakeClient(() => new ApiError('invalid', 'no'));
  const layers = Array.from({ length: 30 }, (_, layer) =>
    Array.from({ length: 4 }, (__, index) =>
      change(`l${layer}-${index}`, {
        dependsOn: layer === 0 ? [] : [0, 1, 2, 3].map((below) => `l${layer - 1}-${below}`),
      }),
    ),
  );
  const { outcomes } = await run(planOf(layers.flat()), client);
  expect(outcomes.filter((one) => one.state === 'skipped')).toHaveLength(29 * 4);
});
