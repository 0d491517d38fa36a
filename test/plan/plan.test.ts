import { describe, expect, test } from 'vitest';
import { lines, planOf, type Server, uuid } from './setup.ts';

const G = 'authentik_core.group';
const group = (n: number, name: string, more = {}) => ({
  pk: uuid(n),
  name,
  is_superuser: false,
  parent: null,
  users: [],
  attributes: {},
  ...more,
});
const entry = (text: string): string => `version: 1\nentries:\n${text}`;

describe('one entry', () => {
  test.each<[string, string, Server, string[]]>([
    [
      'creates what is not there',
      `- {model: ${G}, identifiers: {name: g}, attrs: {is_superuser: true}}`,
      {},
      [`create ${G} g: is_superuser, name`],
    ],
    [
      'updates just what differs',
      `- {model: ${G}, identifiers: {name: g}, attrs: {is_superuser: true, attributes: {a: 1}}}`,
      { [G]: [group(1, 'g', { attributes: { a: 1 } })] },
      [`update ${G} g: is_superuser`],
    ],
    [
      'does nothing when all is as it says',
      `- {model: ${G}, identifiers: {name: g}, attrs: {attributes: {b: [1, 2.0], a: "x"}}}`,
      { [G]: [group(1, 'g', { attributes: { a: 'x', b: [1, 2] } })] },
      [],
    ],
    [
      'deletes',
      `- {model: ${G}, state: absent, identifiers: {name: g}}`,
      { [G]: [group(1, 'g')] },
      [`delete ${G} g`],
    ],
    ['deletes nothing that is not there', `- {model: ${G}, state: absent, identifiers: {name: g}}`, {}, []],
    [
      'leaves what exists alone with created',
      `- {model: ${G}, state: created, identifiers: {name: g}, attrs: {is_superuser: true}}`,
      { [G]: [group(1, 'g')] },
      [],
    ],
    [
      'cuts white space as the server does',
      `- {model: ${G}, identifiers: {name: " g "}, attrs: {}}`,
      { [G]: [group(1, 'g')] },
      [],
    ],
    ['takes numbers for text', `- {model: ${G}, identifiers: {name: 12}}`, { [G]: [group(1, '12')] }, []],
    [
      'compares sets without order',
      `- {model: ${G}, identifiers: {name: g}, attrs: {users: [2, 1, 1]}}`,
      {
        [G]: [group(1, 'g', { users: [1, 2] })],
        'authentik_core.user': [
          { pk: 1, username: 'a' },
          { pk: 2, username: 'b' },
        ],
      },
      [],
    ],
    [
      'matches by part of a JSON field',
      `- {model: ${G}, identifiers: {attributes: {a: {b: [2]}}}, attrs: {is_superuser: true}}`,
      { [G]: [group(1, 'g', { attributes: { a: { b: [1, 2] } } }), group(2, 'h')] },
      [`update ${G} g: is_superuser, attributes`],
    ],
    [
      'matches by a look-up',
      `- {model: ${G}, identifiers: {name__icontains: ADM}, attrs: {is_superuser: true}}`,
      { [G]: [group(1, 'my admins'), group(2, 'h')] },
      [`update ${G} my admins: is_superuser`],
    ],
    [
      'matches by pk or by the rest',
      `- {model: ${G}, identifiers: {pk: ${uuid(9)}, name: g}, attrs: {is_superuser: true}}`,
      { [G]: [group(1, 'g')] },
      [`update ${G} g: is_superuser`],
    ],
    [
      'skips what its conditions rule out',
      `- {model: ${G}, conditions: ["", true], identifiers: {name: g}}`,
      {},
      [],
    ],
  ])('%s', (_, text, server, expected) => {
    expect(lines(planOf([entry(text)], server).plan)).toEqual(expected);
  });

  test('two matches are never guessed between', () => {
    const { plan, codes } = planOf(
      [entry(`- {model: ${G}, identifiers: {name: g}, attrs: {is_superuser: true}}`)],
      { [G]: [group(1, 'g', { parent: null }), group(2, 'g', { parent: uuid(1) })] },
    );
    expect(codes).toEqual(['identifier-ambiguous']);
    expect(lines(plan)).toEqual([]);
  });
});

