import { expect, test } from 'vitest';
import { readPermissions } from '../../src/actual/read-permissions.ts';
import { type Question, questionKey } from '../../src/catalog/question.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { fakeClient, pageOf } from '../apply/setup.ts';

/*
 * What several roles hold is read together: the list of all permissions on objects, a list for each role that holds
 * one, which shows all that it holds, and a list for each other role.
 */

const ROLE = 'authentik_rbac.role';
const everywhere = (codename: string, model = 'application') => ({
  id: `everywhere ${codename}`,
  codename,
  model,
  app_label: 'authentik_core',
});
const on = (role: string, object_pk: string, codename: string, model = 'application') => ({
  ...everywhere(codename, model),
  id: `${role} ${object_pk} ${codename}`,
  object_pk,
});

/** What each role holds: two on one object, one on objects of two models, one everywhere only, and one nothing. */
const HELD: Readonly<Record<string, readonly ReturnType<typeof on>[]>> = {
  a: [on('a', '1', 'view_application'), on('a', '2', 'view_application')],
  b: [on('b', '1', 'change_application'), on('b', '9', 'view_group', 'group')],
  c: [],
  d: [],
};
const EVERYWHERE: Readonly<Record<string, readonly ReturnType<typeof everywhere>[]>> = {
  a: [everywhere('add_application')],
  c: [everywhere('view_group', 'group')],
};

const QUESTIONS: readonly Question[] = Object.keys(HELD).flatMap((key) =>
  (['holder', 'held'] as const).map((of) => ({ model: ROLE, permissions: { of, key } })),
);

/** Reads them from a server of a release; `assigned`: what it answers to who holds what, if not that. */
async function read(release: string, assigned?: () => readonly object[]) {
  const catalog = loadCatalog(release, new Collector().report);
  const holder = catalog.permissions?.holders.role;
  if (holder?.kind !== 'direct') throw new Error('roles hold permissions');
  const { client, log, queries } = fakeClient((_, path, __, query) => {
    if (path === '/rbac/permissions/roles/')
      return pageOf(
        ...(query['uuid'] === undefined ? Object.values(HELD).flat() : (HELD[query['uuid']] ?? [])),
      );
    if (path === '/rbac/permissions/') return pageOf(...(EVERYWHERE[query['role'] ?? ''] ?? []));
    if (assigned) return pageOf(...assigned());
    const holds = (key: string): boolean =>
      (HELD[key] ?? []).some(
        (grant) =>
          `${grant.app_label}.${grant.model}` === query['model'] &&
          (query['object_pk'] ?? grant.object_pk) === grant.object_pk,
      );
    const shown = Object.keys(HELD).filter(holds);
    const { grants, everywhere: field = 'none' } = holder.assigned;
    return pageOf(
      ...shown.map((key) => ({
        role_pk: key,
        name: key,
        [grants]: HELD[key],
        [field]: EVERYWHERE[key] ?? [],
      })),
    );
  });
  const { granted } = await readPermissions(client, catalog, QUESTIONS);
  const found = QUESTIONS.map((question) =>
    (granted[questionKey(question)] ?? []).map(({ permission, on: object }) => [permission, object?.key]),
  );
  return { found, log, queries };
}

const FOUND = [
  [['authentik_core.add_application', undefined]],
  [
    ['view_application', '1'],
    ['view_application', '2'],
  ],
  [],
  [
    ['change_application', '1'],
    ['view_group', '9'],
  ],
  [['authentik_core.view_group', undefined]],
  [],
  [],
  [],
];

test('one list for each role that holds something on an object, which has the rest, and for each other', async () => {
  const { found, log, queries } = await read('2025.12');
  expect(found).toEqual(FOUND);
  expect(log.map((line, index) => [line, queries[index]?.['object_pk'] ?? queries[index]?.['role']])).toEqual(
    [
      ['GET /rbac/permissions/roles/', undefined],
      ['GET /rbac/permissions/assigned_by_roles/', '1'],
      ['GET /rbac/permissions/', 'c'],
      ['GET /rbac/permissions/', 'd'],
    ],
  );
});

test('where the list of a model has everybody, one for each model; what is held everywhere for each role', async () => {
  const { found, log, queries } = await read('2024.12');
  expect(found).toEqual(FOUND);
  expect(log.filter((line) => line.endsWith('assigned_by_roles/'))).toHaveLength(2);
  expect(queries.flatMap((query) => query['role'] ?? []).sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(log).toHaveLength(7);
});

test('where lists do not tell who holds a permission, each role is asked about', async () => {
  const { found, queries } = await read('2025.12', () => []);
  expect(found).toEqual(FOUND);
  expect(queries.flatMap((query) => query['uuid'] ?? []).sort()).toEqual(['a', 'b', 'c', 'd']);
});
