import { describe, expect, test } from 'vitest';
import { questionKey } from '../../../src/catalog/question.ts';
import { loadCatalog, releases } from '../../../src/cli/catalogs.ts';
import { divide } from '../../../src/plan/transaction/division.ts';
import { modelsToAsk } from '../../../src/plan/transaction/obstacles.ts';
import type { Change, Plan } from '../../../src/plan/value/plan.ts';
import { DEFAULT_POLICY } from '../../../src/plan/policy.ts';
import { file, group, planWith, type Server, uuid } from '../setup.ts';

/* Which changes the server's importer can make all or nothing, and which go over REST after them, and why. */

const G = 'authentik_core.group';
const U = 'authentik_core.user';
const TOKEN = 'authentik_core.token';
const ROLE = 'authentik_rbac.role';
const OUTPOST = 'authentik_outposts.outpost';
const BINDING = 'authentik_policies.policybinding';
const POLICY = 'authentik_policies_expression.expressionpolicy';
const INSTANCE = 'authentik_blueprints.blueprintinstance';
const SCIM = 'authentik_providers_scim.scimprovider';

const catalogs = new Map<string, ReturnType<typeof loadCatalog>>();
function catalogOf(release: string): ReturnType<typeof loadCatalog> {
  let found = catalogs.get(release);
  if (!found) catalogs.set(release, (found = loadCatalog(release, () => undefined)));
  return found;
}

interface Case {
  readonly release: string;
  readonly text: string;
  readonly server?: Server;
  readonly pushesTo?: readonly string[] | 'unknown';
}

function planFor({ release, text, server = {} }: Case): Plan {
  const { plan, diagnostics } = planWith([text], server, {
    catalog: catalogOf(release),
    policy: { ...DEFAULT_POLICY, allowCascade: [U], revokePermissions: true },
    granted: {
      [questionKey({ model: G, permissions: { of: 'object', key: uuid(1) } })]: [],
    },
  });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan;
}

const nameOf = ({ action, model, key, id, row }: Change): string =>
  `${action} ${model.split('.')[1] ?? ''} ${key}${id === row ? '' : '#2'}`;

/** What goes where, a line each. */
function divided(one: Case): Record<string, string[]> | string {
  const division = divide(planFor(one), catalogOf(one.release), { pushesTo: one.pushesTo ?? [] });
  if ('impossible' in division) return division.impossible;
  return {
    together: division.together.map(nameOf),
    afterwards: division.afterwards.map(({ change, part, why }) => `${part} ${nameOf(change)}: ${why}`),
    forbidden: division.forbidden.map(
      ({ change, needs, why }) => `${nameOf(change)} needs ${nameOf(needs)}: ${why}`,
    ),
  };
}

const user = (pk: number, username: string) => ({
  pk,
  username,
  name: username,
  groups: [],
  roles: [],
  is_active: true,
  attributes: {},
  path: 'users',
  email: '',
  type: 'internal',
});
const outpost = (n: number, name: string) => ({
  pk: uuid(n),
  name,
  type: 'proxy',
  providers: [4],
  service_connection: null,
  config: { authentik_host: 'https://a' },
});
const QUEUED = 'what this release queues on a delete is not taken back with the transaction';
const SCIM_QUEUED =
  'this release queues it for each SCIM provider, and such a task is not taken back with the transaction';

describe('what goes in a transaction', () => {
  test.each(releases().filter((release) => release !== '2022.12'))(
    'is what there is to make and change, in authentik %s',
    (release) => {
      const text = file(
        `{model: ${G}, id: a, identifiers: {name: a}}`,
        `{model: ${POLICY}, id: p, identifiers: {name: p}, attrs: {expression: "return True"}}`,
        `{model: ${G}, identifiers: {name: old}, attrs: {is_superuser: true}}`,
      );
      expect(divided({ release, text, server: { [G]: [group(1, 'old')] } })).toEqual({
        together: ['create group a', 'create expressionpolicy p', 'update group old'],
        afterwards: [],
        forbidden: [],
      });
    },
  );

  test('is nothing where the release cannot be asked, or is not known', () => {
    const text = file(`{model: ${G}, identifiers: {name: a}}`);
    expect(divided({ release: '2022.12', text })).toMatch(/cannot be asked to make changes in one/);
    const newer = { ...catalogOf('2026.8'), standsInFor: '2026.11' };
    expect(divide(planFor({ release: '2026.8', text }), newer, { pushesTo: [] })).toEqual({
      impossible: 'nothing is known of the importer of 2026.11',
    });
  });

  test('is deletes, too, from 2025.8 on: last, where nothing needs them earlier', () => {
    const text = file(
      `{model: ${G}, state: absent, identifiers: {name: gone}}`,
      `{model: ${U}, state: absent, identifiers: {username: u}}`,
      `{model: ${U}, id: v, identifiers: {username: v}, attrs: {name: V, groups: []}}`,
      `{model: ${TOKEN}, identifiers: {identifier: t}, attrs: {user: !KeyOf v, intent: api}}`,
    );
    const server = {
      [G]: [{ ...group(2, 'gone'), parents: [], roles: [] }],
      [U]: [user(7, 'u')],
      [TOKEN]: [{ pk: uuid(3), identifier: 't', user: 7, intent: 'api' }],
    };
    expect(divided({ release: '2025.12', text, server })).toEqual({
      together: ['create user v', 'delete user u', 'create token t', 'delete group gone'],
      afterwards: [],
      forbidden: [],
    });
    // Before, the one that needs the name forbids it.
    expect(divided({ release: '2025.6', text, server })).toMatchObject({
      together: ['create user v', 'create token t'],
      afterwards: [`whole delete group gone: ${QUEUED}`, `whole delete user u: ${QUEUED}`],
      forbidden: [
        `create token t needs delete user u: it must come after ${U} u, which goes afterwards: ${QUEUED}`,
      ],
    });
  });
});