describe('several entries', () => {
  test('about one object give one change, the last word counts', () => {
    const { plan } = planOf(
      [
        entry(
          `- {model: ${G}, identifiers: {name: g}, attrs: {is_superuser: true}}\n- {model: ${G}, identifiers: {name: g}, attrs: {is_superuser: false, attributes: {a: 1}}}`,
        ),
      ],
      { [G]: [group(1, 'g')] },
    );
    expect(lines(plan)).toEqual([`update ${G} g: attributes`]);
  });

  test('see what an earlier one will create, and wait for it', () => {
    const { plan } = planOf(
      [
        entry(
          `- {model: ${G}, id: a, identifiers: {name: a}}\n- {model: ${G}, identifiers: {name: b}, attrs: {parent: !Find [${G}, [name, a]]}}\n- {model: ${G}, identifiers: {name: c}, attrs: {parent: !KeyOf a}}`,
        ),
      ],
      {},
    );
    expect(plan.changes.map((change) => [change.key, change.dependsOn.length])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 1],
    ]);
  });

  test('that make and delete again do nothing', () => {
    expect(
      lines(
        planOf(
          [
            entry(
              `- {model: ${G}, identifiers: {name: g}}\n- {model: ${G}, state: absent, identifiers: {name: g}}`,
            ),
          ],
          {},
        ).plan,
      ),
    ).toEqual([]);
  });

  test('that delete and make again replace, and come to rest', () => {
    const text = entry(
      `- {model: ${G}, state: absent, identifiers: {name: g}}\n- {model: ${G}, identifiers: {name: g}, attrs: {attributes: {z: 1}}}`,
    );
    const { plan } = planOf([text], { [G]: [group(1, 'g', { attributes: { a: 1 } })] });
    expect(lines(plan)).toEqual([`delete ${G} g`, `create ${G} g: attributes, name`]);
    expect(plan.changes[1]?.dependsOn).toEqual([plan.changes[0]?.id]);
    expect(lines(planOf([text], { [G]: [group(1, 'g', { attributes: { z: 1 } })] }).plan)).toEqual([]);
  });

  test('that refer to each other are made in two steps', () => {
    const { plan, codes } = planOf(
      [
        entry(
          `- {model: ${G}, id: a, identifiers: {name: a}}\n- {model: ${G}, id: b, identifiers: {name: b}, attrs: {parent: !KeyOf a}}\n- {model: ${G}, identifiers: {name: a}, attrs: {parent: !KeyOf b}}`,
        ),
      ],
      {},
    );
    expect(codes).toEqual([]);
    expect(lines(plan)).toEqual([
      `create ${G} a: name`,
      `create ${G} b: parent, name`,
      `update ${G} a: parent`,
    ]);
  });

  test('hand a unique value from one object to another in the right order', () => {
    const P = 'authentik_stages_prompt.prompt';
    const prompt = (n: number, name: string) => ({
      pk: uuid(n),
      name,
      field_key: name,
      label: name,
      type: 'text',
      order: 0,
      placeholder: '',
      sub_text: '',
      required: true,
      placeholder_expression: false,
    });
    const { plan, codes } = planOf(
      [
        entry(
          `- {model: ${P}, identifiers: {field_key: old}, attrs: {name: older}}\n- {model: ${P}, identifiers: {field_key: new}, attrs: {name: old}}`,
        ),
      ],
      { [P]: [prompt(1, 'old'), prompt(2, 'new')] },
    );
    expect(codes).toEqual([]);
    expect(plan.changes.map((change) => change.key)).toEqual(['older', 'old']);
    expect(plan.changes[1]?.dependsOn).toEqual([plan.changes[0]?.id]);
  });

  test('cannot both have a unique value', () => {
    const A = 'authentik_core.application';
    const { codes } = planOf(
      [
        entry(
          `- {model: ${A}, identifiers: {slug: a}, attrs: {name: A, provider: 1}}\n- {model: ${A}, identifiers: {slug: b}, attrs: {name: B, provider: 1}}`,
        ),
      ],
      { 'authentik_providers_proxy.proxyprovider': [{ pk: 1, name: 'p' }] },
    );
    expect(codes).toContain('value-taken');
  });

  test('stand in files that may be given in any order', () => {
    const first =
      'version: 1\nmetadata: {name: Groups}\nentries:\n- {model: authentik_core.group, identifiers: {name: a}}';
    const second = `version: 1\nmetadata: {name: Children}\nentries:\n- model: authentik_blueprints.metaapplyblueprint\n  attrs: {identifiers: {name: Groups}}\n- {model: ${G}, identifiers: {name: b}, attrs: {parent: !Find [${G}, [name, a]]}}`;
    const third = `version: 1\nentries:\n- {model: ${G}, identifiers: {name: c}, attrs: {parent: !Find [${G}, [name, b]]}}`;
    for (const order of [
      [first, second, third],
      [third, second, first],
      [second, third, first],
    ]) {
      const { plan, codes } = planOf(order, {});
      expect(codes).toEqual([]);
      expect(plan.changes.map((change) => change.key)).toEqual(['a', 'b', 'c']);
    }
  });
});

