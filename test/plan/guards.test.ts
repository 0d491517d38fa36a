import { describe, expect, test } from 'vitest';
import type { Catalog, Resource } from '../../src/catalog/model.ts';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { catalog, file, lines, planOf, planWith, type Server, uuid } from './setup.ts';

/*
 * What keeps a plan from doing harm, each guard by what people see of it: the findings, and the changes that
 * are left.
 */

const A = 'authentik_core.application';
const G = 'authentik_core.group';
const U = 'authentik_core.user';
const F = 'authentik_flows.flow';
const FSB = 'authentik_flows.flowstagebinding';
const O = 'authentik_outposts.outpost';
const PASSWORD = 'authentik_policies_password.passwordpolicy';
const T = 'authentik_tenants.tenant';
const group = (n: number, name: string, more = {}) => ({
  pk: uuid(n),
  name,
  is_superuser: false,
  parent: null,
  users: [],
  attributes: {},
  ...more,
});
const flow = (n: number, slug: string, designation = 'authentication') => ({
  pk: uuid(n),
  policybindingmodel_ptr_id: uuid(n + 500),
  slug,
  name: slug,
  title: slug,
  designation,
});
const planned = (text: string, server: Server = {}, policy: Parameters<typeof planOf>[2] = {}) => {
  const { codes, plan, diagnostics } = planOf([text], server, policy);
  return { codes, lines: lines(plan), plan, diagnostics };
};

describe('write-only values of an object that exists', () => {
  const text = file(
    `{model: ${U}, identifiers: {username: u}, attrs: {name: U, groups: [], password: geheim}}`,
  );
  const server: Server = { [U]: [{ pk: 5, username: 'u', name: 'U', groups: [], is_active: true }] };

  test.each([
    ['never', [], []],
    ['on-change', ['secret-not-compared'], []],
    ['always', [], [`update ${U} u: password`]],
  ] as const)('with --secrets %s', (secrets, codes, changes) => {
    const { codes: found, lines: made } = planned(text, server, { secrets });
    expect([found, made]).toEqual([codes, changes]);
  });

  test.each(['never', 'on-change', 'always'] as const)(
    'of an object that is made are written, with --secrets %s',
    (secrets) =>
      expect(planned(text, {}, { secrets }).lines).toEqual([
        `create ${U} u: name, groups, password, username`,
      ]),
  );
});

