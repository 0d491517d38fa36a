import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/plan/value/plan.ts';
import { file, lines, planOf, type Server, uuid } from './setup.ts';

const G = 'authentik_core.group';
const U = 'authentik_core.user';
const F = 'authentik_flows.flow';
const P = 'authentik_providers_proxy.proxyprovider';
const L = 'authentik_providers_ldap.ldapprovider';
const W = 'authentik_stages_user_write.userwritestage';
const B = 'authentik_policies.policybinding';
const group = (n: number, name: string, more = {}) => ({
  pk: uuid(n),
  name,
  is_superuser: false,
  parent: null,
  users: [],
  attributes: {},
  ...more,
});
const flow = (n: number, slug: string) => ({
  pk: uuid(n),
  policybindingmodel_ptr_id: uuid(n + 500),
  slug,
  name: slug,
  title: slug,
  designation: 'authorization',
});
const provider = (pk: number, name: string) => ({
  pk,
  name,
  authorization_flow: uuid(1),
  external_host: 'https://x.test',
  mode: 'forward_single',
});
const proxy = (pk: number | string, name: string): string =>
  `{model: ${P}, identifiers: {pk: ${pk}}, attrs: {name: ${name}, external_host: "https://x.test", mode: forward_single, authorization_flow: ${uuid(1)}}}`;
const app = (slug: string, pk: number): string =>
  `{model: authentik_core.application, identifiers: {slug: ${slug}}, attrs: {name: ${slug}, provider: ${pk}}}`;
const found = ({ diagnostics }: ReturnType<typeof planOf>): string[] =>
  diagnostics
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, place }) => `${code} «${place?.file.text.slice(place.span.start, place.span.end)}»`);
const bodyOf = (changes: readonly Change[], key: string) =>
  changes.find((change) => change.key === key)?.body;
const flows = [flow(1, 'f')];

describe('an object named by a key that the server has', () => {
  test.each<[string, string, Server, string[]]>([
    [
      'is that object, and may be called otherwise',
      `{model: ${G}, identifiers: {pk: ${uuid(1)}}, attrs: {name: new}}`,
      { [G]: [group(1, 'old')] },
      [`update ${G} new: name`],
    ],
    [
      'is that object, when a number has the same name',
      proxy(3, 'a'),
      { [P]: [provider(3, 'a')], [F]: flows },
      [],
    ],
    [
      'is that object, when only the number says who is meant',
      `{model: ${U}, identifiers: {pk: 5}, attrs: {is_active: false}}`,
      { [U]: [{ pk: 5, username: 'x', name: 'x', is_active: true }] },
      [`update ${U} x: is_active`],
    ],
    [
      'is another, when a number is here of somebody else',
      `{model: ${U}, identifiers: {pk: 5}, attrs: {username: ada, name: Ada, groups: []}}`,
      { [U]: [{ pk: 5, username: 'eve', name: 'Eve' }] },
      [`create ${U} ada: username, name, groups`],
    ],
    [
      'is another, when identifiers say so',
      `{model: ${U}, identifiers: {pk: 5, username: ada}, attrs: {name: Ada, groups: []}}`,
      {
        [U]: [
          { pk: 5, username: 'eve', name: 'Eve' },
          { pk: 6, username: 'ada', name: 'A', groups: [] },
        ],
      },
      [`update ${U} ada: name`],
    ],
    [
      'is that object, when the number is looked up, whoever else has its name',
      `{model: ${U}, identifiers: {pk: !Find [${U}, [username, ada]]}, attrs: {name: Ada}}`,
      {
        [U]: [
          { pk: 5, username: 'eve', name: 'Ada' },
          { pk: 6, username: 'ada', name: 'A', groups: [] },
        ],
      },
      [`update ${U} ada: name`],
    ],
    [
      'is not deleted, when it is somebody else',
      `{model: ${U}, state: absent, identifiers: {pk: 5}, attrs: {username: ada}}`,
      { [U]: [{ pk: 5, username: 'eve', name: 'Eve' }] },
      [],
    ],
  ])('%s', (_, text, server, expected) => expect(lines(planOf([file(text)], server).plan)).toEqual(expected));

  test('is warned of where the number is of somebody else', () => {
    expect(
      found(planOf([file(proxy(3, 'a'))], { [P]: [provider(3, 'b'), provider(7, 'a')], [F]: flows })).filter(
        (one) => !one.startsWith('reference'),
      ),
    ).toEqual(['pk-literal «pk»']);
  });

  test('and another that has the name are not guessed between', () => {
    const planned = planOf([file(`{model: ${G}, identifiers: {pk: ${uuid(1)}}, attrs: {name: g}}`)], {
      [G]: [group(1, 'other'), group(2, 'g')],
    });
    expect([lines(planned.plan), found(planned)]).toEqual([[], [`identifier-ambiguous «{pk: ${uuid(1)}}»`]]);
  });
});