describe('look-ups', () => {
  test('that match nothing are an error where a value is meant, and "no" in a condition', () => {
    expect(
      planOf(
        [entry(`- {model: ${G}, identifiers: {name: g}, attrs: {parent: !Find [${G}, [name, nope]]}}`)],
        {},
      ).codes,
    ).toEqual(['find-no-match']);
    expect(
      lines(
        planOf(
          [
            entry(
              `- {model: ${G}, conditions: [!Condition [NOR, !Find [${G}, [name, nope]]]], identifiers: {name: g}}`,
            ),
          ],
          {},
        ).plan,
      ),
    ).toEqual([`create ${G} g: name`]);
  });

  test('that match two objects are an error', () => {
    expect(
      planOf(
        [
          entry(
            `- {model: ${G}, identifiers: {name: x}, attrs: {parent: !Find [${G}, [is_superuser, false]]}}`,
          ),
        ],
        { [G]: [group(1, 'g'), group(2, 'h')] },
      ).codes,
    ).toEqual(['find-ambiguous']);
  });

  test('name the objects that come close', () => {
    const { diagnostics } = planOf(
      [
        entry(
          `- {model: ${G}, identifiers: {name: x}, attrs: {parent: !Find [${G}, [name, grafana-admin]]}}`,
        ),
      ],
      { [G]: [group(1, 'grafana-admins')] },
    );
    expect(diagnostics[0]?.notes?.map((note) => note.message)).toEqual([`there is ${G} grafana-admins`]);
  });
});