describe('what goes afterwards', () => {
  test('is a value with an endpoint of its own: of a new object only that, of another the whole change', () => {
    const text = file(
      `{model: ${U}, id: u, identifiers: {username: u}, attrs: {name: U, groups: [], password: secret}}`,
      `{model: ${G}, identifiers: {name: g}, attrs: {users: [!KeyOf u]}}`,
      `{model: authentik_core.application, identifiers: {slug: a}, attrs: {name: A, meta_icon: "https://b/c.png"}}`,
    );
    const app = { pk: uuid(9), slug: 'a', name: 'B', meta_icon: null };
    expect(divided({ release: '2024.12', text, server: { 'authentik_core.application': [app] } })).toEqual({
      together: ['create user u', 'create group g'],
      afterwards: [
        'rest create user u: password has an endpoint of its own',
        'whole update application a: meta_icon has an endpoint of its own',
      ],
      forbidden: [],
    });
  });

  test('is what the importer of a release cannot do, and what refers to it', () => {
    const text = file(
      `{model: ${U}, id: u, identifiers: {username: u}, attrs: {name: U, groups: []}}`,
      `{model: ${TOKEN}, identifiers: {identifier: t}, attrs: {user: !KeyOf u, intent: api}}`,
    );
    expect(divided({ release: '2023.2', text })).toMatchObject({
      together: ['create user u'],
      afterwards: ['whole create token t: the importer of this release crashes on tokens'],
    });
    expect(divided({ release: '2023.8', text })).toMatchObject({
      together: ['create user u', 'create token t'],
    });
    const mine = file(`{model: ${TOKEN}, identifiers: {identifier: t}, attrs: {intent: api}}`);
    expect(divided({ release: '2023.8', text: mine })).toMatchObject({
      together: [],
      afterwards: [expect.stringMatching(/wants to be told user/)],
    });
  });

  test('is a user and a group while something is sent on, and what refers to them', () => {
    const text = file(
      `{model: ${U}, id: u, identifiers: {username: u}, attrs: {name: U, groups: []}}`,
      `{model: ${POLICY}, id: p, identifiers: {name: p}, attrs: {expression: "return True"}}`,
      `{model: authentik_core.application, id: a, identifiers: {slug: a}, attrs: {name: A}}`,
      `{model: ${BINDING}, identifiers: {target: !KeyOf a, order: 1}, attrs: {user: !KeyOf u}}`,
      `{model: ${BINDING}, identifiers: {target: !KeyOf a, order: 2}, attrs: {policy: !KeyOf p}}`,
    );
    const moved = {
      together: ['create expressionpolicy p', 'create application a', 'create policybinding p / a / 2'],
      afterwards: [
        `whole create user u: ${SCIM_QUEUED}`,
        `whole create policybinding u / a / 1: it refers to ${U} u, which is made afterwards`,
      ],
      forbidden: [],
    };
    expect(divided({ release: '2023.10', text, pushesTo: [SCIM] })).toEqual(moved);
    expect(divided({ release: '2023.10', text, pushesTo: 'unknown' })).toEqual(moved);
    for (const release of ['2023.2', '2025.8'])
      expect(divided({ release, text, pushesTo: [SCIM] })).toMatchObject({ afterwards: [] });
    const withProvider = `${text}- {model: ${SCIM}, identifiers: {name: s}, attrs: {url: "https://s", token: t}}\n`;
    expect(divided({ release: '2023.10', text: withProvider })).toMatchObject({
      afterwards: moved.afterwards,
    });
  });

  test('is an update of a user that ends his sessions', () => {
    const text = file(
      `{model: ${U}, identifiers: {username: u}, attrs: {is_active: false}}`,
      `{model: ${U}, identifiers: {username: v}, attrs: {name: V, groups: [], is_active: false}}`,
    );
    expect(divided({ release: '2025.12', text, server: { [U]: [user(7, 'u')] } })).toEqual({
      together: ['create user v'],
      afterwards: ["whole update user u: the importer would not end the user's sessions"],
      forbidden: [],
    });
  });

  test('is what would stop an outpost, up to 2025.6; a name that becomes free by it is forbidden', () => {
    const text = file(
      `{model: ${OUTPOST}, identifiers: {pk: ${uuid(1)}}, attrs: {name: b}}`,
      `{model: ${OUTPOST}, identifiers: {name: a}, attrs: {type: proxy, providers: [4], config: {authentik_host: "https://a"}}}`,
      `{model: ${OUTPOST}, identifiers: {name: c}, attrs: {providers: [4, 5]}}`,
    );
    const server = {
      [OUTPOST]: [outpost(1, 'a'), outpost(3, 'c')],
      'authentik_providers_proxy.proxyprovider': [4, 5].map((pk) => ({ pk, name: `p${pk}` })),
    };
    const why = 'this release would stop the old outpost although the change is taken back';
    expect(divided({ release: '2025.6', text, server })).toMatchObject({
      together: ['create outpost a', 'update outpost c'],
      afterwards: [`whole update outpost b: ${why}`],
      forbidden: [
        `create outpost a needs update outpost b: it must come after ${OUTPOST} b, which goes afterwards: ${why}`,
      ],
    });
    expect(divided({ release: '2025.8', text, server })).toMatchObject({
      together: ['update outpost b', 'create outpost a', 'update outpost c'],
      afterwards: [],
    });
  });

  test('is a blueprint that the server applies, and what its file has after it', () => {
    const text = file(
      `{model: ${G}, identifiers: {name: before}}`,
      `{model: ${INSTANCE}, identifiers: {name: i}, attrs: {content: "version: 1"}}`,
    );
    expect(divided({ release: '2023.2', text })).toEqual({
      together: ['create group before'],
      afterwards: ['whole create blueprintinstance i: the server applies the blueprint when it is told to'],
      forbidden: [],
    });
  });

  test('is a text with a key in it that a blueprint cannot write', () => {
    const text = (template: string): string =>
      file(
        `{model: ${G}, id: a, identifiers: {name: a}}`,
        `{model: ${POLICY}, identifiers: {name: p}, attrs: {expression: !Format ["${template}", !KeyOf a]}}`,
      );
    expect(divided({ release: '2023.2', text: text("return '%s'") })).toMatchObject({ afterwards: [] });
    expect(divided({ release: '2023.2', text: text('return %r') })).toMatchObject({
      afterwards: [expect.stringContaining('whole create expressionpolicy p: it holds a text made of')],
    });
  });
});

