import { describe, expect, test } from 'vitest';
import { Ref } from '../../src/blueprint/value.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { ApiError } from '../../src/client/api-error.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import type { Change } from '../../src/plan/value/plan.ts';
import type { GrantChange } from '../../src/plan/value/grant-change.ts';
import { encodeValue } from '../../src/plan/value/plan-value.ts';
import { groupChange as change, fakeClient, pageOf, planOf, sourcesOf } from './setup.ts';
import { applySaved } from './apply-saved.ts';

const of = (release: string) => loadCatalog(release, new Collector().report);
const ROLE = {
  permission: 'view_group',
  everywhere: false,
  holder: 'role',
  key: 'r',
  name: 'readers',
  again: false,
  place: { path: 'b.yaml', line: 1, start: 2, end: 5 },
} as const;
const SPAN = { start: 2, end: 5 };
const grant = (more: Partial<GrantChange> = {}): GrantChange => ({ action: 'grant', ...ROLE, ...more });
const granting = (grants: readonly GrantChange[], more: Partial<Change> = {}): Change =>
  change('team', {
    action: 'update',
    before: { pk: 'g' },
    itemKey: 'g',
    body: {},
    fields: [],
    grants,
    ...more,
  });

async function run(release: string, changes: readonly Change[], answer?: Parameters<typeof fakeClient>[0]) {
  const { client, log } = fakeClient(answer);
  const outcome = await applySaved(
    { plan: planOf(changes), sources: sourcesOf(planOf(changes)) },
    { client, catalog: of(release), parallelism: 4, now: () => 0 },
  );
  return { log, states: outcome.outcomes.map(({ state }) => state), diagnostics: outcome.diagnostics };
}

const ASSIGN = '/rbac/permissions/assigned_by_roles/r/assign/';

describe('permissions on an object', () => {
  test('are written after it, all of one holder at once', async () => {
    const { log } = await run('2025.12', [
      change('team', {
        grants: [
          grant(),
          grant({ permission: 'change_group' }),
          grant({ action: 'kept', permission: 'add_group' }),
          grant({ action: 'undeclared', permission: 'delete_group' }),
        ],
      }),
    ]);
    expect(log).toEqual([
      'POST /core/groups/ {"name":"team"}',
      `CALL ${ASSIGN} {"permissions":["view_group","change_group"],"model":"authentik_core.group","object_pk":"pk-team"}`,
    ]);
  });

  test('are not written on one that is gone: the server would grant them on all', async () => {
    const { log, states, diagnostics } = await run('2025.12', [granting([grant()])], (method) =>
      method === 'GET' ? new ApiError('not-found', 'Not found.', { status: 404 }) : {},
    );
    expect(log).toEqual(['GET /core/groups/g/']);
    expect(states).toEqual(['failed']);
    expect(diagnostics[0]).toMatchObject({ code: 'change-failed', place: { span: SPAN } });
  });

  test('are taken away', async () => {
    const { log } = await run('2025.12', [granting([grant({ action: 'revoke' })])]);
    expect(log).toEqual([
      'GET /core/groups/g/',
      'CALL PATCH /rbac/permissions/assigned_by_roles/r/unassign/ {"permissions":["view_group"],"model":"authentik_core.group","object_pk":"g"}',
    ]);
  });

  test('go to a role that the same run makes', async () => {
    const role = change('readers', { model: 'authentik_rbac.role' });
    const { log } = await run('2025.12', [
      role,
      change('team', {
        dependsOn: ['readers'],
        grants: [grant({ key: encodeValue(new Ref('readers', 'pk')) })],
      }),
    ]);
    expect(log.at(-1)).toBe(
      'CALL /rbac/permissions/assigned_by_roles/pk-readers/assign/ {"permissions":["view_group"],"model":"authentik_core.group","object_pk":"pk-team"}',
    );
  });

  test('that the server refuses are a finding where they stand, and the object stays written', async () => {
    const { diagnostics } = await run(
      '2025.12',
      [change('team', { grants: [grant()] })],
      (method, path, sent) =>
        method === 'CALL'
          ? new ApiError('invalid', 'refused', {
              status: 400,
              fields: [{ path: ['permissions'], message: 'no such permission' }],
            })
          : { pk: 'g', ...(JSON.parse(sent || '{}') as object), path },
    );
    expect(diagnostics.map(({ code, message, place }) => [code, message, place?.span])).toEqual([
      [
        'change-failed',
        'the server refuses permissions of authentik_core.group team (view_group for role readers): no such permission',
        SPAN,
      ],
    ]);
  });
});

test('a refusal says that the object itself was written', async () => {
  const { states, diagnostics } = await run('2025.12', [change('team', { grants: [grant()] })], (method) =>
    method === 'CALL' ? new ApiError('forbidden', 'no') : { pk: 'pk-team', name: 'team' },
  );
  expect(states).toEqual(['failed']);
  expect(diagnostics[0]).toMatchObject({
    message: expect.stringContaining('refuses permissions') as string,
    hint: 'the rest of team was written',
  });
});