describe('deletes', () => {
  const F = 'authentik_flows.flow';
  const flow = (n: number, slug: string) => ({
    pk: uuid(n),
    policybindingmodel_ptr_id: uuid(n + 100),
    slug,
    name: slug,
    title: slug,
    designation: 'authentication',
  });
  const T = 'authentik_tenants.tenant';
  const tenant = {
    tenant_uuid: uuid(50),
    domain: 'authentik-default',
    default: true,
    flow_authentication: uuid(1),
    branding_title: 'authentik',
  };

  test('say what goes along', () => {
    const { plan } = planOf([entry(`- {model: ${F}, state: absent, identifiers: {slug: f}}`)], {
      [F]: [flow(1, 'f')],
      'authentik_flows.flowstagebinding': [
        { pk: uuid(7), policybindingmodel_ptr_id: uuid(107), target: uuid(1), stage: uuid(8), order: 0 },
      ],
    });
    expect(plan.changes[0]?.cascades).toEqual([
      { model: 'authentik_flows.flowstagebinding', count: 1, keys: [uuid(7)], names: ['f / 0'] },
    ]);
  });

  test('say what is cleared', () => {
    const { plan } = planOf([entry(`- {model: ${F}, state: absent, identifiers: {slug: f}}`)], {
      [F]: [flow(1, 'f')],
      [T]: [{ ...tenant, domain: 'b.example.com', default: false }],
    });
    expect(plan.changes[0]?.cascades).toEqual([]);
  });

  test("of a group and its user, who are in each other's lists, do not wait for each other", () => {
    const U = 'authentik_core.user';
    const { plan, codes } = planOf(
      [
        entry(
          `- {model: ${G}, state: absent, identifiers: {name: g}}\n- {model: ${U}, state: absent, identifiers: {username: u}}`,
        ),
      ],
      {
        [G]: [{ ...group(1, 'g'), users: [7] }],
        [U]: [{ pk: 7, username: 'u', name: 'u', groups: [uuid(1)] }],
      },
    );
    expect([codes, lines(plan).sort(), plan.changes.map(({ dependsOn }) => dependsOn)]).toEqual([
      [],
      [`delete ${G} g`, `delete ${U} u`],
      [[], []],
    ]);
  });

  test('that would clear a flow of the default tenant are left alone, unless they are allowed', () => {
    const text = entry(`- {model: ${F}, state: absent, identifiers: {slug: f}}`);
    const server = { [F]: [flow(1, 'f')], [T]: [tenant] };
    expect(lines(planOf([text], server).plan)).toEqual([`left alone: delete ${F} f`]);
    expect(lines(planOf([text], server, { allowProtected: [`${T}:authentik-default`] }).plan)).toEqual([
      `delete ${F} f`,
    ]);
  });
});

