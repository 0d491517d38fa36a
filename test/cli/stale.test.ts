import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ran, runOnTerminal } from '../run-here.ts';
import { type Api, openServer, type Served } from './served.ts';

/*
 * What another administrator does while the question waits is neither overwritten nor deleted, and said; all else
 * that was approved is done.
 */

const BEFORE = `version: 1
entries:
- {model: authentik_core.user, id: ada, identifiers: {username: ada}, attrs: {name: Ada, groups: []}}
- {model: authentik_core.user, id: bob, identifiers: {username: bob}, attrs: {name: Bob, groups: []}}
- {model: authentik_core.user, identifiers: {username: eve}, attrs: {name: Eve, groups: []}}
- {model: authentik_core.group, identifiers: {name: staff}, attrs: {users: [!KeyOf ada], attributes: {a: 1}}}
- {model: authentik_core.group, identifiers: {name: ops}, attrs: {attributes: {a: 1}}}
- {model: authentik_core.group, identifiers: {name: old}, attrs: {attributes: {a: 1}}}
- {model: authentik_core.group, identifiers: {name: quiet}, attrs: {attributes: {a: 1}}}
- {model: authentik_core.group, identifiers: {name: kept}, attrs: {attributes: {a: 1}}}
- {model: authentik_core.application, identifiers: {slug: wiki}, attrs: {name: Wiki}}
- {model: authentik_policies_expression.expressionpolicy, identifiers: {name: gate}, attrs: {expression: return True}}
`;
const WANTED = `version: 1
entries:
- model: authentik_core.group
  identifiers: {name: staff}
  attrs:
    users: [!Find [authentik_core.user, [username, ada]], !Find [authentik_core.user, [username, bob]]]
- {model: authentik_core.group, identifiers: {name: ops}, attrs: {attributes: {a: 2}}}
- {model: authentik_core.group, identifiers: {name: old}, state: absent}
- {model: authentik_core.group, identifiers: {name: quiet}, attrs: {attributes: {a: 2}}}
- {model: authentik_core.group, identifiers: {name: kept}, attrs: {attributes: {a: 1}}}
- {model: authentik_core.application, identifiers: {slug: wiki}, state: absent}
- {model: authentik_policies_expression.expressionpolicy, identifiers: {name: gate}, state: absent}
- {model: authentik_core.user, identifiers: {username: carol}, attrs: {name: Carol, groups: []}}
- {model: authentik_core.user, identifiers: {username: dave}, attrs: {name: Dave, groups: []}}
`;