describe('permissions', () => {
  const given = (items: string): string =>
    file(`{model: ${G}, identifiers: {name: g}, attrs: {is_superuser: true}, permissions: [${items}]}`);
  const server = {
    [G]: [{ ...group(1, 'g'), parents: [], roles: [] }],
    [ROLE]: [{ pk: uuid(5), name: 'r' }],
  };
  const toRole = `{permission: view_group, role: ${uuid(5)}}`;

  test('on an object go along where entries give them', () => {
    expect(divided({ release: '2024.8', text: given(toRole), server })).toMatchObject({ afterwards: [] });
  });

  test('of a role that holds them everywhere go afterwards', () => {
    const text = file(
      `{model: ${ROLE}, identifiers: {name: q}, attrs: {permissions: [authentik_core.view_group]}}`,
    );
    expect(divided({ release: '2025.12', text })).toMatchObject({
      together: ['create role q'],
      afterwards: [
        expect.stringMatching(/^rest create role q: the importer takes a permission on all objects/),
      ],
    });
  });
});

test('which models must be asked for follows from what is changed', () => {
  const ask = (release: string, text: string): readonly string[] =>
    modelsToAsk(planFor({ release, text }).changes, catalogOf(release));
  const people = file(`{model: ${U}, identifiers: {username: u}, attrs: {name: U, groups: []}}`);
  expect(ask('2023.2', people)).toEqual([]);
  expect(ask('2023.10', people)).toEqual([SCIM]);
  expect(ask('2024.12', people)).toHaveLength(3);
  expect(ask('2025.6', people)).toContain('authentik_rbac.initialpermissions');
  expect(ask('2025.12', people)).toEqual([]);
});
