import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import * as facts from '../../src/catalog/facts/permission-facts.ts';
import { nearPermission, permissionsEverywhere, permissionsOn } from '../../src/catalog/permission-names.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { hasShared, shared } from '../shared.ts';

const of = (release: string) => loadCatalog(release, new Collector().report);

test.each([
  ['2023.2', undefined],
  ['2023.8', undefined],
  ['2023.10', ['role', 'user']],
  ['2024.8', ['role', 'user']],
  ['2025.10', ['role', 'user']],
  ['2025.12', ['role', 'user']],
  ['2026.2', ['role', 'user']],
])('who can hold permissions on %s', (release, expected) => {
  const { permissions } = of(release);
  expect(permissions && Object.keys(permissions.holders)).toEqual(expected);
});

test('where they are granted comes from the document of the release', () => {
  expect(of('2025.10').permissions?.holders).toMatchObject({
    role: {
      kind: 'direct',
      assigned: { key: 'role_pk', grants: 'permissions', whole: true },
      own: { filter: 'uuid' },
    },
    user: {
      kind: 'direct',
      assigned: { key: 'pk', name: 'username', whole: false },
      own: { filter: 'user_id' },
    },
  });
  expect(of('2025.6').permissions?.holders.user).toMatchObject({ assigned: { whole: true } });
  expect(of('2025.12').permissions?.holders).toMatchObject({
    role: { assigned: { grants: 'object_permissions', whole: false } },
    user: { kind: 'indirect', by: 'role', name: 'ak-managed-role--user-{key}' },
  });
});

test('a write of a user or a role takes its permissions away on some releases', () => {
  expect(
    ['2024.6', '2024.8', '2025.10', '2025.12'].map((release) => of(release).permissions?.lostByWrite.length),
  ).toEqual([0, 2, 2, 0]);
});

test('every fact about permissions says where it was seen', () => {
  const rows = [
    facts.HOLDERS,
    facts.INDIRECT,
    facts.HELD_EVERYWHERE,
    facts.LOST_BY_WRITE,
    facts.FEWER_VERBS,
    facts.MORE_PERMISSIONS,
  ].flat();
  expect(rows.length).toBeGreaterThan(25);
  for (const row of rows) expect(row.seen.length).toBeGreaterThan(3);
});

interface ServerSchema {
  readonly $defs: Readonly<
    Record<
      string,
      {
        readonly properties?: {
          readonly permissions?: { readonly items: { readonly enum: readonly string[] } };
        };
        readonly items?: {
          readonly properties: { readonly permission: { readonly enum: readonly string[] } };
        };
      }
    >
  >;
}

describe.skipIf(!hasShared)('what authentik says in its own schema', () => {
  test.each(['2024.12.0', '2025.12.4', '2026.2.2'])('of %s', (release) => {
    const { $defs } = JSON.parse(
      readFileSync(shared(`data/server-schema/${release}.json`), 'utf8'),
    ) as ServerSchema;
    const catalog = of(release);
    let models = 0;
    for (const [name, definition] of Object.entries($defs)) {
      const model = /^model_(.+)_permissions$/.exec(name)?.[1];
      if (model === undefined || !definition.items || catalog.models[model]?.kind === 'meta') continue;
      models += 1;
      expect([...permissionsOn(catalog, model)].sort(), model).toEqual(
        [...definition.items.properties.permission.enum].sort(),
      );
    }
    expect(models).toBeGreaterThan(90);
    const everywhere = $defs['model_authentik_rbac.role']?.properties?.permissions?.items.enum ?? [];
    expect(everywhere.length).toBeGreaterThan(500);
    // Nothing is invented, and none of theirs is called a slip; what the catalog lacks are models that only
    // the server uses.
    const invented = [...permissionsEverywhere(catalog)].filter((name) => !everywhere.includes(name));
    expect(invented).toEqual([]);
    expect(everywhere.filter((name) => nearPermission(catalog, name))).toEqual([]);
    expect(
      everywhere.filter((name) => permissionsEverywhere(catalog).has(name)).length / everywhere.length,
    ).toBeGreaterThan(0.7);
  });
});
