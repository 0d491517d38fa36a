import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import type { Granted } from '../../src/actual/snapshot.ts';
import { questionKey } from '../../src/catalog/question.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { grantWords } from '../../src/plan/changes/grant-words.ts';
import type { Plan } from '../../src/plan/value/plan.ts';
import { lines, planWith, type Server } from './setup.ts';

const NEW = loadCatalog('2025.12', new Collector().report);
const OLD = loadCatalog('2025.10', new Collector().report);
const GROUP = 'authentik_core.group';
const ROLE = 'authentik_rbac.role';
const USER = 'authentik_core.user';
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const team = {
  pk: id(1),
  name: 'team',
  is_superuser: false,
  parents: [],
  users: [],
  roles: [],
  attributes: {},
};
const auditors = { pk: id(2), name: 'auditors' };
const ada = {
  pk: 7,
  username: 'ada',
  name: 'Ada',
  is_active: true,
  groups: [],
  roles: [],
  attributes: {},
  path: 'users',
  type: 'internal',
  email: '',
};
const server: Server = { [GROUP]: [team], [ROLE]: [auditors], [USER]: [ada] };

const entries = (text: string): string[] => [`version: 1\nentries:\n${text}`];
const onTeam = (...items: string[]): string[] =>
  entries(`- {model: ${GROUP}, identifiers: {name: team}, permissions: [${items.join(', ')}]}`);
const forAuditors = `{permission: view_group, role: !Find [${ROLE}, [name, auditors]]}`;
const onObject = (...granted: Granted[]) => ({
  [questionKey({ model: GROUP, permissions: { of: 'object', key: id(1) } })]: granted,
});
const held = (model: string, key: string | number, ...granted: Granted[]) => ({
  [questionKey({ model, permissions: { of: 'holder', key } })]: granted,
});
const grants = (plan: Plan): string[] =>
  plan.changes.flatMap((change) =>
    change.grants.map((grant) => `${grant.action}${grant.again ? ' again' : ''} ${grantWords(grant)}`),
  );

