import { describe, expect, test } from 'vitest';
import { valuesBlueprint } from '../../../src/apply/transaction/values-blueprint.ts';
import { questionKey } from '../../../src/catalog/question.ts';
import { loadCatalog } from '../../../src/cli/catalogs.ts';
import { DEFAULT_POLICY } from '../../../src/plan/policy.ts';
import { divide } from '../../../src/plan/transaction/division.ts';
import type { GrantChange } from '../../../src/plan/value/grant-change.ts';
import type { Change } from '../../../src/plan/value/plan.ts';
import { openOn } from '../../oracle/run-case.ts';
import { file, group, planWith, type Server, uuid } from '../../plan/setup.ts';
import { groupChange, planOf, sourcesOf } from '../setup.ts';

/* Changes as a blueprint that the server's importer makes of them what REST would. */

const G = 'authentik_core.group';
const U = 'authentik_core.user';
const ROLE = 'authentik_rbac.role';
const FLOW = 'authentik_flows.flow';
const BINDING = 'authentik_policies.policybinding';
const POLICY = 'authentik_policies_expression.expressionpolicy';

const catalogs = {
  old: loadCatalog('2023.2', () => undefined),
  new: loadCatalog('2025.12', () => undefined),
};

/** The entries of what can go in a transaction, a line each. */
function entriesOf(text: string, server: Server = {}, release: 'old' | 'new' = 'new'): string[] {
  const catalog = catalogs[release];
  const { plan, sources, diagnostics } = planWith([text], server, {
    catalog,
    policy: { ...DEFAULT_POLICY, allowCascade: [G] },
    env: { SECRET: 's3cret' },
    granted: { [questionKey({ model: G, permissions: { of: 'object', key: uuid(1) } })]: [] },
  });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const division = divide(plan, catalog, { pushesTo: [] });
  if ('impossible' in division) throw new Error(division.impossible);
  const { text: written, changes } = valuesBlueprint(division.together, { catalog, sources });
  expect(changes).toBe(division.together);
  const [head, ...lines] = written.trimEnd().split('\n');
  const context = release === 'old' ? '' : ', "context": {"keys": true}';
  expect([head, lines.pop()]).toEqual([`{"version": 1${context}, "entries": [`, ']}']);
  return lines.map((line) => line.replace(/,$/, ''));
}

/** The key of an object that another entry makes, so that the log of the importer can show it without the blueprint. */
const keyOf = (entry: number): string => `!If [!Context "keys", !KeyOf "entry-${entry}", null]`;

const team = { ...group(1, 'team'), parents: [], roles: [] };

describe('a new object', () => {
  test('is identified by what its entry identifies it by, and refused where it is there already', () => {
    const text = file(`{model: ${G}, identifiers: {name: a}, attrs: {is_superuser: true}}`);
    expect(entriesOf(text)).toEqual([
      `{"model": "${G}", "id": "entry-0", "state": "must_created", "identifiers": {"name": "a"}, "attrs": {"is_superuser": true, "name": "a"}}`,
    ]);
    // Up to 2023.8 that is only where the server checks a value itself: it must not find the one that is there.
    expect(entriesOf(text, {}, 'old')[0]).toContain('"state": "present", "identifiers": {"name": "a"}');
    const user = file(`{model: ${U}, identifiers: {username: u}, attrs: {name: U, groups: []}}`);
    expect(entriesOf(user, {}, 'old')[0]).toContain('"state": "present", "identifiers": {"id": 0}');
  });

  test('has an id, by which later entries refer to it: as a key, and elsewhere as a text', () => {
    const text = file(
      `{model: ${POLICY}, id: p, identifiers: {name: p}, attrs: {expression: "return True"}}`,
      `{model: ${U}, id: u, identifiers: {username: u}, attrs: {name: U, groups: []}}`,
      `{model: ${G}, identifiers: {name: g}, attrs: {users: [!KeyOf u], attributes: {p: !KeyOf p, u: !KeyOf u, both: !Format ["%s of %s", !KeyOf p, !KeyOf u]}}}`,
    );
    expect(entriesOf(text)[2]).toContain(
      `"attrs": {"users": [${keyOf(1)}], "attributes": {"p": !Format ["%s", ${keyOf(0)}], ` +
        `"u": ${keyOf(1)}, "both": !Format ["%s of %s", ${keyOf(0)}, ${keyOf(1)}]}`,
    );
    // Its importer never says why it refuses an entry, so nothing of that can get lost.
    expect(entriesOf(text, {}, 'old')[2]).toContain('{"users": [!KeyOf "entry-1"]');
  });

  test('that nothing identifies is made in any case, by a key that no object has', () => {
    const text = file(`{model: ${G}, identifiers: {attributes: {a: 1}}, attrs: {name: g}}`);
    expect(entriesOf(text, {}, 'old')[0]).toContain(
      '"identifiers": {"group_uuid": "00000000-0000-0000-0000-000000000000"}',
    );
  });

  test('has its secrets as they are', () => {
    const text = file(
      `{model: authentik_sources_plex.plexsource, identifiers: {slug: s}, attrs: {name: S, plex_token: !Env SECRET}}`,
    );
    expect(entriesOf(text)[0]).toContain('"plex_token": "s3cret"');
  });

  test('is marked until its setters have been called', () => {
    const text = file(
      `{model: ${U}, identifiers: {username: u}, attrs: {name: U, groups: [], password: !Env SECRET}}`,
    );
    const [entry] = entriesOf(text);
    expect(entry).toContain('"attributes": {"ak-blueprint.unfinished": ["password"]}');
    expect(entry).not.toContain('s3cret');
  });

  test('that refers to itself is written twice, the second time by its own key', () => {
    const text = `version: 1\nentries:\n- {model: ${G}, id: a, identifiers: {name: a}}\n- {model: ${G}, identifiers: {name: a}, attrs: {parents: [!KeyOf a]}}\n`;
    expect(entriesOf(text).map((line) => line.replace(/^.*"identifiers"/, ''))).toEqual([
      ': {"name": "a"}, "attrs": {"name": "a"}}',
      `: {"group_uuid": ${keyOf(0)}}, "attrs": {"parents": [${keyOf(0)}]}}`,
    ]);
  });
});

