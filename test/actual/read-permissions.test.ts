import { describe, expect, test } from 'vitest';
import { holderBehind, readPermissions } from '../../src/actual/read-permissions.ts';
import { type Question, questionKey } from '../../src/catalog/question.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { ApiError } from '../../src/client/api-error.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { fakeClient, pageOf } from '../apply/setup.ts';

const of = (release: string) => loadCatalog(release, new Collector().report);
const APP = 'authentik_core.application';
const on = (object_pk: string, codename: string, model = 'application') => ({
  id: `${object_pk} ${codename}`,
  codename,
  model,
  app_label: 'authentik_core',
  object_pk,
  name: codename,
});
const asks = (...keys: string[]): Question[] =>
  keys.map((key) => ({ model: APP, permissions: { of: 'object', key } }));

interface Lists {
  readonly [path: string]: (query: Readonly<Record<string, string>>) => readonly unknown[];
}

async function read(release: string, questions: readonly Question[], lists: Lists) {
  const { client, log, queries } = fakeClient((_, path, __, query) =>
    pageOf(...(lists[path]?.(query) ?? [])),
  );
  const answers = await readPermissions(client, of(release), questions);
  return { ...answers, log, queries };
}

describe('who holds permissions on objects', () => {
  test('takes one list a kind of holder where that has everybody', async () => {
    const { granted, log } = await read('2025.6', asks('a', 'b'), {
      '/rbac/permissions/assigned_by_roles/': () => [
        {
          role_pk: 'r',
          name: 'readers',
          permissions: [
            on('a', 'view_application'),
            on('c', 'view_application'),
            on('a', 'view_group', 'group'),
          ],
        },
      ],
      '/rbac/permissions/assigned_by_users/': () => [
        { pk: 7, username: 'ada', permissions: [on('b', 'change_application')] },
      ],
    });
    expect(log).toEqual([
      'GET /rbac/permissions/assigned_by_roles/',
      'GET /rbac/permissions/assigned_by_users/',
    ]);
    expect(granted).toEqual({
      [questionKey(asks('a')[0]!)]: [
        { permission: 'view_application', holder: 'role', key: 'r', name: 'readers' },
      ],
      [questionKey(asks('b')[0]!)]: [
        { permission: 'change_application', holder: 'user', key: 7, name: 'ada' },
      ],
    });
  });

  test('takes a call for each object where there are fewer of them than roles', async () => {
    const { log, queries } = await read('2025.12', asks('a', 'b'), {
      '/rbac/roles/': () => [1, 2, 3].map((pk) => ({ pk, name: `r${pk}` })),
    });
    expect(log).toEqual([
      'GET /rbac/roles/',
      'GET /rbac/permissions/assigned_by_roles/',
      'GET /rbac/permissions/assigned_by_roles/',
    ]);
    expect(queries.map((query) => query['object_pk'])).toEqual([undefined, 'a', 'b']);
  });

  test('takes a call for each role where there are fewer of those', async () => {
    const { granted, log } = await read('2025.12', asks('a', 'b', 'c'), {
      '/rbac/roles/': () => [
        { pk: 'r', name: 'readers' },
        { pk: 's', name: 'ak-managed-role--user-7' },
      ],
      '/rbac/permissions/roles/': ({ uuid }) => [
        on('a', uuid === 'r' ? 'view_application' : 'change_application'),
        on('z', 'view_application'),
      ],
    });
    expect(log).toEqual(['GET /rbac/roles/', 'GET /rbac/permissions/roles/', 'GET /rbac/permissions/roles/']);
    // What the role of a user holds is that user's.
    expect(granted[questionKey(asks('a')[0]!)]).toEqual([
      { permission: 'view_application', holder: 'role', key: 'r', name: 'readers' },
      { permission: 'change_application', holder: 'user', key: 7, name: '' },
    ]);
    expect(granted[questionKey(asks('b')[0]!)]).toEqual([]);
  });

  test('that the server does not show is reported', async () => {
    const { client } = fakeClient(() => new ApiError('forbidden', 'no', { status: 403 }));
    const collector = new Collector();
    await readPermissions(client, of('2025.12'), asks('a'), collector.report);
    expect(collector.diagnostics.map(({ code }) => code)).toEqual(['model-unreadable']);
    await expect(readPermissions(client, of('2025.12'), asks('a'))).rejects.toThrow('no');
  });
});