describe('protected objects', () => {
  const T = 'authentik_tenants.tenant';
  const tenant = {
    tenant_uuid: uuid(50),
    domain: 'authentik-default',
    default: true,
    branding_title: 'authentik',
    flow_authentication: null,
  };
  const O = 'authentik_outposts.outpost';
  const outpost = {
    pk: uuid(60),
    name: 'authentik Embedded Outpost',
    managed: 'goauthentik.io/outposts/embedded',
    type: 'proxy',
    providers: [1, 2],
    config: {},
    service_connection: null,
  };
  const change = (
    text: string,
    allowProtected: string[] = [],
    server: Server = { [T]: [tenant], [O]: [outpost] },
  ) => lines(planOf([entry(text)], server, { allowProtected }).plan);

  test('the default tenant is made where there is none', () => {
    expect(
      change(
        `- {model: ${T}, identifiers: {domain: authentik-default, default: true}, attrs: {branding_title: X}}`,
        [],
        {},
      ),
    ).toEqual([`create ${T} authentik-default: branding_title, domain, default`]);
  });

  test.each([
    ['by its domain', '{domain: authentik-default}', '{branding_title: X}', '(branding_title)'],
    ['by default: true', '{default: true}', '{domain: d1, branding_title: X}', '(domain), (branding_title)'],
  ])('the default tenant is left alone: %s', (_, identifiers, attrs, fields) => {
    expect(change(`- {model: ${T}, identifiers: ${identifiers}, attrs: ${attrs}}`)).toEqual([
      `left alone: update ${T} authentik-default: ${fields}`,
    ]);
  });

  test('a second one is refused, and not the one that is there in its place', () => {
    const { plan, codes } = planOf(
      [entry(`- {model: ${T}, identifiers: {domain: d1}, attrs: {default: true}}`)],
      { [T]: [tenant] },
    );
    expect([codes, lines(plan)]).toEqual([['attribute-rule'], [`create ${T} d1: default, domain`]]);
  });

  test('it is changed and deleted when that is allowed by name or for the whole model', () => {
    expect(
      change(`- {model: ${T}, identifiers: {domain: authentik-default}, attrs: {branding_title: X}}`, [T]),
    ).toEqual([`update ${T} authentik-default: branding_title`]);
    expect(
      change(`- {model: ${T}, state: absent, identifiers: {domain: authentik-default}}`, [
        `${T}:authentik-default`,
      ]),
    ).toEqual([`delete ${T} authentik-default`]);
    expect(
      change(`- {model: ${T}, state: absent, identifiers: {domain: authentik-default}}`, [`${T}:other`]),
    ).toEqual([`left alone: delete ${T} authentik-default`]);
  });

  test('the embedded outpost is open to more providers, and loses none', () => {
    const { plan } = planOf(
      [
        entry(
          `- {model: ${O}, identifiers: {managed: goauthentik.io/outposts/embedded}, attrs: {providers: [3]}}`,
        ),
      ],
      {
        [O]: [outpost],
        'authentik_providers_proxy.proxyprovider': [1, 2, 3].map((pk) => ({ pk, name: `p${pk}` })),
      },
    );
    expect(plan.changes[0]?.body['providers']).toEqual([3, 1, 2]);
    expect(plan.summary.leftAlone).toBe(1);
  });

  test('the user, the group and the token behind the token in use are kept', () => {
    const server: Server = {
      'authentik_core.user': [{ pk: 1, username: 'akadmin', is_active: true, groups: [uuid(1)], name: 'x' }],
      [G]: [group(1, 'authentik Admins', { is_superuser: true, users: [1] })],
      'authentik_core.token': [
        { pk: uuid(5), identifier: 't', user: 1, intent: 'api', expiring: false, description: '' },
      ],
    };
    expect(
      change('- {model: authentik_core.user, state: absent, identifiers: {username: akadmin}}', [], server),
    ).toEqual(['left alone: delete authentik_core.user akadmin']);
    expect(
      change(
        '- {model: authentik_core.user, identifiers: {username: akadmin}, attrs: {is_active: false, name: y}}',
        [],
        server,
      ),
    ).toEqual(['left alone: update authentik_core.user akadmin: (is_active), (name)']);
    expect(
      change(
        `- {model: ${G}, identifiers: {name: authentik Admins}, attrs: {users: [], is_superuser: false}}`,
        [],
        server,
      ),
    ).toEqual([`left alone: update ${G} authentik Admins: (users), (is_superuser)`]);
    expect(
      change('- {model: authentik_core.token, state: absent, identifiers: {identifier: t}}', [], server),
    ).toEqual(['left alone: delete authentik_core.token t']);
  });

  test('a user who is made inactive is warned of', () => {
    expect(
      planOf(
        [entry('- {model: authentik_core.user, identifiers: {username: u}, attrs: {is_active: false}}')],
        { 'authentik_core.user': [{ pk: 5, username: 'u', is_active: true, groups: [], name: 'u' }] },
      ).codes,
    ).toEqual(['sessions-end']);
  });
});

describe('what a PATCH needs beside the change', () => {
  test.each<[string, Server, string, string[]]>([
    [
      'authentik_core.token',
      {
        'authentik_core.token': [
          { pk: uuid(5), identifier: 't', user: 7, intent: 'app_password', description: '', expiring: true },
        ],
      },
      '{identifier: t}, attrs: {description: d}',
      ['intent', 'user'],
    ],
    [
      'authentik_policies.policybinding',
      {
        'authentik_policies.policybinding': [
          { pk: uuid(6), policy: uuid(1), group: null, user: null, target: uuid(2), order: 0, enabled: true },
        ],
      },
      '{order: 0}, attrs: {enabled: false}',
      ['policy', 'target'],
    ],
    [
      'authentik_flows.flowstagebinding',
      {
        'authentik_flows.flowstagebinding': [
          {
            pk: uuid(7),
            target: uuid(1),
            stage: uuid(2),
            order: 0,
            evaluate_on_plan: true,
            re_evaluate_policies: true,
          },
        ],
      },
      '{order: 0}, attrs: {evaluate_on_plan: false}',
      ['re_evaluate_policies'],
    ],
    [
      'authentik_providers_proxy.proxyprovider',
      {
        'authentik_providers_proxy.proxyprovider': [
          {
            pk: 3,
            name: 'p',
            mode: 'forward_single',
            external_host: 'https://a.example.com',
            internal_host: '',
          },
        ],
      },
      '{name: p}, attrs: {external_host: "https://b.example.com"}',
      ['internal_host', 'mode'],
    ],
  ])('%s', (model, server, rest, companions) => {
    const { plan } = planOf([entry(`- {model: ${model}, identifiers: ${rest}}`)], server);
    expect(Object.keys(plan.changes[0]?.companions ?? {}).sort()).toEqual(companions);
  });
});