describe('permissions on an object', () => {
  test('are asked for, and nothing else', () => {
    expect(planWith(onTeam(forAuditors), server, { catalog: NEW }).questions).toEqual([
      { model: GROUP, permissions: { of: 'object', key: id(1) } },
    ]);
    expect(
      planWith(entries(`- {model: ${GROUP}, identifiers: {name: team}}`), server, { catalog: NEW }).questions,
    ).toEqual([]);
  });

  test('that the server lacks are granted, and the object is not written', () => {
    const { plan, codes } = planWith(
      onTeam(forAuditors, '{permission: authentik_core.change_group, user: 7}'),
      server,
      { catalog: NEW, granted: onObject() },
    );
    expect(codes).toEqual([]);
    expect(lines(plan)).toEqual([`update ${GROUP} team`]);
    expect(plan.changes[0]?.body).toEqual({});
    expect(grants(plan)).toEqual(['grant view_group for role auditors', 'grant change_group for user ada']);
  });

  test('that the server has are no change', () => {
    const { plan, codes } = planWith(onTeam(forAuditors), server, {
      catalog: NEW,
      granted: onObject({ permission: 'view_group', holder: 'role', key: id(2), name: 'auditors' }),
    });
    expect(codes).toEqual([]);
    expect(lines(plan)).toEqual([]);
    expect(grants(plan)).toEqual(['kept view_group for role auditors']);
  });

  test('that nobody declares are shown, and taken away only when asked', () => {
    const granted = onObject({ permission: 'delete_group', holder: 'role', key: id(9), name: 'others' });
    const shown = planWith(onTeam(forAuditors), server, { catalog: NEW, granted });
    expect(shown.codes).toEqual(['permission-not-declared']);
    expect(grants(shown.plan)).toEqual([
      'grant view_group for role auditors',
      'undeclared delete_group for role others',
    ]);
    expect(shown.plan.summary.undeclared).toBe(1);
    const revoked = planWith(onTeam(forAuditors), server, {
      catalog: NEW,
      granted,
      policy: { revokePermissions: true },
    });
    expect(revoked.codes).toEqual([]);
    expect(grants(revoked.plan)).toEqual([
      'grant view_group for role auditors',
      'revoke delete_group for role others',
    ]);
  });

  test('an empty list declares that there are none', () => {
    const granted = onObject({ permission: 'delete_group', holder: 'role', key: id(9), name: 'others' });
    expect(
      grants(planWith(onTeam(), server, { catalog: NEW, granted, policy: { revokePermissions: true } }).plan),
    ).toEqual(['revoke delete_group for role others']);
  });

  test('on the default brand are left alone like the rest of it', () => {
    const brand = { pk: id(5), brand_uuid: id(5), domain: 'authentik-default', default: true };
    const text = entries(
      `- {model: authentik_brands.brand, identifiers: {domain: authentik-default}, permissions: [{permission: view_brand, user: 7}]}`,
    );
    const { plan, codes } = planWith(
      text,
      { ...server, 'authentik_brands.brand': [brand] },
      { catalog: NEW },
    );
    expect([codes, grants(plan), plan.summary.leftAlone]).toEqual([['protected-left-alone'], [], 1]);
    expect(
      planWith(
        text,
        { ...server, 'authentik_brands.brand': [brand] },
        { catalog: NEW, policy: { allowProtected: ['authentik_brands.brand'] } },
      ).questions,
    ).toHaveLength(1);
  });

  test('of several entries about one object count together', () => {
    const text = entries(
      `- {model: ${GROUP}, identifiers: {name: team}, permissions: [${forAuditors}]}\n- {model: ${GROUP}, state: created, identifiers: {name: team}, permissions: [{permission: change_group, user: 7}, ${forAuditors}]}`,
    );
    expect(grants(planWith(text, server, { catalog: NEW, granted: onObject() }).plan)).toEqual([
      'grant view_group for role auditors',
      'grant change_group for user ada',
    ]);
  });

  test('for a role that the run makes wait for it', () => {
    const { plan } = planWith(
      entries(
        `- {model: ${ROLE}, id: r, identifiers: {name: new}}\n- {model: ${GROUP}, identifiers: {name: fresh}, permissions: [{permission: view_group, role: !KeyOf r}]}`,
      ),
      {},
      { catalog: NEW },
    );
    expect(plan.changes.map(({ key, dependsOn }) => [key, dependsOn.length])).toEqual([
      ['new', 0],
      ['fresh', 1],
    ]);
    expect(grants(plan)).toEqual(['grant view_group for role new']);
  });

  test('of two roles on each other are granted when both are there', () => {
    const text = entries(
      `- {model: ${ROLE}, id: a, identifiers: {name: a}}\n- {model: ${ROLE}, id: b, identifiers: {name: b}, permissions: [{permission: view_role, role: !KeyOf a}]}\n- {model: ${ROLE}, identifiers: {name: a}, permissions: [{permission: view_role, role: !KeyOf b}]}`,
    );
    const { plan, codes } = planWith(text, {}, { catalog: NEW });
    expect(codes).toEqual([]);
    expect(plan.changes.map(({ id: name, action, grants: own }) => [name, action, own.length])).toHaveLength(
      3,
    );
    expect(grants(plan).sort()).toEqual(['grant view_role for role a', 'grant view_role for role b']);
  });

  test.each([
    ['a misspelt permission', '{permission: veiw_group, user: 7}', 'permission-unknown'],
    ['one of another model', '{permission: view_application, user: 7}', 'permission-unknown'],
    ['a user who does not exist', '{permission: view_group, user: 99}', 'permission-holder'],
    ['a role who does not exist', `{permission: view_group, role: ${id(77)}}`, 'permission-holder'],
    ['nobody', '{permission: view_group}', 'permission-holder'],
    [
      'a role that cannot be found',
      `{permission: view_group, role: !Find [${ROLE}, [name, nobody]]}`,
      'find-no-match',
    ],
  ])('%s is a finding', (_, item, code) => {
    const name = /permission: (\w+)/.exec(item)?.[1] ?? '';
    const named = {
      [questionKey({ model: GROUP, permissions: { of: 'name', key: `authentik_core.${name}` } })]: false,
    };
    expect(planWith(onTeam(item), server, { catalog: NEW, granted: onObject(), named }).codes).toEqual([
      code,
    ]);
  });

  test('one that only the server knows is asked for, and then granted', () => {
    const item = '{permission: paint_group, user: 7}';
    const question = {
      model: GROUP,
      permissions: { of: 'name' as const, key: 'authentik_core.paint_group' },
    };
    expect(planWith(onTeam(item), server, { catalog: NEW, granted: onObject() }).questions).toEqual([
      question,
    ]);
    expect(
      grants(
        planWith(onTeam(item), server, {
          catalog: NEW,
          granted: onObject(),
          named: { [questionKey(question)]: true },
        }).plan,
      ),
    ).toEqual(['grant paint_group for user ada']);
  });
});