describe('a value that the server would refuse', () => {
  const attrs = (model: string, identifiers: string, values: string): string =>
    file(`{model: ${model}, identifiers: {${identifiers}}, attrs: {${values}}}`);

  test.each<[what: string, text: string, code: string, message: string]>([
    [
      'a text that is too long',
      attrs(
        'authentik_core.token',
        'identifier: t',
        `user: 1, key: k, intent: api, description: a, expires: nonsense`,
      ),
      'attribute-format',
      'is not a time stamp',
    ],
    [
      'a name that is too long',
      attrs(G, `name: ${'x'.repeat(81)}`, ''),
      'attribute-format',
      'is longer than 80 characters',
    ],
    ['a number that is too small', attrs(PASSWORD, 'name: p', 'length_min: -1'), 'attribute-format', '0'],
    ['infinity in JSON', attrs(G, 'name: g', 'attributes: {a: .inf}'), 'attribute-type', 'infinite'],
    [
      'not-a-number in JSON',
      attrs(G, 'name: g', 'attributes: {a: [.nan]}'),
      'attribute-type',
      'not a number',
    ],
    ['a date in JSON', attrs(G, 'name: g', 'attributes: {a: [{b: 2020-01-01}]}'), 'attribute-type', 'a date'],
    ['null', attrs(G, 'name: g', 'is_superuser: null'), 'attribute-null', 'must not be null'],
    ['a list as a text', attrs(G, 'name: [g]', ''), 'attribute-type', 'must be text, not a list'],
    ['a mapping as a text', attrs(G, 'name: {a: b}', ''), 'attribute-type', 'must be text, not a mapping'],
    ['a boolean as a text', attrs(G, 'name: true', ''), 'attribute-type', 'must be text, not true'],
    ['a text as a list', attrs(G, 'name: g', 'users: a'), 'attribute-type', 'must be a list, not text'],
    ['a number as a list', attrs(G, 'name: g', 'users: 1'), 'attribute-type', 'must be a list, not a number'],
    [
      'a text as a mapping',
      attrs(G, 'name: g', 'attributes: a'),
      'attribute-type',
      'must be a mapping, not text',
    ],
    ['an empty name', attrs(G, 'name: ""', ''), 'attribute-format', 'must not be empty'],
    [
      'a word as a boolean',
      attrs(G, 'name: g', 'is_superuser: maybe'),
      'attribute-type',
      'must be true or false',
    ],
    [
      'half a number',
      attrs(PASSWORD, 'name: p', 'length_min: 1.5'),
      'attribute-type',
      'must be a whole number',
    ],
    [
      'a choice that there is not',
      attrs(F, 'slug: f', 'name: f, title: f, designation: nosuch'),
      'attribute-enum',
      'is "nosuch", which is none',
    ],
    [
      'a slug with a space',
      attrs(F, 'slug: "a b"', 'name: f, title: f, designation: recovery'),
      'attribute-format',
      '"a b"',
    ],
  ])('is said of %s, and nothing is written', (_, text, code, message) => {
    const { codes, lines: made, diagnostics } = planned(text);
    expect(codes).toContain(code);
    expect(diagnostics.find((one) => one.code === code)?.message).toContain(message);
    expect(made).toEqual([]);
  });

  test.each<[what: string, text: string]>([
    ['a name of just the right length', attrs(G, `name: ${'x'.repeat(80)}`, '')],
    ['a boolean as a word', attrs(G, 'name: g', 'is_superuser: yes, attributes: {a: 1.5, b: null}')],
    ['a number as a text', attrs(G, 'name: 12', '')],
    ['the smallest number that may be', attrs(PASSWORD, 'name: p', 'length_min: 0')],
    ['a boolean as a number', attrs(G, 'name: g', 'is_superuser: 1')],
  ])('is not said of %s', (_, text) => expect(planned(text).codes).toEqual([]));
});

describe('what only the server will know', () => {
  const OAUTH2 = 'authentik_providers_oauth2.oauth2provider';
  const made = `{model: ${OAUTH2}, identifiers: {name: new}, attrs: {authorization_flow: !Find [${F}, [slug, f]]}}`;
  const find = `!Find [${OAUTH2}, [client_id, abc]]`;

  test.each<[what: string, entry: string]>([
    ['a value', `{model: ${G}, identifiers: {name: g}, attrs: {attributes: {v: [${find}]}}}`],
    ['a link', `{model: ${A}, identifiers: {slug: a}, attrs: {name: A, provider: ${find}}}`],
    ['which object is meant', `{model: ${OAUTH2}, identifiers: {client_id: abc}, attrs: {name: other}}`],
  ])('is not guessed: %s', (_, entry) => {
    const { codes, lines: changes } = planned(file(made, entry), { [F]: [flow(1, 'f', 'authorization')] });
    expect([codes, changes]).toEqual([['value-unknown'], [`create ${OAUTH2} new: authorization_flow, name`]]);
  });

  test('and keeps for itself is no desired', () => {
    const SOURCE = 'authentik_sources_oauth.oauthsource';
    const actual = {
      pk: uuid(1),
      slug: 's',
      name: 's',
      provider_type: 'openidconnect',
      oidc_well_known_url: 'https://a.example.com',
      authorization_url: 'https://b.example.com',
    };
    const text = (value: string): string =>
      file(`{model: ${SOURCE}, identifiers: {slug: s}, attrs: {authorization_url: ${value}}}`);
    expect(planned(text('""'), { [SOURCE]: [actual] }).lines).toEqual([]);
    expect(planned(text('"https://c.example.com"'), { [SOURCE]: [actual] }).lines).toEqual([
      `update ${SOURCE} s: authorization_url`,
    ]);
  });
});

