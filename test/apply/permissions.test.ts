import { describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { dict } from '../../src/blueprint/value.ts';
import { planAgainst } from '../../src/cli/run-plan.ts';
import { createClient } from '../../src/client/create-client.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { grantWords } from '../../src/plan/changes/grant-words.ts';
import type { Plan } from '../../src/plan/value/plan.ts';
import { DEFAULT_POLICY } from '../../src/plan/policy.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { partsOf } from '../sandbox/start.ts';
import { applySaved } from './apply-saved.ts';

/** A server of a release, and what the tool makes of blueprints on it. */
function server(release: string) {
  const parts = partsOf(release);
  const sandbox = createSandbox({ ...parts, token: 't' });
  const sent: string[] = [];
  const client = createClient({
    url: 'http://sandbox.invalid',
    token: 't',
    pause: () => 0,
    fetch: (request) => {
      sent.push(`${request.method} ${new URL(request.url).pathname.replace('/api/v3', '')}`);
      return sandbox.fetch(request);
    },
  });
  const plan = async (entries: string, revokePermissions = false) => {
    const collector = new Collector();
    const blueprint = parseBlueprint(
      { path: 'b.yaml', text: `version: 1\nentries:\n${entries}` },
      collector.report,
      { features: features(release) },
    );
    if (!blueprint || collector.failed) throw new Error(JSON.stringify(collector.diagnostics));
    sent.length = 0;
    const planned = await planAgainst(client, {
      blueprints: [blueprint],
      catalog: parts.catalog,
      policy: { ...DEFAULT_POLICY, revokePermissions },
      context: dict(),
      env: () => undefined,
      me: await client.me(),
    });
    return { ...planned.plan, diagnostics: planned.diagnostics, planned };
  };
  const apply = async (entries: string, revoke = false) => {
    const { outcomes, diagnostics } = await applySaved((await plan(entries, revoke)).planned, {
      client,
      catalog: parts.catalog,
      parallelism: 4,
      now: () => 0,
    });
    return { states: outcomes.map(({ state }) => state), diagnostics };
  };
  const pk = async (path: string, field: string, value: string): Promise<string> =>
    String(
      (await client.page(path, { page_size: '100' })).items.find((item) => item[field] === value)?.['pk'],
    );
  return { client, sent, plan, apply, pk };
}

const TEXT = `
- model: authentik_rbac.role
  id: readers
  identifiers: {name: readers}
  attrs: {permissions: [authentik_core.view_user, authentik_events.view_event]}
- model: authentik_core.user
  id: ada
  identifiers: {username: ada}
  attrs: {name: Ada, permissions: [authentik_core.view_group]}
- model: authentik_core.application
  identifiers: {slug: wiki}
  attrs: {name: Wiki}
  permissions:
  - {permission: view_application, role: !KeyOf readers}
  - {permission: authentik_core.change_application, user: !KeyOf ada}
- model: authentik_core.group
  identifiers: {name: staff}
  permissions: [{permission: add_user_to_group, role: !Find [authentik_rbac.role, [name, readers]]}]
`;
const changes = ({ changes: all }: Plan): string[] =>
  all.filter(({ action }) => action !== 'noop').map(({ action, key }) => `${action} ${key}`);
const drift = ({ changes: all }: Plan): string[] =>
  all.flatMap(({ key, grants }) =>
    grants.filter(({ action }) => action === 'undeclared').map((grant) => `${key}: ${grantWords(grant)}`),
  );

describe.each(['2024.8', '2025.10', '2025.12', '2026.2'])('permissions on %s', (release) => {
  test('are granted once, and a second plan is empty', async () => {
    const { apply, plan, sent } = server(release);
    expect(await apply(TEXT)).toEqual({
      states: ['applied', 'applied', 'applied', 'applied'],
      diagnostics: [],
    });
    const second = await plan(TEXT);
    expect(changes(second)).toEqual([]);
    expect(second.summary).toMatchObject({ unchanged: 4, undeclared: 0 });
    expect(sent.every((line) => line.startsWith('GET'))).toBe(true);
    expect(second.changes.flatMap(({ grants }) => grants).map(({ action }) => action)).toEqual(
      Array(6).fill('kept'),
    );
  });

  test('that others granted are shown, stay, and are taken away when asked', async () => {
    const { apply, plan, client, pk } = server(release);
    await apply(TEXT);
    await client.create('/rbac/roles/', JSON.stringify({ name: 'others' }));
    const [others, readers, wiki] = [
      await pk('/rbac/roles/', 'name', 'others'),
      await pk('/rbac/roles/', 'name', 'readers'),
      await pk('/core/applications/', 'slug', 'wiki'),
    ];
    await client.call(
      `/rbac/permissions/assigned_by_roles/${others}/assign/`,
      JSON.stringify({
        permissions: ['delete_application'],
        model: 'authentik_core.application',
        object_pk: wiki,
      }),
    );
    await client.call(
      `/rbac/permissions/assigned_by_roles/${readers}/assign/`,
      JSON.stringify({ permissions: ['authentik_core.view_token'] }),
    );
    const shown = await plan(TEXT);
    expect(changes(shown)).toEqual([]);
    expect(drift(shown).sort()).toEqual([
      'readers: authentik_core.view_token everywhere',
      'wiki: delete_application for role others',
    ]);
    expect(shown.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'info permission-not-declared',
      'info permission-not-declared',
    ]);
    expect(await apply(TEXT)).toEqual({ states: [], diagnostics: [] });
    expect((await plan(TEXT)).summary.undeclared).toBe(2);
    expect(changes(await plan(TEXT, true)).sort()).toEqual(['update readers', 'update wiki']);
    expect((await apply(TEXT, true)).states).toEqual(['applied', 'applied']);
    const last = await plan(TEXT, true);
    expect([changes(last), drift(last)]).toEqual([[], []]);
    expect(last.summary.unchanged).toBe(4);
  });

  test('stay when the user or the role is changed otherwise', async () => {
    const { apply, plan } = server(release);
    await apply(TEXT);
    const other = TEXT.replace('name: Ada', 'name: Ada L.').replace(
      'identifiers: {name: readers}',
      'identifiers: {name: readers}\n  permissions: [{permission: view_role, user: !Find [authentik_core.user, [username, akadmin]]}]',
    );
    expect((await apply(other)).states).toEqual(['applied', 'applied']);
    expect(changes(await plan(other))).toEqual([]);
    const without = `- {model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Ada}}`;
    expect((await apply(without)).states).toEqual(['applied']);
    expect(changes(await plan(TEXT))).toEqual([]);
  });
});

test('a plan of many objects takes a list a role on 2025.12, and none an object', async () => {
  const { apply, plan, sent } = server('2025.12');
  const many = `- {model: authentik_rbac.role, id: r, identifiers: {name: r}}\n${Array.from({ length: 30 }, (_, index) => `- {model: authentik_core.group, identifiers: {name: g${index}}, permissions: [{permission: view_group, role: !KeyOf r}]}`).join('\n')}`;
  expect(new Set((await apply(many)).states)).toEqual(new Set(['applied']));
  expect(changes(await plan(many))).toEqual([]);
  expect(sent.filter((line) => line.includes('/permissions/')).length).toBeLessThan(6);
  expect(sent.length).toBeLessThan(14);
});

test('a permission that there is not is asked for, and refused before anything is written', async () => {
  const { plan, sent } = server('2025.12');
  const { diagnostics } = await plan(
    '- {model: authentik_rbac.role, identifiers: {name: r}, attrs: {permissions: [authentik_enterprise.view_licenseusage, authentik_core.paint_user]}}',
  );
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'permission-unknown: authentik_core.paint_user is no permission of authentik 2025.12.4',
  ]);
  expect(sent.every((line) => line.startsWith('GET'))).toBe(true);
});