test('write-only values are written at creation and are no change by themselves', () => {
  const text = entry(
    '- {model: authentik_core.user, identifiers: {username: u}, attrs: {name: U, groups: [], password: p}}',
  );
  const { plan, sources } = planOf([text], {});
  const from = `blueprint.yaml#${text.indexOf('p}}')}/password`;
  expect(plan.changes[0]?.setters).toEqual([{ field: 'password', value: { $secret: { from } } }]);
  expect(sources.secretOf(from)).toBe('p');
  const server: Server = {
    'authentik_core.user': [{ pk: 5, username: 'u', name: 'U', groups: [], is_active: true }],
  };
  const again = planOf([text], server);
  expect(lines(again.plan)).toEqual([]);
  expect(again.codes).toEqual(['secret-not-compared']);
  expect(lines(planOf([text], server, { secrets: 'always' }).plan)).toEqual([
    'update authentik_core.user u: password',
  ]);
});

describe('facts that only a comparison of the catalogs would otherwise see', () => {
  test('the providers of an outpost are a set', () => {
    const server: Server = {
      'authentik_outposts.outpost': [
        { pk: uuid(1), name: 'o', type: 'proxy', providers: [2, 1], config: {} },
      ],
      'authentik_providers_proxy.proxyprovider': [
        { pk: 1, name: 'a' },
        { pk: 2, name: 'b' },
      ],
    };
    expect(
      lines(
        planOf(
          [
            entry(
              '- {model: authentik_outposts.outpost, identifiers: {name: o}, attrs: {providers: [1, 2]}}',
            ),
          ],
          server,
        ).plan,
      ),
    ).toEqual([]);
  });

  test('a literal policy target of a flow means the flow, whose own pk the answers show', () => {
    const server: Server = {
      'authentik_flows.flow': [
        {
          pk: uuid(1),
          policybindingmodel_ptr_id: uuid(101),
          slug: 'f',
          name: 'f',
          title: 'f',
          designation: 'authentication',
        },
      ],
      'authentik_core.group': [group(3, 'g')],
      'authentik_policies.policybinding': [
        { pk: uuid(9), target: uuid(1), group: uuid(3), policy: null, user: null, order: 0, enabled: true },
      ],
    };
    const { plan, diagnostics } = planOf(
      [
        entry(
          `- {model: authentik_policies.policybinding, identifiers: {order: 0, target: ${uuid(101)}, group: ${uuid(3)}}, attrs: {enabled: true}}`,
        ),
      ],
      server,
    );
    expect([lines(plan), diagnostics.map(({ code, hint }) => `${code}: ${hint}`)]).toEqual([
      [],
      [
        'reference-literal: write !Find [authentik_flows.flow, [slug, f]]',
        'reference-literal: write !Find [authentik_core.group, [name, g]]',
      ],
    ]);
  });

  test('the provider of an application is shown by its name', () => {
    const { plan } = planOf(
      [entry(`- {model: authentik_core.application, identifiers: {slug: a}, attrs: {name: A, provider: 2}}`)],
      {
        'authentik_core.application': [{ pk: uuid(1), slug: 'a', name: 'A', provider: 1 }],
        'authentik_providers_proxy.proxyprovider': [
          { pk: 1, name: 'old' },
          { pk: 2, name: 'new' },
        ],
      },
    );
    expect(plan.changes[0]?.fields.map(({ path, beforeNames }) => [path, { ...beforeNames }])).toEqual([
      ['provider', { 1: 'old', 2: 'new' }],
    ]);
  });
});