test('a value that the server fetches itself is not compared, as long as it does', () => {
  const SOURCE = 'authentik_sources_oauth.oauthsource';
  const changes = (oidc_jwks_url: string): string[] =>
    planned(file(`{model: ${SOURCE}, identifiers: {slug: s}, attrs: {oidc_jwks: {keys: []}}}`), {
      [SOURCE]: [{ pk: uuid(1), slug: 's', name: 's', oidc_jwks_url, oidc_jwks: { keys: [1] } }],
    }).lines;
  expect(changes('https://a.example.com/jwks')).toEqual([]);
  expect(changes('')).toEqual([`update ${SOURCE} s: oidc_jwks`]);
});

describe('two that could be meant', () => {
  const server: Server = { [G]: [group(1, 'a'), group(2, 'b')] };

  test('are not guessed between by identifiers', () => {
    const {
      codes,
      lines: made,
      diagnostics,
    } = planned(file(`{model: ${G}, identifiers: {is_superuser: false}, attrs: {name: c}}`), server);
    expect([codes, made]).toEqual([['identifier-ambiguous'], []]);
    expect(diagnostics[0]?.message).toBe('these identifiers match 2 objects: a, b');
  });

  test('are not guessed between by a look-up, unless that is allowed', () => {
    const text = file(
      `{model: ${G}, identifiers: {name: c}, attrs: {parent: !Find [${G}, [is_superuser, false]]}}`,
    );
    expect(planned(text, server).lines).toEqual([]);
    const { codes, plan, diagnostics } = planned(text, server, { ambiguousFind: 'warning' });
    expect(codes).toEqual(['find-ambiguous']);
    expect(diagnostics[0]?.severity).toBe('warning');
    expect(plan.changes[0]?.body['parent']).toBe(uuid(1));
  });
});

describe('an entry that cannot be done', () => {
  /** The catalog with other actions of groups. */
  const with_ = (more: Partial<Resource>): Catalog => ({
    ...catalog,
    models: { ...catalog.models, [G]: { ...(catalog.models[G] as Resource), ...more } },
  });
  const { actions } = catalog.models[G] as Resource;
  const text = (more = '', attrs = ''): string =>
    file(`{model: ${G}, ${more}identifiers: {name: a}, attrs: {${attrs}}}`);
  const server: Server = { [G]: [group(1, 'a')] };

  test.each<[what: string, of: Catalog, text: string, server: Server, message: string]>([
    ['made', with_({ actions: { ...actions, create: false } }), text(), {}, 'cannot create'],
    ['made, and why', with_({ cannotCreate: 'it takes no name' }), text(), {}, 'it takes no name'],
    [
      'changed',
      with_({ actions: { ...actions, update: false } }),
      text('', 'is_superuser: true'),
      server,
      'cannot update',
    ],
    [
      'deleted',
      with_({ actions: { ...actions, delete: false } }),
      text('state: absent, '),
      server,
      'cannot delete',
    ],
  ])('because the API lets none be %s is said', (_, of, entry, has, message) => {
    const { codes, plan, diagnostics } = planWith([entry], has, { catalog: of });
    expect([codes, lines(plan)]).toEqual([['action-impossible'], []]);
    expect(diagnostics[0]?.message).toContain(message);
  });

  test.each<[what: string, of: Catalog, text: string, server: Server]>([
    [
      'an object that is there, of a model of which none can be made',
      with_({ cannotCreate: 'no' }),
      text(),
      server,
    ],
    [
      'an object as it is, of a model that cannot be changed',
      with_({ actions: { ...actions, update: false } }),
      text(),
      server,
    ],
    [
      'an object that is gone, of a model that cannot be deleted',
      with_({ actions: { ...actions, delete: false } }),
      text('state: absent, '),
      {},
    ],
  ])('is not said of %s', (_, of, entry, has) => {
    const { codes, plan } = planWith([entry], has, { catalog: of });
    expect([codes, lines(plan)]).toEqual([[], []]);
  });

  test('lacks what is required to make its object', () => {
    const {
      codes,
      lines: made,
      diagnostics,
    } = planned(file(`{model: ${F}, identifiers: {slug: f}, attrs: {name: f}}`));
    expect([codes, made]).toEqual([['attribute-missing'], []]);
    expect(diagnostics[0]?.message).toBe(
      'there is no such authentik_flows.flow yet, and title, designation are required to create it',
    );
  });

  test('has no identifiers', () => {
    expect(planned(file(`{model: ${G}, identifiers: {}, attrs: {name: g}}`), server)).toMatchObject({
      codes: ['identifiers-missing'],
      lines: [],
    });
  });

  test('claims a value that another object has', () => {
    const {
      codes,
      lines: made,
      diagnostics,
    } = planned(file(`{model: ${G}, identifiers: {pk: ${uuid(1)}}, attrs: {name: b}}`), {
      [G]: [group(1, 'a'), group(2, 'b')],
    });
    expect(codes).not.toEqual([]);
    expect(made).toEqual([]);
    expect(diagnostics[0]?.severity).toBe('error');
  });
});