describe('an object named by a key that the server does not have', () => {
  test.each<[string, string, Server, string[]]>([
    [
      'is found by its slug',
      `{model: ${F}, identifiers: {pk: ${uuid(90)}}, attrs: {slug: f, name: f, title: new, designation: authorization}}`,
      { [F]: flows },
      [`update ${F} f: title`],
    ],
    [
      'is not found by a name when its slug is another',
      `{model: ${F}, identifiers: {pk: ${uuid(90)}}, attrs: {slug: mine, name: f, title: f, designation: authorization}}`,
      { [F]: flows },
      [`create ${F} mine: slug, name, title, designation`],
    ],
    [
      'is found by what it links',
      `{model: ${B}, identifiers: {pk: ${uuid(90)}}, attrs: {target: ${uuid(501)}, group: ${uuid(2)}, order: 3, enabled: false}}`,
      {
        [F]: flows,
        [G]: [group(2, 'g')],
        [B]: [
          { pk: uuid(9), target: uuid(1), group: uuid(2), policy: null, user: null, order: 3, enabled: true },
        ],
      },
      [`update ${B} g / f / 3: enabled`],
    ],
    [
      'is made where nothing is like it',
      `{model: ${G}, identifiers: {pk: ${uuid(90)}}, attrs: {name: g}}`,
      {},
      [`create ${G} g: name`],
    ],
  ])('%s', (_, text, server, expected) => expect(lines(planOf([file(text)], server).plan)).toEqual(expected));

  test('is not guessed at where two have its name', () => {
    const planned = planOf([file(proxy(9, 'a'))], { [P]: [provider(3, 'a'), provider(4, 'a')], [F]: flows });
    expect([lines(planned.plan), found(planned).filter((one) => !one.startsWith('reference'))]).toEqual([
      [],
      ['identifier-ambiguous «{pk: 9}»'],
    ]);
  });

  test('is not taken for another that the file names by another key', () => {
    expect(
      found(planOf([file(proxy(8, 'a'), proxy(9, 'a'))], { [F]: flows })).filter((one) =>
        one.startsWith('identifier'),
      ),
    ).toEqual(['identifier-ambiguous «{pk: 9}»']);
  });

  test('is told how it is named everywhere', () => {
    const { diagnostics } = planOf(
      [file(`{model: ${G}, identifiers: {pk: ${uuid(90)}}, attrs: {name: the group}}`)],
      {},
    );
    expect(diagnostics.map(({ code, hint }) => `${code}: ${hint}`)).toEqual([
      `pk-literal: identify it by its name, and refer to it with !KeyOf or !Find [${G}, [name, "the group"]]`,
    ]);
  });
});