/** What somebody else does. */
interface Case {
  readonly what: string;
  readonly act: (api: Api) => Promise<unknown>;
  /** What is said of it. */
  readonly says: readonly string[];
  /** The objects that must stay as that left them, by a name of their own. */
  readonly stays: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: 'a member is added to a list that is written',
    act: async (api) =>
      api.patch(`core/groups/${await api.pk('core/groups', 'name', 'staff')}/`, {
        users: [await api.pk('core/users', 'username', 'ada'), await api.pk('core/users', 'username', 'eve')],
      }),
    says: ['authentik_core.group staff is not changed', 'users: now also'],
    stays: ['staff'],
  },
  {
    what: 'the member that is to be added is added from the other end',
    act: async (api) =>
      api.patch(`core/users/${await api.pk('core/users', 'username', 'bob')}/`, {
        groups: [await api.pk('core/groups', 'name', 'staff')],
      }),
    says: ['authentik_core.group staff is not changed', 'somebody else has done it'],
    stays: ['staff'],
  },
  {
    what: 'a field that is written is changed',
    act: async (api) =>
      api.patch(`core/groups/${await api.pk('core/groups', 'name', 'ops')}/`, { attributes: { a: 3 } }),
    says: ['authentik_core.group ops is not changed', 'attributes was {a: 1} and is {a: 3}'],
    stays: ['ops'],
  },
  {
    what: 'a field of what was to stay as it is, is changed',
    act: async (api) =>
      api.patch(`core/groups/${await api.pk('core/groups', 'name', 'kept')}/`, { attributes: { a: 9 } }),
    says: ['authentik_core.group kept would now be changed, too, which was not approved'],
    stays: ['kept'],
  },
  {
    what: 'what is changed is renamed',
    act: async (api) =>
      api.patch(`core/groups/${await api.pk('core/groups', 'name', 'ops')}/`, { name: 'operations' }),
    says: ['authentik_core.group ops is not changed', 'would be made'],
    stays: ['operations'],
  },
  {
    what: 'what is changed is deleted',
    act: async (api) => api.remove(`core/groups/${await api.pk('core/groups', 'name', 'ops')}/`),
    says: ['authentik_core.group ops is not changed'],
    stays: ['ops'],
  },
  {
    what: 'what is changed is deleted and made anew',
    act: async (api) => {
      await api.remove(`core/groups/${await api.pk('core/groups', 'name', 'ops')}/`);
      await api.post('core/groups/', { name: 'ops', attributes: { a: 1 } });
    },
    says: ['authentik_core.group ops is not changed', 'authentik_core.group ops is there now'],
    stays: ['ops'],
  },
  {
    what: 'what is deleted gets a member',
    act: async (api) =>
      api.patch(`core/groups/${await api.pk('core/groups', 'name', 'old')}/`, {
        users: [await api.pk('core/users', 'username', 'eve')],
      }),
    says: ['authentik_core.group old is not deleted', 'users: now also'],
    stays: ['old'],
  },
  {
    what: 'what is deleted gets another value',
    act: async (api) =>
      api.patch(`core/groups/${await api.pk('core/groups', 'name', 'old')}/`, { attributes: { a: 7 } }),
    says: ['authentik_core.group old is not deleted', 'attributes was {a: 1} and is {a: 7}'],
    stays: ['old'],
  },
  {
    what: 'what is deleted is renamed',
    act: async (api) =>
      api.patch(`core/groups/${await api.pk('core/groups', 'name', 'old')}/`, { name: 'older' }),
    says: ['authentik_core.group old is not deleted'],
    stays: ['older'],
  },
  {
    what: 'what is deleted is deleted and made anew under its slug',
    act: async (api) => {
      await api.remove('core/applications/wiki/');
      await api.post('core/applications/', { slug: 'wiki', name: 'Wiki' });
    },
    says: ['authentik_core.application wiki is not deleted', 'is there now'],
    stays: ['wiki'],
  },
  {
    what: 'what is deleted has been deleted',
    act: (api) => api.remove('core/applications/wiki/'),
    says: ['authentik_core.application wiki is not deleted', 'it is not there any more'],
    stays: [],
  },
  {
    what: 'something new depends on what is deleted',
    act: async (api) =>
      api.post('policies/bindings/', {
        policy: await api.pk('policies/expression', 'name', 'gate'),
        target: await api.pk('core/applications', 'slug', 'wiki'),
        order: 3,
      }),
    says: [
      'expressionpolicy gate is not deleted',
      'it waits for authentik_core.application wiki',
      'other objects depend on it now: authentik_policies.policybinding',
      'authentik_core.application wiki is not deleted',
    ],
    stays: ['gate', 'wiki', 'binding'],
  },
  {
    what: 'a new group is below what is deleted',
    act: async (api) =>
      api.post('core/groups/', await api.below('child', await api.pk('core/groups', 'name', 'old'))),
    says: ['authentik_core.group old is not deleted'],
    stays: ['old', 'child'],
  },
  {
    what: 'what is made is made by somebody else',
    act: (api) => api.post('core/users/', { username: 'carol', name: 'Somebody', groups: [] }),
    says: ['authentik_core.user carol is not made'],
    stays: ['carol'],
  },
];