describe('the state of an entry', () => {
  const text = (state: string): string =>
    file(`{model: ${G}, state: ${state}, identifiers: {name: a}, attrs: {is_superuser: true}}`);
  const server: Server = { [G]: [group(1, 'a')] };

  test.each<[state: string, there: boolean, changes: string[]]>([
    ['present', true, [`update ${G} a: is_superuser`]],
    ['present', false, [`create ${G} a: is_superuser, name`]],
    ['created', true, []],
    ['created', false, [`create ${G} a: is_superuser, name`]],
    ['absent', true, [`delete ${G} a`]],
    ['absent', false, []],
  ])('%s, of an object that is there: %s', (state, there, changes) => {
    expect(planned(text(state), there ? server : {})).toMatchObject({ codes: [], lines: changes });
  });

  test('must_created refuses what is there', () => {
    const newer = loadCatalog('2025.12', () => undefined);
    const { codes, plan } = planWith([text('must_created')], server, { catalog: newer });
    expect([codes, lines(plan)]).toEqual([['value-taken'], []]);
    expect(lines(planWith([text('must_created')], {}, { catalog: newer }).plan)).toHaveLength(1);
  });

  test.each(['gone', 'must_created'])('%s is none that the release knows', (state) => {
    expect(planned(text(state), server)).toMatchObject({ codes: ['ensure-invalid'], lines: [] });
  });

  test('absent, by a link to nothing that must be there, deletes nothing', () => {
    const binding = {
      pk: uuid(9),
      policybindingmodel_ptr_id: uuid(10),
      target: uuid(1),
      stage: uuid(2),
      order: 0,
    };
    const { codes, lines: made } = planned(
      file(`{model: ${FSB}, state: absent, identifiers: {target: null, order: 0}}`),
      { [F]: [flow(1, 'f')], [FSB]: [binding] },
    );
    expect([codes, made]).toEqual([[], []]);
  });
});

