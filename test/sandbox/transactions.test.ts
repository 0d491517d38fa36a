import { describe, expect, it, test } from 'vitest';
import type { Json } from '../../src/catalog/model.ts';
import { createSandbox, type Installation, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { ask, partsOf, upload } from './start.ts';

/*
 * What a transaction of the importer takes back and what it does not: tasks that were queued up to 2025.6, events of
 * its crashes. And what it cannot do with an object that the API can.
 */

const start = (release: string, more: Installation = {}): Sandbox =>
  createSandbox({ ...partsOf(release), ...more });

const blueprint = (...entries: readonly string[]): string =>
  `version: 1\nentries:\n${entries.map((entry) => `- {${entry}}\n`).join('')}`;

const dryRun = (sandbox: Sandbox, ...entries: readonly string[]) =>
  ask(sandbox, 'POST', '/managed/blueprints/', { content: blueprint(...entries), enabled: false });

const importInto = (sandbox: Sandbox, ...entries: readonly string[]) =>
  upload(sandbox, '/flows/instances/import/', { file: blueprint(...entries) });

const tasksOf = ({ queue }: Sandbox): string[] => queue.map(({ task, key }) => `${task} ${key}`);

const pkOf = async (sandbox: Sandbox, path: string, body: object): Promise<unknown> =>
  (await ask(sandbox, 'POST', path, body)).body['pk'];

const user = (sandbox: Sandbox, username = 'u') =>
  pkOf(sandbox, '/core/users/', { username, name: username, groups: [] });

const outpost = async (sandbox: Sandbox, name: string, more: object = {}) => {
  const provider = await pkOf(sandbox, '/providers/ldap/', await ldap(sandbox));
  const config = { authentik_host: 'http://a.test' };
  return pkOf(sandbox, '/outposts/instances/', {
    name,
    type: 'ldap',
    providers: [provider],
    config,
    ...more,
  });
};

const ldap = async (sandbox: Sandbox) => {
  const flow = { name: 'F', title: 'F', slug: 'f', designation: 'authorization' };
  const pk = await pkOf(sandbox, '/flows/instances/', flow);
  return { name: 'ldap', authorization_flow: pk, invalidation_flow: pk };
};

describe.each([
  ['2023.2', true],
  ['2024.12', true],
  ['2025.6', true],
  ['2025.8', false],
  ['2025.12', false],
])('the queue of %s', (release, isOutside) => {
  it('has the delete of a user after a dry run that took it back, or not', async () => {
    const sandbox = start(release);
    const pk = await user(sandbox);
    expect(sandbox.queue).toEqual([]);
    const remove = `model: authentik_core.user, identifiers: {id: ${String(pk)}}, state: absent`;
    expect((await dryRun(sandbox, remove)).body).toEqual({ name: ['This field is required.'] });
    expect((await ask(sandbox, 'GET', `/core/users/${String(pk)}/`)).status).toBe(200);
    const once = `gdpr_cleanup ${String(pk)}`;
    expect(tasksOf(sandbox)).toEqual(isOutside ? [once] : []);
    // A refused import has tried it, too; one that succeeds has done it twice.
    const bad = 'model: authentik_core.group, identifiers: {name: b}, attrs: {is_superuser: 7x}';
    await importInto(sandbox, remove, bad);
    expect(tasksOf(sandbox)).toEqual(isOutside ? [once, once] : []);
    await importInto(sandbox, remove);
    expect((await ask(sandbox, 'GET', `/core/users/${String(pk)}/`)).status).toBe(404);
    expect(tasksOf(sandbox)).toEqual(isOutside ? [once, once, once, once] : [once]);
  });

  it('has what another name of an outpost, or a delete of it, stops', async () => {
    const sandbox = start(release);
    const pk = String(await outpost(sandbox, 'o'));
    const by = `model: authentik_outposts.outpost, identifiers: {uuid: ${pk}}`;
    const same = '{authentik_host: "http://b.test"}';
    await dryRun(sandbox, `${by}, attrs: {config: ${same}, name: o, providers: []}`);
    expect(sandbox.queue).toEqual([]);
    const down = `outpost_controller:down ${pk}`;
    const apart = '{authentik_host: "http://a.test", kubernetes_namespace: other}';
    for (const attrs of ['name: p', `config: ${apart}`]) await dryRun(sandbox, `${by}, attrs: {${attrs}}`);
    expect(tasksOf(sandbox)).toEqual(isOutside ? [down, down] : []);
    await dryRun(sandbox, `${by}, state: absent`);
    // The account of the outpost goes with it.
    expect(sandbox.queue.map(({ task }) => task)).toEqual(
      isOutside ? [down, down, 'gdpr_cleanup', down].map((task) => task.split(' ')[0]) : [],
    );
  });
});

test('users and groups are queued for directories, from 2023.5 on for those that an application has', async () => {
  for (const release of ['2023.4', '2024.2', '2024.12']) {
    const sandbox = start(release);
    const scim = { name: 's', url: 'http://s.test', token: 't', mode: 'static' };
    const provider = await pkOf(sandbox, '/providers/scim/', scim);
    const queued = async () => {
      await dryRun(sandbox, 'model: authentik_core.group, identifiers: {name: a}');
      return sandbox.queue.map(({ task }) => task);
    };
    expect(await queued()).toEqual(release === '2023.4' ? ['scim_signal_direct'] : []);
    if (release === '2023.4') continue;
    const application = { name: 'a', slug: 'a', backchannel_providers: [provider] };
    await ask(sandbox, 'POST', '/core/applications/', application);
    expect(await queued()).toEqual([release === '2024.2' ? 'scim_signal_direct' : 'scim_sync_direct']);
    if (release !== '2024.12') continue;
    const [group, member] = [await pkOf(sandbox, '/core/groups/', { name: 'b' }), await user(sandbox)];
    await ask(sandbox, 'POST', `/core/groups/${String(group)}/add_user/`, { pk: member });
    expect(sandbox.queue.map(({ task: name, on }) => `${name} ${on}`)).toEqual([
      'scim_sync_direct create',
      'scim_sync_direct create',
      'scim_sync_direct create',
      'scim_sync_m2m members',
    ]);
  }
});

/** What an entry makes of a release's importer, and an entry that it takes, where there is one. */
const NOT_TAKEN: readonly (readonly [string, string, (pk: unknown) => string, number, Json])[] = [
  ['2023.2', 'a token', (pk) => token(`user: ${String(pk)}, intent: api`), 405, null],
  ['2023.3', 'a token', (pk) => token(`user: ${String(pk)}, intent: api`), 400, null],
  ['2025.12', 'a token', (pk) => token(`user: ${String(pk)}, intent: api`), 400, null],
  ['2025.12', 'a token without user', () => token('intent: api'), 400, missing('user')],
  ['2025.12', 'a token without intent', (pk) => token(`user: ${String(pk)}`), 400, missing('intent')],
  ['2023.2', 'an invitation', () => invitation, 405, null],
  ['2024.12', 'an invitation', () => invitation, 405, null],
  ['2025.12', 'an invitation', () => invitation, 400, null],
  [
    '2025.12',
    'a permission without its app',
    (pk) =>
      `model: authentik_core.group, identifiers: {name: a}, permissions: [{permission: view_group, user: ${String(pk)}}]`,
    400,
    null,
  ],
  [
    '2026.5',
    'a permission without its app',
    (pk) =>
      `model: authentik_core.group, identifiers: {name: a}, permissions: [{permission: view_group, user: ${String(pk)}}]`,
    405,
    null,
  ],
];
const token = (attrs: string) =>
  `model: authentik_core.token, identifiers: {identifier: t}, attrs: {${attrs}}`;
const invitation = 'model: authentik_stages_invitation.invitation, identifiers: {name: i}';
function missing(field: string): string {
  return `- Entry invalid: Serializer errors {'non_field_errors': [ErrorDetail(string='Missing ${field}', code='invalid')]}`;
}

test.each(NOT_TAKEN)('the importer of %s with %s', async (release, _, entry, status, said) => {
  const sandbox = start(release);
  const told = await dryRun(sandbox, entry(await user(sandbox)));
  expect(told.status).toBe(status);
  if (status === 400) expect((told.body['content'] as Json[] | undefined)?.[1] ?? null).toEqual(said);
});

test('what only the importer sets: the key of a token, who invites, a password', async () => {
  const sandbox = start('2025.12');
  const pk = await user(sandbox);
  const told = await importInto(
    sandbox,
    token(`user: ${String(pk)}, intent: api, key: its-key`),
    `${invitation}, attrs: {created_by: ${String(pk)}}`,
    `model: authentik_core.user, identifiers: {id: ${String(pk)}}, attrs: {password: secret}`,
  );
  expect(told.body).toEqual({ logs: [], success: true });
  expect((await ask(sandbox, 'GET', '/core/tokens/t/view_key/')).body['key']).toBe('its-key');
  const [made] = (await ask(sandbox, 'GET', '/stages/invitation/invitations/')).body.results;
  expect(made?.['created_by']).toMatchObject({ pk });
  // Otherwise nobody does, as the importer does not know who asks.
  await importInto(sandbox, invitation.replace('name: i', 'name: other'));
  const others = (await ask(sandbox, 'GET', '/stages/invitation/invitations/?name=other')).body.results;
  expect(others[0]?.['created_by']).toMatchObject({ username: 'AnonymousUser' });
});

describe('a crash of the importer', () => {
  const crashesOf = async (sandbox: Sandbox): Promise<number> =>
    (await ask(sandbox, 'GET', '/events/events/?action=system_exception')).body.results.length;
  const BAD = 'model: authentik_core.group, identifiers: {name: b}, attrs: {is_superuser: 7x}';
  const MATCHER = 'model: authentik_policies_event_matcher.eventmatcherpolicy, identifiers: {name: e}';

  // Measured: how many events a dry run and an import leave.
  it.each([
    ['2023.2', 'a bad value', BAD, 2],
    ['2023.2', 'a field that is read and missing', MATCHER, 0],
    ['2023.2', 'an unknown tag', 'model: authentik_core.group, identifiers: {name: !Foo x}', 2],
    ['2023.2', 'an unknown state', 'model: authentik_core.group, identifiers: {name: a}, state: foo', 0],
    ['2025.12', 'a bad value', BAD, 0],
    ['2025.12', 'a field that is read and missing', MATCHER, 2],
    ['2025.12', 'an unknown tag', 'model: authentik_core.group, identifiers: {name: !Foo x}', 2],
    ['2025.12', 'an unknown id', 'model: authentik_core.group, identifiers: {name: !KeyOf x}', 0],
  ])('at %s by %s', async (release, _, entry, events) => {
    const sandbox = start(release);
    await dryRun(sandbox, entry);
    await importInto(sandbox, entry);
    expect(await crashesOf(sandbox)).toBe(events);
  });
});

describe('a test can have the importer refuse', () => {
  const entries = ['a', 'b', 'c'].map((name) => `model: authentik_core.group, identifiers: {name: ${name}}`);
  const names = async (sandbox: Sandbox) =>
    (await ask(sandbox, 'GET', '/core/groups/?page_size=100')).body.results
      .map(({ name }) => name)
      .filter((name) => String(name).length === 1);

  it.each(['2023.2', '2024.12', '2025.12'])(
    'the entry at a place: nothing is left of those before it, at %s',
    async (release) => {
      let at = 0;
      const sandbox = start(release, { refuses: (place) => (place === at ? { name: ['No.'] } : undefined) });
      for (at = 1; at <= 3; at += 1) {
        const { status, body } = await importInto(sandbox, ...entries);
        expect(status === 405 || !(body as { success: boolean }).success).toBe(true);
        expect(await names(sandbox)).toEqual([]);
      }
      await importInto(sandbox, ...entries);
      expect(await names(sandbox)).toEqual(['a', 'b', 'c']);
    },
  );

  it('without a word, as a busy server does', async () => {
    const sandbox = start('2025.12', { refuses: () => ({ name: ['No.'] }), losesLog: () => true });
    expect((await dryRun(sandbox, ...entries)).body['content']).toEqual(['Failed to validate blueprint']);
    expect(await importInto(sandbox, ...entries)).toEqual({
      status: 200,
      body: { logs: [], success: false },
    });
  });
});