test.each<[what: string, row: object]>([
  ['permissions that are null', { role_pk: 'r', name: 'readers', permissions: null }],
  ['permissions that are a mapping', { role_pk: 'r', name: 'readers', permissions: {} }],
  ['permissions of texts', { role_pk: 'r', name: 'readers', permissions: ['view_application'] }],
  ['no permissions', { role_pk: 'r', name: 'readers' }],
  ['no role', { name: 'readers', permissions: [] }],
  ['a role that is a path', { role_pk: '..', name: 'readers', permissions: [] }],
])('a list with %s is refused', async (_, row) => {
  const reading = read('2025.6', asks('a'), { '/rbac/permissions/assigned_by_roles/': () => [row] });
  await expect(reading).rejects.toThrow(/^GET \/rbac\/permissions\/assigned_by_roles\/ shows/);
});

test('what a role holds everywhere is one list; of a user, that of the role behind it', async () => {
  const lists: Lists = {
    '/rbac/roles/': ({ name }) => [{ pk: 'm', name }],
    '/rbac/permissions/': ({ role }) => [
      { id: 1, app_label: 'authentik_core', codename: role === 'm' ? 'view_user' : 'view_group' },
    ],
  };
  const questions: Question[] = [
    { model: 'authentik_rbac.role', permissions: { of: 'holder', key: 'r' } },
    { model: 'authentik_core.user', permissions: { of: 'holder', key: 7 } },
  ];
  const { granted } = await read('2025.12', questions, lists);
  expect(
    Object.values(granted).map((all) => all.map(({ permission, holder, key }) => [permission, holder, key])),
  ).toEqual([[['authentik_core.view_group', 'role', 'r']], [['authentik_core.view_user', 'user', 7]]]);
  const none = await read('2025.12', questions.slice(1), { '/rbac/roles/': () => [] });
  expect(Object.values(none.granted)).toEqual([[]]);
});

test('whether there is a permission of a name', async () => {
  const question: Question = { model: APP, permissions: { of: 'name', key: 'authentik_core.paint' } };
  const { named, queries } = await read('2025.12', [question], { '/rbac/permissions/': () => [{ id: 1 }] });
  expect(named).toEqual({ [questionKey(question)]: true });
  const asked = { codename: 'paint', content_type__app_label: 'authentik_core', page_size: '1' };
  expect(queries).toEqual([{ ...asked, content_type__model: 'application' }]);
  const everywhere: Question = { ...question, model: '' };
  const other = await read('2025.12', [everywhere], { '/rbac/permissions/': () => [] });
  expect(other.named).toEqual({ [questionKey(everywhere)]: false });
  expect(other.queries).toEqual([asked]);
});

test.each([
  'ak-managed-role--user-x',
  'ak-managed-role--user-',
  'ak-managed-role--user-7-old',
  'my ak-managed-role--user-7',
])('a role called %s stands for itself', async (name) => {
  const { granted } = await read('2025.12', asks('a', 'b'), {
    '/rbac/roles/': () => [{ pk: 's', name }],
    '/rbac/permissions/roles/': () => [on('a', 'view_application')],
  });
  expect(granted[questionKey(asks('a')[0]!)]).toEqual([
    { permission: 'view_application', holder: 'role', key: 's', name },
  ]);
});

test('the role behind a user is the one of exactly its name, whatever the server gives for it', async () => {
  const catalog = of('2025.12');
  const holder = catalog.permissions?.holders.user;
  const name = holder?.kind === 'indirect' ? holder.name.replace('{key}', '7') : '';
  const { client } = fakeClient(() =>
    pageOf({ pk: 'x', name: `${name}0` }, { pk: 'y', name }, { pk: 'z', name: 'other' }),
  );
  const found = async (wanted: string) =>
    (await holderBehind(client, catalog, catalog.permissions!, 'role', wanted))?.key;
  expect([await found(name), await found('nobody')]).toEqual(['y', undefined]);
});