describe('what is protected', () => {
  const embedded = {
    pk: uuid(1),
    name: 'embedded',
    type: 'proxy',
    managed: 'goauthentik.io/outposts/embedded',
    providers: [1, 2],
    config: {},
    service_connection: null,
  };
  const server: Server = {
    [O]: [embedded],
    'authentik_providers_proxy.proxyprovider': [1, 2, 3].map((pk) => ({ pk, name: `p${pk}` })),
  };
  const outpost = (attrs: string): string =>
    file(`{model: ${O}, identifiers: {managed: goauthentik.io/outposts/embedded}, attrs: {${attrs}}}`);

  test('keeps the items of a list that it must keep, and gets new ones', () => {
    const { lines: made, plan } = planned(outpost('providers: [2, 3]'), server);
    expect(made).toEqual([`update ${O} embedded: providers, (providers)`]);
    expect(plan.changes[0]?.body['providers']).toEqual([2, 3, 1]);
  });

  test('is as it should be when nothing of the list is lost', () => {
    const { lines: made } = planned(outpost('providers: [2, 1]'), server);
    expect(made).toEqual([]);
  });

  test('keeps what is frozen', () => {
    expect(planned(outpost('name: other, type: proxy'), server).lines).toEqual([
      `left alone: update ${O} embedded: (name)`,
    ]);
  });

  test('keeps no other list', () => {
    expect(planned(outpost('config: {a: b}'), server).lines).toEqual([`update ${O} embedded: config`]);
  });

  test.each<[allowed: string[], changes: string[]]>([
    [[O], [`update ${O} other: name`]],
    [[`${O}:embedded`], [`update ${O} other: name`]],
    [[`${O}:other`], [`left alone: update ${O} embedded: (name)`]],
    [[U], [`left alone: update ${O} embedded: (name)`]],
  ])('is changed with --allow-protected %s only where that names it', (allowProtected, changes) => {
    expect(planned(outpost('name: other'), server, { allowProtected }).lines).toEqual(changes);
  });

  test('is not deleted, nor is what a delete would take it along with', () => {
    const tenant = {
      tenant_uuid: uuid(50),
      domain: 'authentik-default',
      default: true,
      flow_authentication: uuid(1),
      branding_title: 'authentik',
    };
    const has: Server = { [F]: [flow(1, 'f')], [T]: [tenant] };
    expect(
      planned(file(`{model: ${T}, state: absent, identifiers: {domain: authentik-default}}`), has).lines,
    ).toEqual([`left alone: delete ${T} authentik-default`]);
    expect(planned(file(`{model: ${F}, state: absent, identifiers: {slug: f}}`), has).lines).toEqual([
      `left alone: delete ${F} f`,
    ]);
    expect(
      planned(file(`{model: ${F}, state: absent, identifiers: {slug: f}}`), has, { allowProtected: [T] })
        .lines,
    ).toEqual([`delete ${F} f`]);
  });

  test('is no addition where all is left alone, or a field must stay without a value', () => {
    const tenant = { tenant_uuid: uuid(50), domain: 'authentik-default', default: true, flow_recovery: null };
    const token = { pk: uuid(51), identifier: 't', user: 1, intent: 'api', expiring: true, expires: null };
    const has: Server = { [F]: [flow(1, 'f')], [T]: [tenant], 'authentik_core.token': [token] };
    const set = (model: string, identifiers: string, attrs: string): string[] =>
      planned(file(`{model: ${model}, identifiers: {${identifiers}}, attrs: {${attrs}}}`), has).lines;
    expect(set(T, 'domain: authentik-default', `flow_recovery: !Find [${F}, [slug, f]]`)).toEqual([
      `left alone: update ${T} authentik-default: (flow_recovery)`,
    ]);
    expect(set('authentik_core.token', 'identifier: t', 'expires: 2030-01-01T00:00:00Z')).toEqual([
      'left alone: update authentik_core.token t: (expires)',
    ]);
  });

  test('the user of the token stays active, in its groups, and there', () => {
    const has: Server = {
      [G]: [group(1, 'admins', { is_superuser: true, users: [1] }), group(2, 'b')],
      [U]: [
        { pk: 1, username: 'akadmin', name: 'A', is_active: true, groups: [uuid(1)] },
        { pk: 2, username: 'other', name: 'O', is_active: true, groups: [uuid(1)] },
      ],
    };
    const user = (name: string, attrs: string, more = ''): string =>
      file(`{model: ${U}, ${more}identifiers: {username: ${name}}, attrs: {${attrs}}}`);
    expect(planned(user('akadmin', 'is_active: false, name: B, email: a@example.org'), has).lines).toEqual([
      `update ${U} akadmin: email, (is_active), (name)`,
    ]);
    expect(planned(user('other', 'is_active: false'), has).lines).toEqual([`update ${U} other: is_active`]);
    expect(planned(user('akadmin', `groups: [${uuid(2)}]`), has).plan.changes[0]?.body['groups']).toEqual([
      uuid(2),
      uuid(1),
    ]);
    expect(planned(user('akadmin', '', 'state: absent, '), has).lines).toEqual([
      `left alone: delete ${U} akadmin`,
    ]);
  });
});

