import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ak } from './binary.ts';

/* Permissions on the command line: granted, shown where somebody else granted more, and taken away when asked. */

let folder: string;
const role = (...permissions: string[]): string =>
  `- {model: authentik_rbac.role, id: readers, identifiers: {name: readers}, attrs: {permissions: [${permissions.join(', ')}]}}\n`;
const group = (...permissions: string[]): string =>
  `- {model: authentik_core.group, identifiers: {name: staff}, permissions: [${permissions.map((one) => `{permission: ${one}, role: !KeyOf readers}`).join(', ')}]}\n`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-permissions-'));
  writeFileSync(
    join(folder, 'more.yaml'),
    `version: 1\nentries:\n${role('authentik_core.view_user', 'authentik_core.view_token')}${group('view_group', 'change_group')}`,
  );
  writeFileSync(
    join(folder, 'less.yaml'),
    `version: 1\nentries:\n${role('authentik_core.view_user')}${group('view_group')}`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  ak([...args, '--sandbox', '--target', '2025.12', '--store', join(folder, 'store.json')], { cwd: folder });

test('what is declared is granted; the rest is shown, and revoked when asked', async () => {
  const made = await run('apply', '--yes', 'more.yaml');
  expect(made.out).toContain('+ permission authentik_core.view_token everywhere');
  expect(made.out).toContain('+ permission change_group for role readers');
  expect([made.code, (await run('plan', '--detailed-exitcode', 'more.yaml')).code]).toEqual([0, 0]);

  const shown = await run('plan', '--detailed-exitcode', 'less.yaml');
  expect(shown.code).toBe(0);
  expect(shown.out).toContain(
    '? permission change_group for role readers: granted on the server, not declared here',
  );
  expect(shown.out).toContain('2 objects are as the blueprints say, 2 permissions not declared.');
  const json = JSON.parse(
    (await run('plan', '--format', 'json', '--revoke-permissions', 'less.yaml')).out,
  ) as { changes: { permissions: { action: string; permission: string }[] }[] };
  expect(
    json.changes
      .flatMap(({ permissions }) => permissions)
      .map(({ action, permission }) => `${action} ${permission}`),
  ).toEqual(['revoke authentik_core.view_token', 'revoke change_group']);

  expect((await run('apply', '--yes', '--revoke-permissions', 'less.yaml')).out).toContain(
    '2 applied, 0 failed',
  );
  const last = await run('plan', '--revoke-permissions', 'less.yaml');
  expect(last.out).toContain('Nothing to do: 2 objects are as the blueprints say.');
}, 60_000);