describe('permissions of a user', () => {
  const forUser = (permission: string) => grant({ permission, holder: 'user', key: 7, name: 'ada' });

  test('are granted to the user up to 2025.10', async () => {
    const { log } = await run('2025.10', [granting([forUser('view_group')])]);
    expect(log.at(-1)).toBe(
      'CALL /rbac/permissions/assigned_by_users/7/assign/ {"permissions":["view_group"],"model":"authentik_core.group","object_pk":"g"}',
    );
  });

  test('go to the role behind the user later, which the importer makes once', async () => {
    let isMade = false;
    const { log } = await run(
      '2025.12',
      [
        granting([forUser('view_group')]),
        granting([forUser('change_group')], { row: 'two', id: 'two', itemKey: 'h', before: { pk: 'h' } }),
      ],
      (method, path) => {
        if (path === '/rbac/roles/')
          return isMade ? pageOf({ pk: 'm', name: 'ak-managed-role--user-7' }) : pageOf();
        if (method === 'UPLOAD') isMade = true;
        return {};
      },
    );
    const seed = log.filter((line) => line.startsWith('UPLOAD'));
    expect(seed).toHaveLength(1);
    expect(seed[0]).toContain('"state":"created"');
    expect(seed[0]).toContain('"permission":"authentik_core.view_user"');
    expect(log.filter((line) => line.includes('/unassign/'))).toEqual([
      'CALL PATCH /rbac/permissions/assigned_by_roles/m/unassign/ {"permissions":["view_user"],"model":"authentik_core.user","object_pk":"7"}',
    ]);
    expect(log.filter((line) => line.includes('/assign/')).sort()).toEqual(
      ['h', 'g'].map(
        (key) =>
          `CALL /rbac/permissions/assigned_by_roles/m/assign/ {"permissions":["${key === 'g' ? 'view' : 'change'}_group"],"model":"authentik_core.group","object_pk":"${key}"}`,
      ),
    );
  });

  /** The role of user 7, with what it holds on objects. */
  const ofUser =
    (own: readonly Readonly<Record<string, string>>[], everywhere = 0) =>
    (_: string, path: string) => {
      if (path === '/rbac/roles/') return pageOf({ pk: 'm', name: 'ak-managed-role--user-7' });
      if (path === '/rbac/permissions/roles/') return pageOf(...own.map((one, id) => ({ id, ...one })));
      if (path === '/rbac/permissions/')
        return pageOf(...Array.from({ length: everywhere }, (_one, id) => ({ id })));
      return {};
    };
  const SEED = { codename: 'view_user', object_pk: '7', app_label: 'authentik_core', model: 'user' };

  test('the one that the role was made with goes, where a run was cut before that', async () => {
    const { log } = await run('2025.12', [granting([forUser('view_group')])], ofUser([SEED]));
    expect(log.filter((line) => line.startsWith('CALL'))).toEqual([
      'CALL PATCH /rbac/permissions/assigned_by_roles/m/unassign/ {"permissions":["view_user"],"model":"authentik_core.user","object_pk":"7"}',
      'CALL /rbac/permissions/assigned_by_roles/m/assign/ {"permissions":["view_group"],"model":"authentik_core.group","object_pk":"g"}',
    ]);
  });

  test.each<[what: string, own: readonly Readonly<Record<string, string>>[], everywhere: number]>([
    ['another one', [SEED, { ...SEED, codename: 'view_group', object_pk: 'h' }], 0],
    ['it on another user', [{ ...SEED, object_pk: '8' }], 0],
    ['one everywhere', [SEED], 1],
    ['nothing', [], 0],
  ])('nothing is taken from a role that holds %s', async (_, own, everywhere) => {
    const { log } = await run('2025.12', [granting([forUser('view_group')])], ofUser(own, everywhere));
    expect(log.filter((line) => line.includes('/unassign/'))).toEqual([]);
  });

  test('are written although the answer of the importer was lost', async () => {
    let isMade = false;
    const { log, states } = await run('2025.12', [granting([forUser('view_group')])], (method, path) => {
      if (path === '/rbac/roles/')
        return isMade ? pageOf({ pk: 'm', name: 'ak-managed-role--user-7' }) : pageOf();
      if (method !== 'UPLOAD') return {};
      isMade = true;
      return new ApiError('unreachable', 'reset');
    });
    expect(states).toEqual(['applied']);
    expect(log.filter((line) => line.includes('assign/'))).toHaveLength(2);
  });

  test('fail with what the importer says when it does not make it', async () => {
    const { states, diagnostics } = await run(
      '2025.12',
      [granting([forUser('view_group')])],
      (method, path) => {
        if (path === '/rbac/roles/') return pageOf();
        if (method !== 'UPLOAD') return {};
        return { success: false, logs: ['Can not modify internal service account users'] };
      },
    );
    expect(states).toEqual(['failed']);
    expect(diagnostics[0]?.hint).toContain('internal service account');
  });
});

test('what a write takes away is given again after it', async () => {
  const kept = grant({
    action: 'kept',
    permission: 'authentik_core.view_user',
    everywhere: true,
    again: true,
  });
  const role = change('readers', {
    model: 'authentik_rbac.role',
    action: 'update',
    before: { pk: 'r' },
    itemKey: 'r',
    grants: [kept, grant({ permission: 'authentik_core.view_group', everywhere: true })],
  });
  const { log } = await run('2025.10', [role]);
  expect(log).toEqual([
    'PATCH /rbac/roles/r/ {"name":"readers"}',
    `CALL ${ASSIGN} {"permissions":["authentik_core.view_user","authentik_core.view_group"]}`,
  ]);
});