describe('what a PATCH must repeat', () => {
  const service = 'authentik_outposts.kubernetesserviceconnection';
  const KUBECONFIG =
    'kubeconfig: {current-context: a, contexts: [{name: a, context: {cluster: c}}], ' +
    'clusters: [{name: c, cluster: {server: b}}]}';
  const validate = 'authentik_stages_authenticator_validate.authenticatorvalidatestage';
  const openid = {
    name: 'k',
    provider_type: 'openidconnect',
    authorization_url: 'https://idp.example.com/a',
    access_token_url: 'https://idp.example.com/t',
    profile_url: null,
    enabled: true,
    oidc_well_known_url: '',
    oidc_jwks_url: '',
  };

  test.each<[what: string, model: string, actual: Server[string][number], attrs: string, repeated: string[]]>(
    [
      [
        'only with the field that needs it',
        service,
        { name: 'k', local: true, kubeconfig: {}, verify_ssl: true },
        'verify_ssl: false',
        [],
      ],
      [
        'with the field that needs it',
        service,
        { name: 'k', local: true, kubeconfig: {}, verify_ssl: true },
        KUBECONFIG,
        ['local'],
      ],
      [
        'not the field that is written',
        service,
        { name: 'k', local: true, kubeconfig: {}, verify_ssl: true },
        `${KUBECONFIG}, local: false`,
        [],
      ],
      [
        'a list, too',
        validate,
        { name: 'k', not_configured_action: 'skip', configuration_stages: [], device_classes: [] },
        'not_configured_action: deny',
        ['configuration_stages'],
      ],
      [
        'neither of two of which one is given',
        'authentik_blueprints.blueprintinstance',
        { name: 'k', path: 'a.yaml', content: '', enabled: true, status: 'successful' },
        'path: b.yaml',
        [],
      ],
      [
        'addresses, null where they are',
        'authentik_sources_oauth.oauthsource',
        openid,
        'enabled: false',
        ['access_token_url', 'authorization_url', 'profile_url', 'provider_type'],
      ],
      [
        'no addresses where they come from a well-known address',
        'authentik_sources_oauth.oauthsource',
        openid,
        'oidc_well_known_url: "https://idp.example.com/.well-known/openid-configuration"',
        ['provider_type'],
      ],
      [
        'addresses where there is no well-known address any more',
        'authentik_sources_oauth.oauthsource',
        { ...openid, oidc_well_known_url: 'https://idp.example.com/.well-known/openid-configuration' },
        'oidc_well_known_url: ""',
        ['access_token_url', 'authorization_url', 'profile_url', 'provider_type'],
      ],
      [
        'no addresses of another type',
        'authentik_sources_oauth.oauthsource',
        openid,
        'provider_type: github',
        [],
      ],
      [
        'addresses of another type that the entry says itself',
        'authentik_sources_oauth.oauthsource',
        openid,
        'provider_type: mailcow, authorization_url: "https://idp.example.com/a", profile_url: null',
        ['authorization_url', 'profile_url'],
      ],
      [
        'both of two of which none is given',
        'authentik_blueprints.blueprintinstance',
        { name: 'k', path: 'a.yaml', content: '', enabled: true, status: 'successful' },
        'enabled: false',
        ['content', 'path'],
      ],
    ],
  )('%s', (_, model, actual, attrs, repeated) => {
    const { plan } = planned(file(`{model: ${model}, identifiers: {name: k}, attrs: {${attrs}}}`), {
      [model]: [{ pk: uuid(1), ...actual }],
    });
    expect(plan.changes[0]?.action).toBe('update');
    expect(Object.keys(plan.changes[0]?.companions ?? {}).sort()).toEqual(repeated);
  });
});

