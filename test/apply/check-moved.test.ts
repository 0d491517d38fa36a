import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/client/api-error.ts';
import type { Change } from '../../src/plan/value/plan.ts';
import { body, change, fakeClient, groupChange, made, pageOf, planOf, run } from './setup.ts';

/*
 * Just before a delete and before the write of a list, the object is read once: what is not as the plan saw it is
 * neither deleted nor overwritten.
 */

const USER = 'authentik_core.user';
const before = { pk: 'g', name: 'staff', users: [1, 2], attributes: { a: 1 } };
const list = groupChange('g', {
  action: 'update',
  itemKey: 'g',
  before,
  body: body({ users: [1, 2, 3] }),
});
const gone = groupChange('g', { action: 'delete', itemKey: 'g', before, body: {} });

/** A server that has this object, undefined for none, and does what it is asked. */
const having = (now: Readonly<Record<string, unknown>> | undefined, status?: number) =>
  fakeClient((method, path, sent) => {
    if (method !== 'GET') return made(method, path, sent);
    if (now) return now;
    return new ApiError('not-found', 'nothing', { status: status ?? 404 });
  });

describe.each<[what: string, change: Change, written: string]>([
  ['the write of a list', list, 'PATCH'],
  ['a delete', gone, 'DELETE'],
])('%s', (_, listed, written) => {
  test('is done after one read where nothing has changed, in whatever order the list comes', async () => {
    const { client, log } = having({ ...before, users: [2, 1], num_pk: 7 });
    const { outcomes } = await run(planOf([listed]), client);
    expect(outcomes).toMatchObject([{ state: 'applied' }]);
    expect(log.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'GET /core/groups/g/',
      `${written} /core/groups/g/`,
    ]);
  });

  test.each<[what: string, now: Readonly<Record<string, unknown>>, said: string]>([
    ['a member was added', { users: [1, 2, 7] }, 'users: now also 7'],
    ['a member was taken out', { users: [1] }, 'users: no longer 2'],
    ['it has another name', { name: 'team' }, 'name was "staff" and is "team"'],
    ['a field has another value', { attributes: { a: 2 } }, 'attributes was {"a":1} and is {"a":2}'],
  ])('is not done when %s, and what waits for it neither', async (__, now, said) => {
    const { client, log } = having({ ...before, ...now });
    const later = groupChange('later', { dependsOn: ['g'] });
    const { outcomes, diagnostics } = await run(planOf([listed, later, change('free')]), client);
    expect(outcomes).toMatchObject([
      { state: 'stale' },
      { state: 'skipped', because: { kind: 'waited', for: 'g' } },
      { state: 'applied' },
    ]);
    expect(diagnostics).toMatchObject([{ code: 'change-stale', notes: [{ message: said }] }]);
    expect(log.filter((line) => !line.startsWith('GET'))).toEqual(['POST /events/rules/ {"name":"free"}']);
  });

  test('is not done where the object cannot be read', async () => {
    const { client, log } = fakeClient(() => new ApiError('crashed', 'it crashed', { status: 500 }));
    expect((await run(planOf([listed]), client)).outcomes).toMatchObject([{ state: 'failed' }]);
    expect(log).toHaveLength(1);
    const { client: other, log: sent } = having({ pk: 'h', name: 'another' });
    expect((await run(planOf([listed]), other)).outcomes).toMatchObject([{ state: 'failed' }]);
    expect(sent).toHaveLength(1);
  });
});

test('an object that is gone needs no delete, and is not written', async () => {
  const { client, log } = having(undefined);
  expect((await run(planOf([gone]), client)).outcomes).toMatchObject([{ state: 'applied' }]);
  const { outcomes, diagnostics } = await run(planOf([list]), client);
  expect(outcomes).toMatchObject([{ state: 'stale' }]);
  expect(diagnostics[0]?.message).toContain('is not there any more');
  expect(log).toEqual(['GET /core/groups/g/', 'GET /core/groups/g/']);
});

test('an object that was made anew under its name is another', async () => {
  const slug = 'wiki';
  const app = { pk: 'one', slug, name: 'Wiki' };
  const { client, log } = having({ ...app, pk: 'two' });
  const deleted = groupChange('a', {
    model: 'authentik_core.application',
    action: 'delete',
    itemKey: slug,
    before: app,
    body: {},
  });
  expect((await run(planOf([deleted]), client)).outcomes).toMatchObject([{ state: 'stale' }]);
  expect(log).toEqual(['GET /core/applications/wiki/']);
});