describe('a reference to a key that an entry names', () => {
  const write = `{model: ${W}, identifiers: {name: w}, attrs: {create_users_group: ${uuid(90)}}}`;
  const named = `{model: ${G}, identifiers: {pk: ${uuid(90)}}, attrs: {name: g}}`;

  test.each([
    ['before it', [file(named, write)]],
    ['after it', [file(write, named)]],
    ['in another file', [file(named), file(write)]],
    ['in an earlier file', [file(write), file(named)]],
  ])('means its object, when that stands %s', (_, texts) => {
    const there = planOf(texts, { [G]: [group(1, 'g')] });
    expect([bodyOf(there.plan.changes, 'w')?.['create_users_group'], found(there)]).toEqual([uuid(1), []]);
    const made = planOf(texts, {});
    expect(bodyOf(made.plan.changes, 'w')).toMatchObject({ create_users_group: { $ref: { aspect: 'pk' } } });
    expect(made.plan.changes.find(({ key }) => key === 'w')?.dependsOn).toEqual([
      made.plan.changes.find(({ key }) => key === 'g')?.id,
    ]);
  });

  test('matches by it, too, before the entry has had its turn', () => {
    const binding = `{model: authentik_flows.flowstagebinding, identifiers: {pk: ${uuid(93)}}, attrs: {target: ${uuid(91)}, stage: ${uuid(92)}, order: 0}}`;
    const text = file(
      binding,
      `{model: ${F}, identifiers: {pk: ${uuid(91)}}, attrs: {slug: f, name: f, title: f, designation: authorization}}`,
      `{model: ${W}, identifiers: {pk: ${uuid(92)}}, attrs: {name: w}}`,
    );
    const server: Server = {
      [F]: flows,
      [W]: [{ pk: uuid(2), name: 'w' }],
      'authentik_flows.flowstagebinding': [{ pk: uuid(3), target: uuid(1), stage: uuid(2), order: 0 }],
    };
    const planned = planOf([text], server);
    expect([lines(planned.plan), found(planned), planned.plan.summary.unchanged]).toEqual([[], [], 3]);
  });

  test('may go both ways', () => {
    const text = (users: string, groups: string): string =>
      file(
        `{model: ${G}, identifiers: {pk: ${uuid(90)}}, attrs: {name: g, users: ${users}}}`,
        `{model: ${U}, identifiers: {pk: 5}, attrs: {username: ada, name: Ada, groups: ${groups}}}`,
      );
    const both = text('[5]', `[${uuid(90)}]`);
    const server = (pk: number, groupKey: string): Server => ({
      [G]: [{ ...group(1, 'g', { users: [pk] }), pk: groupKey }],
      [U]: [{ pk, username: 'ada', name: 'Ada', groups: [groupKey] }],
    });
    const there = planOf([both], server(8, uuid(1)));
    expect([lines(there.plan), found(there)]).toEqual([[], []]);
    const made = planOf([both], {});
    expect(made.codes.filter((code) => code !== 'pk-literal')).toEqual([]);
    expect(lines(made.plan)).toHaveLength(3);
  });

  test('may be one of a long chain, each of which needs the next', () => {
    const length = 3000;
    const chain = Array.from(
      { length },
      (_, n) =>
        `{model: ${G}, identifiers: {pk: ${uuid(10_000 + n)}}, attrs: {name: g${n}${n + 1 < length ? `, parent: ${uuid(10_001 + n)}` : ''}}}`,
    );
    const { plan, codes } = planOf([file(...chain)], {});
    expect([new Set(codes), plan.summary.create]).toEqual([new Set(['pk-literal']), length]);
  });

  test('by a number means it in fields that link to such objects, and in its own file', () => {
    const server: Server = { [F]: flows, [P]: [provider(3, 'other'), provider(7, 'a')] };
    const own = planOf(
      [
        file(
          proxy(3, 'a'),
          app('x', 3),
          `{model: ${B}, identifiers: {pk: ${uuid(90)}}, attrs: {target: ${uuid(1)}, user: 3, order: 3}}`,
        ),
      ],
      { ...server, [U]: [{ pk: 3, username: 'eve', name: 'Eve' }] },
    );
    expect([
      bodyOf(own.plan.changes, 'x')?.['provider'],
      own.plan.changes.find(({ model }) => model === B)?.body,
    ]).toEqual([7, { order: 3, target: uuid(1), user: 3 }]);
    const elsewhere = planOf([file(proxy(3, 'a')), file(app('x', 3))], server);
    expect(bodyOf(elsewhere.plan.changes, 'x')?.['provider']).toBe(3);
  });

  test('of a kind of provider means that one, where the export has it as what it is a kind of, too', () => {
    const base = `{model: authentik_providers_oauth2.oauth2provider, identifiers: {pk: 3}, attrs: {name: a, authorization_flow: ${uuid(1)}, client_id: x}}`;
    for (const order of [
      [base, proxy(3, 'a')],
      [proxy(3, 'a'), base],
    ]) {
      const { plan } = planOf([file(...order, app('x', 3))], { [F]: flows });
      expect(lines(plan).map((line) => line.split(':')[0])).toEqual([
        `create ${P} a`,
        'create authentik_core.application x',
      ]);
    }
  });

  test('by a number means an object of the right kind', () => {
    const two = file(
      `{model: ${U}, identifiers: {pk: 3}, attrs: {username: ada, name: Ada, groups: []}}`,
      proxy(3, 'a'),
      app('x', 3),
      `{model: ${L}, identifiers: {name: l}, attrs: {authorization_flow: ${uuid(1)}}}`,
    );
    const { plan } = planOf([two], { [F]: flows });
    expect(bodyOf(plan.changes, 'x')?.['provider']).toMatchObject({
      $ref: { row: plan.changes.find(({ key }) => key === 'a')?.row },
    });
  });
});