describe('other catalogs', () => {
  const other = (model: string, more: Partial<Resource>): Catalog => ({
    ...catalog,
    models: { ...catalog.models, [model]: { ...(catalog.models[model] as Resource), ...more } },
  });
  const protection = { guard: 'keep', keep: [], frozen: [], why: 'it is needed' } as const;

  test('a list that need not be kept is written as it is wanted', () => {
    const managed = 'goauthentik.io/outposts/embedded';
    const of = other(O, { protected: [{ ...protection, nameField: 'name', match: [{ managed }] }] });
    const { plan } = planWith(
      [file(`{model: ${O}, identifiers: {managed: ${managed}}, attrs: {providers: [2]}}`)],
      {
        [O]: [{ pk: uuid(1), name: 'e', type: 'proxy', managed, providers: [1, 2], config: {} }],
        'authentik_providers_proxy.proxyprovider': [1, 2].map((pk) => ({ pk, name: `p${pk}` })),
      },
      { catalog: of },
    );
    expect(plan.changes[0]?.body['providers']).toEqual([2]);
  });

  test('what is protected is not taken along by a delete', () => {
    const of = other(FSB, { protected: [{ ...protection, nameField: 'order', match: [{ order: 0 }] }] });
    const { plan } = planWith(
      [file(`{model: ${F}, state: absent, identifiers: {slug: f}}`)],
      {
        [F]: [flow(1, 'f')],
        [FSB]: [
          { pk: uuid(9), policybindingmodel_ptr_id: uuid(10), target: uuid(1), stage: uuid(2), order: 0 },
        ],
      },
      { catalog: of },
    );
    expect(lines(plan)).toEqual([`left alone: delete ${F} f`]);
  });

  test('the role that the server made for the permissions of a user stays in its list', () => {
    const newer = loadCatalog('2025.12', () => undefined);
    const holder = Object.values(newer.permissions?.holders ?? {}).find((one) => one.kind === 'indirect');
    const own = holder?.name.replace('{key}', '5') ?? '';
    const role = 'authentik_rbac.role';
    const bodyOf = (name: string) =>
      planWith(
        [file(`{model: ${U}, identifiers: {username: u}, attrs: {roles: [${uuid(2)}]}}`)],
        {
          [role]: [
            { pk: uuid(1), name },
            { pk: uuid(2), name: 'b' },
          ],
          [U]: [{ pk: 5, username: 'u', name: 'U', is_active: true, groups: [], roles: [uuid(1)] }],
        },
        { catalog: newer },
      ).plan.changes[0]?.body['roles'];
    expect(own).toContain('5');
    expect(bodyOf(own)).toEqual([uuid(2), uuid(1)]);
    expect(bodyOf('another')).toEqual([uuid(2)]);
  });

  test('a blueprint that is switched off is not applied', () => {
    const INSTANCE = 'authentik_blueprints.blueprintinstance';
    const applies = (enabled: boolean) =>
      planned(
        file(`{model: ${INSTANCE}, identifiers: {name: k}, attrs: {path: b.yaml, enabled: ${enabled}}}`),
        {
          [INSTANCE]: [
            { pk: uuid(1), name: 'k', path: 'a.yaml', content: '', enabled: true, status: 'successful' },
          ],
        },
      ).plan.changes[0]?.applies !== undefined;
    expect([applies(true), applies(false)]).toEqual([true, false]);
  });
});