describe('an object that exists', () => {
  test('is identified by its primary key under its own name, and repeats what a PATCH must', () => {
    const text = file(`{model: ${BINDING}, identifiers: {pk: ${uuid(3)}}, attrs: {timeout: 40}}`);
    const server = {
      [BINDING]: [
        {
          pk: uuid(3),
          target: uuid(7),
          order: 1,
          policy: uuid(8),
          group: null,
          user: null,
          enabled: true,
          timeout: 30,
        },
      ],
      [FLOW]: [{ pk: uuid(6), policybindingmodel_ptr_id: uuid(7), slug: 'f' }],
      [POLICY]: [{ pk: uuid(8), name: 'p' }],
    };
    expect(entriesOf(text, server)).toEqual([
      `{"model": "${BINDING}", "state": "present", "identifiers": {"policy_binding_uuid": "${uuid(3)}"}, "attrs": {"policy": "${uuid(8)}", "target": "${uuid(7)}", "timeout": 40}}`,
    ]);
  });

  test('is given permissions without being written', () => {
    const text = file(
      `{model: ${G}, identifiers: {name: team}, permissions: [{permission: view_group, role: ${uuid(5)}}]}`,
    );
    expect(entriesOf(text, { [G]: [team], [ROLE]: [{ pk: uuid(5), name: 'r' }] })).toEqual([
      `{"model": "${G}", "state": "created", "identifiers": {"group_uuid": "${uuid(1)}"}, "attrs": {}, "permissions": [{"permission": "authentik_core.view_group", "role": "${uuid(5)}"}]}`,
    ]);
  });

  test('is deleted with what it has, as some serializers crash without', () => {
    const text = file(`{model: ${G}, state: absent, identifiers: {name: team}}`);
    expect(entriesOf(text, { [G]: [team] })[0]).toMatch(
      /"state": "absent", "identifiers": \{"group_uuid": "[-0-9]+"\}, "attrs": \{.*"name": "team"/,
    );
  });
});

describe('single changes', () => {
  /** The text of these changes, in a release whose entries give permissions, or none. */
  const textOf = (changes: readonly Change[], release: keyof typeof catalogs = 'new'): string =>
    valuesBlueprint(changes, { catalog: catalogs[release], sources: sourcesOf(planOf(changes)) }).text;
  const team = (more: Partial<Change>): Change =>
    groupChange('t', { action: 'update', before: { pk: uuid(1), name: 't' }, ...more });
  const grant: GrantChange = {
    action: 'grant',
    permission: 'view_group',
    everywhere: false,
    holder: 'role',
    key: uuid(5),
    name: 'r',
    again: false,
  };

  test('give no permissions to somebody who is made afterwards, nor where entries give none', () => {
    expect(textOf([team({ grants: [grant] })])).toContain('"permissions"');
    const late = { ...grant, key: { $ref: { row: 'late', aspect: 'pk' } } };
    expect(textOf([team({ grants: [late] })])).not.toContain('"permissions"');
    expect(textOf([team({ grants: [grant] })], 'old')).not.toContain('"permissions"');
  });

  test('name no secret of what is deleted', () => {
    const before = { pk: uuid(1), name: 't', attributes: { $secret: { from: 'server:x' } } };
    expect(textOf([team({ action: 'delete', before })])).toContain('"attrs": {"name": "t"}');
  });

  test('that make two objects with the same values make two', () => {
    const two = ['a', 'b'].map((id) => groupChange(id, { identifiedBy: ['name'], body: { name: 'same' } }));
    const [first, second] = textOf(two).split('\n').slice(1);
    expect(first).toContain('"identifiers": {"name": "same"}');
    expect(second).toContain('"identifiers": {"group_uuid": "00000000');
  });
});

test('no value changes that is equal to a key: true, 1 and 1.0 are one to the importer', async () => {
  const { client, catalog, sandbox } = await openOn('2025.12');
  const akadmin = {
    pk: 1,
    username: 'akadmin',
    name: 'authentik Default Admin',
    is_active: true,
    groups: [],
    roles: [],
  };
  const text = file(
    `{model: ${U}, identifiers: {username: akadmin}, attrs: {name: Other}}`,
    `{model: ${POLICY}, id: p, identifiers: {name: p}, attrs: {expression: "return True"}}`,
    `{model: ${G}, identifiers: {name: g}, attrs: {attributes: {flag: true, one: 1, list: [true, 1], p: !KeyOf p}}}`,
  );
  const { plan, sources } = planWith(
    [text],
    { [U]: [akadmin] },
    { catalog, policy: { allowProtected: [U] } },
  );
  const { text: written } = valuesBlueprint(plan.changes, { catalog, sources });
  expect(written).toContain('"identifiers": {"id": 1}');
  const answer = await client.upload(catalog.importer?.import ?? '', { name: 'v.yaml', text: written });
  expect(answer).toEqual({ success: true, logs: [] });
  const stored = sandbox.snapshot();
  const named = (model: string, name: string) =>
    stored.list([model]).find(({ values }) => values['name'] === name);
  const p = named(POLICY, 'p')?.pk;
  expect(named(G, 'g')?.values['attributes']).toEqual({ flag: true, one: 1, list: [true, 1], p });
});