describe('a key that nothing has', () => {
  test('is an error at its place', () => {
    const planned = planOf(
      [
        file(
          `{model: ${G}, identifiers: {name: g}, attrs: {users: [1, 77]}}`,
          `{model: ${W}, identifiers: {name: w}, attrs: {create_users_group: ${uuid(70)}}}`,
        ),
      ],
      { [U]: [{ pk: 1, username: 'a' }] },
    );
    expect([lines(planned.plan), found(planned)]).toEqual([
      [],
      ['reference-unknown «77»', `reference-unknown «${uuid(70)}»`],
    ]);
  });

  test('is one finding, and not one for each that needs its entry', () => {
    const text = file(
      `{model: ${W}, identifiers: {pk: ${uuid(92)}}, attrs: {name: w, create_users_group: ${uuid(70)}}}`,
      `{model: authentik_flows.flowstagebinding, identifiers: {pk: ${uuid(93)}, target: ${uuid(1)}, stage: ${uuid(92)}, order: 0}}`,
    );
    expect(
      found(planOf([text], { [F]: flows })).filter(
        (one) => one.startsWith('reference-unknown') || one.startsWith('value'),
      ),
    ).toEqual([`reference-unknown «${uuid(70)}»`]);
  });

  test('is none when an object of the server has it, and a hint says how it is named everywhere', () => {
    const { diagnostics } = planOf(
      [file(`{model: ${W}, identifiers: {name: w}, attrs: {create_users_group: ${uuid(1)}}}`)],
      { [G]: [group(1, 'g')] },
    );
    expect(
      diagnostics.map(({ code, severity, fixes }) => `${severity} ${code}: ${fixes?.[0]?.edits[0]?.text}`),
    ).toEqual([`warning reference-literal: !Find [${G}, [name, g]]`]);
  });
});

test.each(['consent', '""', '', '~', 'null', 'true', '7'])(
  "a pk that can be nobody's key (%s) stands for nothing in other entries",
  (pk) => {
    const flowEntry = `{model: ${F}, identifiers: {slug: consent}, attrs: {name: 'null', title: 'true', designation: authorization, policy_engine_mode: any}}`;
    const instance =
      '{model: authentik_blueprints.blueprintinstance, identifiers: {name: base}, attrs: {path: "", content: ""}}';
    const binding = `{model: ${B}, identifiers: {target: ${uuid(501)}, group: ${uuid(2)}, order: 7}, attrs: {timeout: 7}}`;
    const { changes } = planOf(
      [file(`{model: ${G}, identifiers: {pk: ${pk}}, attrs: {name: g}}`, flowEntry, instance, binding)],
      { [F]: flows, [G]: [group(2, 'other')] },
    ).plan;
    expect(bodyOf(changes, 'consent')).toMatchObject({ slug: 'consent', name: 'null', title: 'true' });
    expect(bodyOf(changes, 'base')).toMatchObject({ path: '', content: '' });
    expect(changes.find((change) => change.model === B)?.body).toMatchObject({ order: 7, timeout: 7 });
  },
);

test.each([
  ['a number', U, '77', { pk: 5, username: 'eve', name: 'Eve' }, '{username: eve}', '{username: eve}'],
  ['a UUID', G, uuid(77), group(1, 'team'), '{name: team}', '{name: team}'],
])(
  'what only has the attributes of an entry with another key (%s) is not deleted',
  (_, model, pk, row, attrs, natural) => {
    const server = { [model]: [row] };
    const planned = planOf(
      [file(`{model: ${model}, state: absent, identifiers: {pk: ${pk}}, attrs: ${attrs}}`)],
      server,
    );
    expect([lines(planned.plan), found(planned)]).toEqual([[], ['pk-literal «pk»']]);
    const named = natural.replace('{', `{pk: ${pk}, `);
    expect(
      lines(planOf([file(`{model: ${model}, state: absent, identifiers: ${named}}`)], server).plan),
    ).toHaveLength(1);
    expect(
      lines(
        planOf(
          [file(`{model: ${model}, state: absent, identifiers: {pk: ${row.pk}}, attrs: ${attrs}}`)],
          server,
        ).plan,
      ),
    ).toHaveLength(1);
  },
);