describe.each(['2023.2', '2025.12'])('while the question waits on authentik %s', (release) => {
  let folder: string;
  let server: Served;
  let base: ReturnType<Served['sandbox']['snapshot']>;
  const run = (args: readonly string[], confirm?: () => Promise<'yes'>): Promise<Ran> =>
    runOnTerminal(args, { env: server.env, cwd: folder, more: confirm ? { confirm } : {} });

  beforeAll(async () => {
    server = await openServer(release);
    folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-stale-'));
    writeFileSync(join(folder, 'before.yaml'), BEFORE);
    writeFileSync(join(folder, 'wanted.yaml'), WANTED);
    expect((await run(['apply', '--yes', 'before.yaml'])).code).toBe(0);
    base = server.sandbox.snapshot();
  }, 60_000);
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => server.sandbox.restore(base));

  test('nothing happens: the plan is done', async () => {
    expect((await run(['apply', 'wanted.yaml'])).code).toBe(0);
    expect((await run(['plan', '--detailed-exitcode', 'wanted.yaml'])).code).toBe(0);
  });

  test.each(CASES)('$what', async ({ act, says, stays }) => {
    let left: Readonly<Record<string, unknown>> = {};
    const ran = await run(['apply', 'wanted.yaml'], async () => {
      await act(server.api);
      left = await server.api.all();
      return 'yes';
    });
    for (const text of says) expect(ran.out + ran.err).toContain(text);
    expect(ran.code).toBe(5);
    const now = await server.api.all();
    for (const name of stays) expect(now[name], name).toEqual(left[name]);
    // What nobody has touched is done.
    expect(now['quiet']).toMatchObject({ attributes: { a: 2 } });
    expect(now['dave']).toMatchObject({ name: 'Dave' });
  });

  test.each(CASES)('saved, and then $what', async ({ act, says, stays }) => {
    expect((await run(['plan', '--out', 'plan.json', 'wanted.yaml'])).code).toBe(0);
    await act(server.api);
    const left = await server.api.all();
    const ran = await run(['apply', 'plan.json']);
    for (const text of says) expect(ran.out + ran.err).toContain(text);
    expect(ran.code).toBe(5);
    const now = await server.api.all();
    for (const name of stays) expect(now[name], name).toEqual(left[name]);
    expect(now['quiet']).toMatchObject({ attributes: { a: 2 } });
    expect(now['dave']).toMatchObject({ name: 'Dave' });
  });

  test.each(CASES)('approved by its digest, and then $what', async ({ act }) => {
    const planned = await run(['plan', '--format', 'json', 'wanted.yaml']);
    const { digest } = JSON.parse(planned.out) as { digest: string };
    await act(server.api);
    const left = await server.api.all();
    const ran = await run(['apply', '--expect', digest, 'wanted.yaml']);
    expect(ran.code).toBe(5);
    expect(ran.err).toContain(digest);
    expect(await server.api.all()).toEqual(left);
  });

  test('an import is all or nothing: the file is not sent', async () => {
    let left: unknown;
    const ran = await run(['flow', 'import', 'wanted.yaml'], async () => {
      await CASES[2]?.act(server.api);
      left = await server.api.all();
      server.log.length = 0;
      return 'yes';
    });
    expect([ran.code, ran.err]).toEqual([5, expect.stringContaining('Nothing was imported.')]);
    expect(ran.err).toContain('attributes was {a: 1} and is {a: 3}');
    expect(await server.api.all()).toEqual(left);
    expect(server.log.filter((line) => line.includes('import'))).toEqual([]);
  });

  test('the same in JSON', async () => {
    const ran = await run(['apply', '--format', 'json', 'wanted.yaml'], async () => {
      await CASES[2]?.act(server.api);
      return 'yes';
    });
    const { changes, summary, diagnostics } = JSON.parse(ran.out) as {
      changes: { key: string; outcome: string; error?: string }[];
      summary: { stale: number; applied: number };
      diagnostics: { code: string }[];
    };
    expect(summary).toMatchObject({ stale: 1, applied: 7 });
    expect(changes.find(({ key }) => key === 'ops')).toMatchObject({ outcome: 'stale' });
    expect(diagnostics.filter(({ code }) => code === 'change-stale')).toHaveLength(1);
  });
});

test('rights that somebody grants while the question waits are not taken away', async () => {
  const server = await openServer('2025.12');
  const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-stale-'));
  const blueprint = (permissions: string, name: string): string => `version: 1
entries:
- {model: authentik_rbac.role, id: readers, identifiers: {name: readers}}
- model: authentik_core.application
  identifiers: {slug: wiki}
  attrs: {name: ${name}}
  permissions: [${permissions}]
- {model: authentik_core.group, identifiers: {name: quiet}, attrs: {attributes: {a: ${name.length}}}}
`;
  const view = '{permission: view_application, role: !KeyOf readers}';
  const run = (args: readonly string[], confirm?: () => Promise<'yes'>): Promise<Ran> =>
    runOnTerminal(args, { env: server.env, cwd: folder, more: confirm ? { confirm } : {} });
  try {
    writeFileSync(join(folder, 'a.yaml'), blueprint(view, 'Wiki'));
    expect((await run(['apply', '--yes', 'a.yaml'])).code).toBe(0);
    writeFileSync(join(folder, 'a.yaml'), blueprint(view, 'Our wiki'));
    const role = await server.api.pk('rbac/roles', 'name', 'readers');
    const { pk } = (await server.api.get('core/applications/wiki/')) as { pk: string };
    const ran = await run(['apply', '--revoke-permissions', 'a.yaml'], async () => {
      await server.api.post(`rbac/permissions/assigned_by_roles/${String(role)}/assign/`, {
        permissions: ['change_application'],
        model: 'authentik_core.application',
        object_pk: pk,
      });
      return 'yes';
    });
    expect([ran.code, ran.err]).toEqual([5, expect.stringContaining('its permissions are others now')]);
    expect(await server.api.get('core/applications/wiki/')).toMatchObject({ name: 'Wiki' });
    expect(JSON.stringify(await server.api.get(`rbac/permissions/roles/?uuid=${String(role)}`))).toContain(
      'change_application',
    );
    expect((await server.api.all())['quiet']).toMatchObject({ attributes: { a: 8 } });
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
