import { expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { ask, partsOf, upload } from './start.ts';

/*
 * Uploading a blueprint that is applied at once: the endpoint of flows up to 2026.2, that of blueprints from 2026.5
 * on, as the sources of 2026.5.0-rc1 and the documents of 2026.5 and 2026.8 have it. No release has both.
 */

const OLD = '/flows/instances/import/';
const NEW = '/managed/blueprints/import/';
const GROUP =
  'version: 1\nentries:\n- {model: authentik_core.group, id: staff, identifiers: {name: staff}}\n';

const start = (release: string): Sandbox => createSandbox(partsOf(release));

const names = async (sandbox: Sandbox): Promise<unknown[]> =>
  (await ask(sandbox, 'GET', '/core/groups/?name=staff')).body.results.map(({ name }) => name);

test.each([
  ['2025.12', OLD, NEW],
  ['2026.2', OLD, NEW],
  ['2026.5', NEW, OLD],
  ['2026.8', NEW, OLD],
])('%s takes a file at %s', async (release, here, gone) => {
  const sandbox = start(release);
  expect((await upload(sandbox, gone, { file: GROUP })).status).toBeGreaterThanOrEqual(404);
  expect(await names(sandbox)).toEqual([]);
  expect(await upload(sandbox, here, { file: GROUP })).toEqual({
    status: 200,
    body: { logs: [], success: true },
  });
  expect(await names(sandbox)).toEqual(['staff']);
});

test('a file of which an entry is refused changes nothing, and the answer is a 200 that says so', async () => {
  const sandbox = start('2026.8');
  const bad = `${GROUP}- {model: authentik_core.group, identifiers: {name: b}, attrs: {is_superuser: 7x}}\n`;
  expect(await upload(sandbox, NEW, { file: bad })).toMatchObject({ status: 200, body: { success: false } });
  expect(await names(sandbox)).toEqual([]);
});

test('without a file it wants the path of one of its own', async () => {
  const sandbox = start('2026.5');
  expect(await upload(sandbox, NEW, {})).toEqual({
    status: 400,
    body: ['Either path or file must be set'],
  });
  expect(await upload(sandbox, NEW, { path: 'nowhere.yaml' })).toEqual({
    status: 400,
    body: { path: ['Blueprint file does not exist'] },
  });
  const path = partsOf('2026.5').rules.blueprintFiles[0] ?? '';
  expect(await upload(sandbox, NEW, { path })).toMatchObject({ status: 200, body: { success: true } });
});

test('who is no administrator needs the rights to add blueprints, and to add, change and delete each model', async () => {
  const sandbox = start('2026.5');
  const user = (await ask(sandbox, 'POST', '/core/users/', { username: 'ci', name: 'CI' })).body['pk'];
  await ask(sandbox, 'POST', '/core/tokens/', { identifier: 'ci', user, intent: 'api', expiring: false });
  await ask(sandbox, 'POST', '/core/tokens/ci/set_key/', { key: 'key-of-ci' });
  expect((await upload(sandbox, NEW, { file: GROUP }, 'key-of-ci')).status).toBe(403);
  const role = (await ask(sandbox, 'POST', '/rbac/roles/', { name: 'ci' })).body['pk'];
  await ask(sandbox, 'PATCH', `/core/users/${String(user)}/`, { roles: [role] });
  const assign = (permissions: readonly string[]) =>
    ask(sandbox, 'POST', `/rbac/permissions/assigned_by_roles/${String(role)}/assign/`, { permissions });
  await assign(['authentik_core.add_group', 'authentik_core.change_group', 'authentik_core.delete_group']);
  // Measured on a real 2026.5.0-rc1: the rights on the models alone are not enough.
  expect(await upload(sandbox, NEW, { file: GROUP }, 'key-of-ci')).toEqual({
    status: 403,
    body: { detail: 'You do not have permission to perform this action.' },
  });
  await assign(['authentik_blueprints.add_blueprintinstance']);
  expect((await upload(sandbox, NEW, { file: GROUP }, 'key-of-ci')).status).toBe(200);
  expect(
    await upload(
      sandbox,
      NEW,
      { file: GROUP.replace('core.group', 'policies_dummy.dummypolicy') },
      'key-of-ci',
    ),
  ).toEqual({
    status: 403,
    body: { staff: 'User lacks permission to create authentik_policies_dummy.dummypolicy' },
  });
  expect(await names(sandbox)).toEqual(['staff']);
});

test('permissions on models that came after the recorded release can be given', async () => {
  const sandbox = start('2026.8');
  const role = (await ask(sandbox, 'POST', '/rbac/roles/', { name: 'ci' })).body['pk'];
  const path = `/rbac/permissions/assigned_by_roles/${String(role)}/assign/`;
  for (const name of ['authentik_core.change_objectattribute', 'authentik_requests.revoke_grantrequest'])
    expect((await ask(sandbox, 'POST', path, { permissions: [name] })).status).toBe(200);
});