test('nothing else is read before it is written', async () => {
  const { client, log } = having(before);
  const scalar = { ...list, body: body({ name: 'team' }) };
  expect((await run(planOf([scalar]), client)).outcomes).toMatchObject([{ state: 'applied' }]);
  expect(log).toEqual(['PATCH /core/groups/g/ {"name":"team"}']);
});

describe('what the run does itself is not held against it', () => {
  const user = (id: string, more: Partial<Change>): Change =>
    groupChange(id, { model: USER, entry: { index: 0, model: USER }, ...more });
  const had = { pk: 3, username: 'u', groups: [] };

  test.each<[what: string, others: readonly Change[], now: readonly (number | string)[]]>([
    ['a member that it made', [user('u', { body: body({ name: 'u', groups: ['g'] }) })], [1, 2, 'pk-u']],
    [
      'a member that it linked from the other end',
      [user('u', { action: 'update', itemKey: 3, before: had, body: body({ groups: ['g'] }) })],
      [1, 2, 3],
    ],
    [
      'a member that it deleted',
      [user('u', { action: 'delete', itemKey: 2, before: { pk: 2 }, body: {} })],
      [1],
    ],
    [
      'a member that went along with what it deleted',
      [
        groupChange('other', {
          action: 'delete',
          itemKey: 'other',
          before: { pk: 'other' },
          body: {},
          cascades: [{ model: USER, count: 1, keys: ['2'], names: [] }],
        }),
      ],
      [1],
    ],
  ])('%s', async (_, others, now) => {
    const { client } = fakeClient((method, path, sent) => {
      if (path === '/core/groups/g/' && method === 'GET') return { ...before, users: now };
      if (method === 'GET' && path === '/core/users/') return pageOf();
      const key = path.split('/').at(-2) ?? '';
      if (method === 'GET') return path.includes('users') ? { ...had, pk: Number(key) } : { pk: key };
      return method === 'PATCH' && path.includes('users') ? { ...had, pk: 3 } : made(method, path, sent);
    });
    const first = others.map(({ id }) => id);
    const { outcomes } = await run(planOf([...others, { ...list, dependsOn: first }]), client);
    expect(outcomes.at(-1)).toMatchObject({ state: 'applied' });
  });

  test('but what somebody else does at the same time is', async () => {
    const { client } = fakeClient((method, path, sent) => {
      if (method !== 'GET') return made(method, path, sent);
      return path === '/core/users/' ? pageOf() : { ...before, users: [1, 2, 'pk-u', 9] };
    });
    const other = user('u', { body: body({ name: 'u', groups: ['g'] }) });
    const { outcomes, diagnostics } = await run(planOf([other, { ...list, dependsOn: ['u'] }]), client);
    expect(outcomes.at(-1)).toMatchObject({ state: 'stale' });
    expect(diagnostics.at(-1)?.notes?.[0]?.message).toContain('9');
  });

  test('an earlier write of the same object', async () => {
    const first = groupChange('g', { action: 'update', itemKey: 'g', before, body: body({ name: 'team' }) });
    const second = { ...list, id: 'g#2', dependsOn: ['g'] };
    const { client } = having({ ...before, name: 'team' });
    expect((await run(planOf([first, second]), client)).outcomes).toMatchObject([
      { state: 'applied' },
      { state: 'applied' },
    ]);
  });
});

test('a secret in a value is neither compared nor shown', async () => {
  const saw = { ...before, attributes: { password: { $secret: { from: 'server:x' } }, a: 1 } };
  const secretive = { ...list, before: saw };
  const same = having({ ...before, attributes: { password: 'hunter2', a: 1 } });
  expect((await run(planOf([secretive]), same.client)).outcomes).toMatchObject([{ state: 'applied' }]);
  const other = having({ ...before, attributes: { password: 'hunter2', a: 2 } });
  const { outcomes, diagnostics } = await run(planOf([secretive]), other.client);
  expect(outcomes).toMatchObject([{ state: 'stale' }]);
  expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
});