describe('permissions that an object holds everywhere', () => {
  test("through a role stay with the token's user unless it is named", () => {
    const has: Server = { ...server, [USER]: [{ ...ada, pk: 1, username: 'akadmin', roles: [id(2)] }] };
    const text = entries(
      `- {model: ${USER}, identifiers: {username: akadmin}, attrs: {name: Ada, roles: []}}`,
    );
    expect(lines(planWith(text, has, { catalog: NEW }).plan)).toEqual([
      `left alone: update ${USER} akadmin: (roles)`,
    ]);
    expect(lines(planWith(text, has, { catalog: NEW, policy: { allowProtected: [USER] } }).plan)).toEqual([
      `update ${USER} akadmin: roles`,
    ]);
  });

  test("and is the token's user are not taken away unless it is named", () => {
    const me = { ...ada, pk: 1, username: 'akadmin' };
    const text = entries(
      `- {model: ${USER}, identifiers: {username: akadmin}, attrs: {name: Ada, permissions: [authentik_core.view_user]}}`,
    );
    const all = ['authentik_core.view_user', 'authentik_rbac.view_role'].map(
      (permission): Granted => ({ permission, holder: 'user', key: 1, name: 'akadmin' }),
    );
    const input = { catalog: NEW, granted: held(USER, 1, ...all) };
    const shown = planWith(text, { [USER]: [me] }, { ...input, policy: { revokePermissions: true } });
    expect([grants(shown.plan), shown.codes, shown.plan.summary]).toMatchObject([
      ['kept authentik_core.view_user everywhere', 'kept authentik_rbac.view_role everywhere'],
      ['protected-left-alone'],
      { update: 0, leftAlone: 1 },
    ]);
    const named = planWith(
      text,
      { [USER]: [me] },
      { ...input, policy: { revokePermissions: true, allowProtected: [`${USER}:akadmin`] } },
    );
    expect([grants(named.plan), named.codes]).toEqual([
      ['kept authentik_core.view_user everywhere', 'revoke authentik_rbac.view_role everywhere'],
      [],
    ]);
  });

  const role = (text: string) =>
    entries(`- {model: ${ROLE}, identifiers: {name: auditors}, attrs: {${text}}}`);

  test('are compared with what the role holds', () => {
    const granted = held(
      ROLE,
      id(2),
      { permission: 'authentik_core.view_user', holder: 'role', key: id(2), name: '' },
      { permission: 'authentik_core.view_token', holder: 'role', key: id(2), name: '' },
    );
    const { plan, codes } = planWith(
      role('permissions: [authentik_core.view_user, authentik_core.view_group, authentik_core.view_user]'),
      server,
      { catalog: NEW, granted },
    );
    expect(codes).toEqual(['permission-not-declared']);
    expect(grants(plan)).toEqual([
      'kept authentik_core.view_user everywhere',
      'grant authentik_core.view_group everywhere',
      'undeclared authentik_core.view_token everywhere',
    ]);
  });

  test('are not asked for where no entry declares any', () => {
    expect(planWith(role(''), server, { catalog: NEW }).questions).toEqual([]);
  });

  test('of the wrong type are a finding at the item', () => {
    expect(planWith(role('permissions: view_user'), server, { catalog: NEW }).codes).toEqual([
      'attribute-type',
    ]);
    expect(planWith(role('permissions: [[a]]'), server, { catalog: NEW }).codes).toEqual(['attribute-type']);
  });

  test('are given again where a write takes them away', () => {
    const text = entries(`- {model: ${USER}, identifiers: {username: ada}, attrs: {name: Ada L.}}`);
    const granted = held(USER, 7, {
      permission: 'authentik_core.view_user',
      holder: 'user',
      key: 7,
      name: '',
    });
    expect(planWith(text, server, { catalog: OLD }).questions).toEqual([
      { model: USER, permissions: { of: 'holder', key: 7 } },
    ]);
    expect(grants(planWith(text, server, { catalog: OLD, granted }).plan)).toEqual([
      'kept again authentik_core.view_user everywhere',
    ]);
    expect(planWith(text, server, { catalog: NEW }).questions).toEqual([]);
    // Without a write nothing is lost.
    expect(
      planWith(entries(`- {model: ${USER}, identifiers: {username: ada}}`), server, { catalog: OLD })
        .questions,
    ).toEqual([]);
  });
});
