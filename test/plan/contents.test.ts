import { describe, expect, test } from 'vitest';
import { planWith, type Server, uuid } from './setup.ts';
import type { Change } from '../../src/plan/value/plan.ts';

/*
 * Blueprints that the server stores as texts and applies: what a run has it do is shown, and protected as if
 * the entries stood in the file.
 */

const INSTANCE = 'authentik_blueprints.blueprintinstance';
const G = 'authentik_core.group';
const U = 'authentik_core.user';
const TOKEN = 'authentik_core.token';
const T = 'authentik_tenants.tenant';
const O = 'authentik_outposts.outpost';

const me = { pk: 1, username: 'akadmin', name: 'Admin', is_active: true, groups: [uuid(1)], attributes: {} };
const admins = {
  pk: uuid(1),
  name: 'authentik Admins',
  is_superuser: true,
  parent: null,
  users: [1],
  attributes: {},
};
const server: Server = {
  [U]: [me, { ...me, pk: 2, username: 'other', groups: [] }],
  [G]: [admins, { ...admins, pk: uuid(2), name: 'plain', is_superuser: false, users: [2] }],
  [T]: [{ tenant_uuid: uuid(3), domain: 'authentik-default', default: true, branding_title: 'authentik' }],
  [O]: [
    {
      pk: uuid(4),
      name: 'authentik Embedded Outpost',
      type: 'proxy',
      managed: 'goauthentik.io/outposts/embedded',
      providers: [7, 8],
      config: {},
      service_connection: null,
    },
  ],
  'authentik_providers_proxy.proxyprovider': [
    { pk: 7, name: 'seven' },
    { pk: 8, name: 'eight' },
  ],
  [TOKEN]: [
    {
      pk: uuid(5),
      identifier: 'mine',
      user: 1,
      intent: 'api',
      expiring: false,
      expires: null,
      description: '',
    },
  ],
};

/** A blueprint with these entries, in flow style, and what comes before them. */
const blueprint = (entries: readonly string[], more = ''): string =>
  `version: 1\n${more}entries:\n${entries.map((entry) => `- ${entry}\n`).join('')}`;

/** An entry of an instance that stores such a blueprint, as a block in the file. */
const storing = (content: string, more = '', name = 'I'): string =>
  [
    `- model: ${INSTANCE}`,
    `  identifiers: {name: ${name}}`,
    '  attrs:',
    ...(more === '' ? [] : [`    ${more}`]),
    '    content: |',
    ...content.split('\n').map((line) => `      ${line}`),
    '',
  ].join('\n');

const planned = (entries: string, more: Parameters<typeof planWith>[2] = {}, on: Server = server) =>
  planWith([`version: 1\nentries:\n${entries}`], on, more);

const said = ({ by, leftAlone, action, model, key }: Change): string =>
  `${leftAlone ? 'left alone: ' : ''}${by === undefined ? '' : 'by the server: '}${action} ${model} ${key}`;
const lines = (changes: readonly Change[]): string[] =>
  changes.filter(({ action }) => action !== 'noop').map(said);

const EMPTIED = `{model: ${G}, identifiers: {name: authentik Admins}, attrs: {users: []}}`;
const ALONE = [`left alone: create ${INSTANCE} I`];

describe('a content that changes a protected object', () => {
  test.each<[what: string, content: string, object: string]>([
    ['empties the group of the token’s user', blueprint([EMPTIED]), `${G}:authentik Admins`],
    [
      'changes the default tenant',
      blueprint([`{model: ${T}, identifiers: {domain: authentik-default}, attrs: {branding_title: mine}}`]),
      `${T}:authentik-default`,
    ],
    [
      'takes a provider out of the embedded outpost',
      blueprint([
        `{model: ${O}, identifiers: {managed: goauthentik.io/outposts/embedded}, attrs: {name: authentik Embedded Outpost, type: proxy, providers: [7]}}`,
      ]),
      `${O}:authentik Embedded Outpost`,
    ],
    [
      'makes the token’s user inactive',
      blueprint([`{model: ${U}, identifiers: {username: akadmin}, attrs: {is_active: false}}`]),
      `${U}:akadmin`,
    ],
    [
      'makes the user inactive that a number identifies, whatever the attributes say',
      blueprint([
        `{model: ${U}, identifiers: {pk: 1}, attrs: {username: new, name: n, groups: [], is_active: false}}`,
      ]),
      `${U}:akadmin`,
    ],
    [
      'writes the key of a token of the token’s user',
      blueprint([`{model: ${TOKEN}, identifiers: {identifier: mine}, attrs: {key: known}}`]),
      `${TOKEN}:mine`,
    ],
    [
      'does it with a value of its context',
      blueprint(
        [`{model: ${G}, identifiers: {name: !Context who}, attrs: {users: []}}`],
        'context: {who: authentik Admins}\n',
      ),
      `${G}:authentik Admins`,
    ],
    [
      'does it with a text that is put together',
      blueprint([`{model: ${G}, identifiers: {name: !Format ["%s Admins", authentik]}, attrs: {users: []}}`]),
      `${G}:authentik Admins`,
    ],
    [
      'does it to an object that it finds',
      blueprint([
        `{model: ${G}, identifiers: {pk: !Find [${G}, [name, authentik Admins]]}, attrs: {name: x}}`,
      ]),
      `${G}:authentik Admins`,
    ],
    [
      'deletes it',
      blueprint([`{model: ${G}, state: absent, identifiers: {name: authentik Admins}}`]),
      `${G}:authentik Admins`,
    ],
    [
      'does it only where a condition is met, which it is',
      blueprint([
        `{model: ${G}, conditions: [!Find [${G}, [name, plain]]], identifiers: {name: authentik Admins}, attrs: {users: []}}`,
      ]),
      `${G}:authentik Admins`,
    ],
    [
      'does it in its last entry',
      blueprint([`{model: ${G}, identifiers: {name: new}}`, EMPTIED]),
      `${G}:authentik Admins`,
    ],
    [
      'merges the list by a comment that the importer does not know',
      `version: 1\nentries:\n- model: ${G}\n  identifiers: {name: authentik Admins}\n  attrs:\n    users: [2] # ak-blueprint-merge users\n`,
      `${G}:authentik Admins`,
    ],
  ])('%s: nothing of it is written', (_, content, object) => {
    const { plan, diagnostics, codes } = planned(storing(content));
    expect([lines(plan.changes), codes]).toEqual([ALONE, ['protected-left-alone']]);
    expect(plan.changes[0]).toMatchObject({ body: {}, applies: undefined });
    expect(plan.summary).toMatchObject({ create: 0, leftAlone: 1, byServer: 0 });
    expect(diagnostics[0]?.message).toContain(object.replace(':', ' '));
    const typed = object.includes(' ') ? `"${object}"` : object;
    expect(diagnostics[0]?.message).toContain(`(--allow-protected ${typed} or ${INSTANCE}:I)`);
    const place = diagnostics[0]?.notes?.[0]?.place;
    expect(place?.file.path).toBe('blueprint.yaml');
    expect(place?.file.text.slice(place.span.start)).toMatch(/^[\w.]+[:,\n]/);
  });

  test.each<[what: string, attrs: string, name?: string]>([
    ['the context of the file', '{content: !Context evil}'],
    ['a template', `{content: !Format ["version: 1\\nentries: [%s]", !Context entry]}`],
    ['a branch', '{content: !If [true, !Context evil, ""]}'],
    ['a variable', '{content: !Env EVIL}', '(from EVIL)'],
  ])('is left alone as well when it comes from %s', (_, attrs, name = 'authentik Admins') => {
    const context = { evil: blueprint([EMPTIED]), entry: EMPTIED };
    const text = `version: 1\ncontext: ${JSON.stringify(context)}\nentries:\n- {model: ${INSTANCE}, identifiers: {name: I}, attrs: ${attrs}}\n`;
    const { plan, diagnostics } = planWith([text], server, { env: { EVIL: context.evil } });
    expect(lines(plan.changes)).toEqual(ALONE);
    const alone = diagnostics.find(({ code }) => code === 'protected-left-alone');
    expect(alone?.message).toContain(`its content would update ${G} ${name}`);
    expect(alone?.notes?.[0]?.place).toMatchObject({ file: { path: 'blueprint.yaml' } });
  });

  test.each([`${G}:authentik Admins`, G, `${INSTANCE}:I`, INSTANCE])(
    'is applied with --allow-protected %s',
    (name) => {
      // It leaves no superuser, which is a question of its own.
      const policy = { allowProtected: [name], allowLockout: true };
      const { plan, codes } = planned(storing(blueprint([EMPTIED])), { policy });
      expect(lines(plan.changes)).toEqual([
        `create ${INSTANCE} I`,
        `by the server: update ${G} authentik Admins`,
      ]);
      expect(codes).toEqual([]);
      expect(plan.summary).toMatchObject({ create: 1, update: 0, leftAlone: 0, byServer: 1 });
    },
  );

  test('is none that only adds to a list, whatever the project says of that list: the importer does not know', () => {
    const content = blueprint([`{model: ${G}, identifiers: {name: authentik Admins}, attrs: {users: [2]}}`]);
    const policy = { mergedLists: new Set([`${G}.users`]) };
    expect(lines(planned(storing(content), { policy }).plan.changes)).toEqual(ALONE);
  });

  test('and its instance cannot be referred to', () => {
    const { codes } = planned(
      `${storing(blueprint([EMPTIED]))}- {model: ${G}, identifiers: {name: x}, attrs: {attributes: {a: !Find [${INSTANCE}, [name, I]]}}}\n`,
    );
    expect(codes).toContain('value-unknown');
  });

  test('is not applied with --allow-protected of another', () =>
    expect(
      lines(
        planned(storing(blueprint([EMPTIED])), { policy: { allowProtected: [`${INSTANCE}:J`] } }).plan
          .changes,
      ),
    ).toEqual(ALONE));

  test('leaves other instances, and what the files do, as they are planned', () => {
    const good = blueprint([`{model: ${G}, identifiers: {name: good}}`]);
    const { plan } = planned(
      `${storing(blueprint([EMPTIED]))}${storing(good, '', 'J')}- {model: ${G}, identifiers: {name: own}}\n`,
    );
    expect(lines(plan.changes).toSorted()).toEqual([
      `by the server: create ${G} good`,
      `create ${INSTANCE} J`,
      `create ${G} own`,
      ...ALONE,
    ]);
  });
});

describe('a content that changes nothing protected', () => {
  const content = blueprint([
    `{model: ${G}, identifiers: {name: new}, attrs: {attributes: {a: 1}}}`,
    `{model: ${G}, identifiers: {name: plain}, attrs: {is_superuser: true}}`,
    `{model: ${G}, identifiers: {name: authentik Admins}, attrs: {attributes: {x: 1}, users: [1, 2]}}`,
  ]);

  test('is shown, with its places in the file, and none of it is ours to send', () => {
    const { plan, codes } = planned(storing(content));
    expect(codes).toEqual([]);
    expect(lines(plan.changes)).toEqual([
      `create ${INSTANCE} I`,
      `by the server: create ${G} new`,
      `by the server: update ${G} plain`,
      `by the server: update ${G} authentik Admins`,
    ]);
    const [instance, ...theirs] = plan.changes;
    expect(theirs.map(({ by }) => by)).toEqual(theirs.map(() => instance?.row));
    expect(theirs.map(({ body }) => body)).toEqual([{}, {}, {}]);
    expect(theirs.map(({ place }) => place?.line)).toEqual([9, 10, 11]);
    expect(theirs.map(({ fields }) => fields.map(({ path }) => path))).toEqual([
      ['attributes', 'name'],
      ['is_superuser'],
      ['attributes', 'users'],
    ]);
  });
});

describe('a content of which it cannot be told what it does', () => {
  const other = (attrs: string): string =>
    blueprint([`{model: ${G}, identifiers: {name: g}, attrs: ${attrs}}`]);

  test.each<[what: string, content: string, why: RegExp]>([
    ['reads a variable', other('{attributes: {a: !Env HOME}}'), /the variable HOME is that of the server/],
    ['reads a variable with a default', other('{is_superuser: !Env [X, false]}'), /the variable X is that/],
    [
      'reads a variable to identify by',
      blueprint([`{model: ${G}, identifiers: {name: !Env G}}`]),
      /variable G/,
    ],
    ['is no YAML', 'version: 1\nentries: [', /.*/],
    ['is no blueprint', 'just a text', /a blueprint is a mapping/],
    ['has an unknown model', blueprint(['{model: authentik_core.grup, identifiers: {name: g}}']), /grup/],
    ['has a value that the server refuses', other('{is_superuser: maybe}'), /is_superuser/],
    [
      'finds nothing',
      other(`{parent: !Find [${G}, [name, nobody]], users: [!Find [${U}, [username, no]]]}`),
      /no object/,
    ],
    [
      'deletes what is identified by nothing',
      blueprint([`{model: ${G}, state: absent, identifiers: {parent: !Find [${G}, [name, nobody]]}}`]),
      /no object/,
    ],
    [
      'deletes what belongs to an object that it has deleted before',
      blueprint([
        `{model: ${G}, id: gone, state: absent, identifiers: {name: plain}}`,
        `{model: ${G}, state: absent, identifiers: {parent: !KeyOf gone}}`,
      ]),
      /an identifier is null/,
    ],
    [
      'identifies one object by its key and another by its name',
      blueprint([`{model: ${G}, identifiers: {pk: ${uuid(2)}, name: authentik Admins}, attrs: {users: []}}`]),
      /match 2 objects/,
    ],
    [
      'has a value that the importer takes for a key of an earlier entry',
      blueprint([
        `{model: ${U}, identifiers: {pk: akadmins, username: other}}`,
        `{model: ${G}, identifiers: {name: g}, attrs: {attributes: {a: akadmins}}}`,
      ]),
      /attributes equals a primary key/,
    ],
    [
      'requires what is not there',
      blueprint([`{model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {name: none}}}`]),
      /no blueprint with name "none"/,
    ],
  ])('%s: is left alone, whatever our environment is', (_, content, why) => {
    const { plan, diagnostics } = planned(storing(content), { env: { HOME: 'ours', X: 'true', G: 'g' } });
    expect(lines(plan.changes)).toEqual(ALONE);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const alone = diagnostics.find(({ code }) => code === 'protected-left-alone');
    expect(alone?.message).toMatch(/it cannot be told what its content does: /);
    expect(alone?.message).toMatch(why);
    expect(alone?.message).toMatch(/\(--allow-protected authentik_blueprints\.blueprintinstance:I\)$/);
    expect(JSON.stringify(plan)).not.toContain('ours');
    expect(plan.summary.leftAlone).toBe(1);
  });

  test('is any, where the token’s user may not see what the server changes', () => {
    const content = blueprint([`{model: ${G}, identifiers: {name: new}}`]);
    const { plan, diagnostics } = planned(storing(content), { isSuperuser: false });
    expect(lines(plan.changes)).toEqual(ALONE);
    expect(diagnostics.at(-1)?.message).toContain("the token's user is no superuser");
    const policy = { allowProtected: [`${INSTANCE}:I`] };
    expect(lines(planned(storing(content), { isSuperuser: false, policy }).plan.changes)).toEqual([
      `create ${INSTANCE} I`,
      `by the server: create ${G} new`,
    ]);
  });

  test('is written and applied where it is told by name, without being planned', () => {
    const content = blueprint([EMPTIED, `{model: ${G}, identifiers: {name: !Env X}}`]);
    const { plan, diagnostics } = planned(storing(content), {
      policy: { allowProtected: [`${INSTANCE}:I`] },
    });
    expect(lines(plan.changes)).toEqual([`create ${INSTANCE} I`]);
    expect(plan.changes[0]?.applies).toMatchObject({ because: { kind: 'new' } });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('is not told by the name of another object', () =>
    expect(
      lines(
        planned(storing(other('{is_superuser: !Env X}')), {
          policy: { allowProtected: [G, `${INSTANCE}:J`] },
        }).plan.changes,
      ),
    ).toEqual(ALONE));
});

describe('an instance that exists', () => {
  const stored = (content: string, more = {}) => ({
    pk: uuid(9),
    name: 'I',
    path: '',
    context: {},
    enabled: true,
    status: 'unknown',
    last_applied_hash: '',
    content,
    ...more,
  });
  const on = (content: string, more = {}): Server => ({ ...server, [INSTANCE]: [stored(content, more)] });
  const entry = (attrs: string): string =>
    `- {model: ${INSTANCE}, identifiers: {name: I}, attrs: {${attrs}}}\n`;
  const meta = (name = 'I'): string =>
    `- {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {name: ${name}}}}\n`;
  const alone = [`left alone: update ${INSTANCE} I`];

  test.each<[what: string, entries: string, more: object]>([
    ['is switched on', entry('enabled: true'), { enabled: false, status: 'successful' }],
    ['was never applied', entry(''), {}],
    ['is wanted first', meta(), {}],
    ['gets another context', entry('context: {a: 1}'), { status: 'successful' }],
    ['loses its path', entry('path: ""'), { path: 'a.yaml', status: 'successful' }],
    [
      'is switched on by a second entry',
      entry('metadata: {a: b}') + entry('enabled: true'),
      { enabled: false },
    ],
  ])('and %s is left alone where its content changes what is protected', (_, entries, more) => {
    const { plan, diagnostics } = planned(entries, {}, on(blueprint([EMPTIED]), more));
    expect(lines(plan.changes)).toEqual(alone);
    expect(plan.changes[0]).toMatchObject({ body: {}, applies: undefined, leftAlone: true });
    expect(diagnostics.find(({ code }) => code === 'protected-left-alone')?.message).toMatch(
      /its content would update authentik_core.group authentik Admins/,
    );
  });

  test('has its own context over that of its content', () => {
    const content = blueprint(
      [`{model: ${G}, identifiers: {name: !Context who}, attrs: {users: []}}`],
      'context: {who: plain}\n',
    );
    const with_ = (context: string) => lines(planned(entry(context), {}, on(content)).plan.changes);
    expect(with_('context: {who: authentik Admins}')).toEqual(alone);
    expect(with_('context: {}')).toEqual([`update ${INSTANCE} I`, `by the server: update ${G} plain`]);
  });

  test('is shown with what its content does, at the entry that has it applied', () => {
    const { plan } = planned(entry(''), {}, on(blueprint([`{model: ${G}, identifiers: {name: new}}`])));
    expect(lines(plan.changes)).toEqual([`update ${INSTANCE} I`, `by the server: create ${G} new`]);
    expect(plan.changes[1]?.place).toMatchObject({ path: 'blueprint.yaml', line: 3 });
  });

  test('and is not applied is none of our business', () => {
    const off = on(blueprint([EMPTIED]), { enabled: false });
    expect(lines(planned(entry(''), {}, off).plan.changes)).toEqual([]);
    const path = on(blueprint([EMPTIED]), { path: 'a.yaml' });
    expect(lines(planned(entry(''), {}, path).plan.changes)).toEqual([`update ${INSTANCE} I`]);
  });
});

describe('a content that is only stored', () => {
  test('is protected against as well: switching it on is a click', () => {
    const { plan, diagnostics } = planned(storing(blueprint([EMPTIED]), 'enabled: false'));
    expect(lines(plan.changes)).toEqual(ALONE);
    expect(diagnostics.map(({ code }) => code)).toEqual(['protected-left-alone']);
  });

  test('and changes nothing protected is stored, and does nothing', () => {
    const { plan, codes } = planned(
      storing(blueprint([`{model: ${G}, identifiers: {name: new}}`]), 'enabled: false'),
    );
    expect([lines(plan.changes), codes]).toEqual([[`create ${INSTANCE} I`], []]);
    expect(plan.changes[0]?.applies).toBeUndefined();
  });
});

describe('blueprints in a content', () => {
  const inner = (content: string, name = 'inner'): string =>
    `{model: ${INSTANCE}, identifiers: {name: ${name}}, attrs: {content: ${JSON.stringify(content)}}}`;
  const wants = (name: string): string =>
    `{model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {name: ${name}}}}`;

  test.each<[what: string, content: string]>([
    ['stored', blueprint([inner(blueprint([EMPTIED]))])],
    ['stored and applied', blueprint([inner(blueprint([EMPTIED])), wants('inner')])],
    ['two deep', blueprint([inner(blueprint([inner(blueprint([EMPTIED]), 'innermost')]))])],
  ])('that change what is protected keep the outer one from being written: %s', (_, content) => {
    const { plan, diagnostics } = planned(storing(content));
    expect(lines(plan.changes)).toEqual(ALONE);
    expect(diagnostics[0]?.message).toMatch(/would update authentik_core.group authentik Admins/);
  });

  test('that it has applied first are the server’s', () => {
    const make = blueprint([`{model: ${G}, identifiers: {name: new}}`]);
    const { plan, codes } = planned(
      storing(
        blueprint([
          inner(make),
          wants('inner'),
          `{model: ${G}, identifiers: {name: new}, attrs: {users: [2]}}`,
        ]),
      ),
    );
    expect([lines(plan.changes), codes]).toEqual([
      [`create ${INSTANCE} I`, `by the server: create ${INSTANCE} inner`, `by the server: create ${G} new`],
      [],
    ]);
    expect(plan.changes[2]?.fields.map(({ path }) => path)).toEqual(['name', 'users']);
  });

  test('that are switched off are not applied first', () => {
    const dark: Server = {
      ...server,
      [INSTANCE]: [
        {
          pk: uuid(9),
          name: 'dark',
          path: '',
          enabled: false,
          status: 'unknown',
          content: blueprint([EMPTIED]),
        },
      ],
    };
    const { plan } = planned(storing(blueprint([wants('dark')])), {}, dark);
    expect(lines(plan.changes)).toEqual([`create ${INSTANCE} I`]);
  });

  test('are followed as far as one of them has itself applied, or they are too deep', () => {
    const loop: Server = {
      ...server,
      [INSTANCE]: [
        {
          pk: uuid(9),
          name: 'loop',
          path: '',
          enabled: true,
          status: 'unknown',
          content: blueprint([wants('loop')]),
        },
      ],
    };
    const run = planned(`- ${wants('loop')}\n`, {}, loop);
    expect(run.diagnostics[0]?.message).toMatch(/loop has itself applied/);
    let deep = blueprint([`{model: ${G}, identifiers: {name: new}}`]);
    for (const name of ['a', 'b', 'c', 'd', 'e']) deep = blueprint([inner(deep, name)]);
    expect(planned(storing(deep)).diagnostics[0]?.message).toMatch(/nested more than \d deep/);
  });
});

describe('entries around a content', () => {
  const conditional = blueprint([
    `{model: ${G}, conditions: [!Find [${G}, [name, plain], [is_superuser, true]]], identifiers: {name: authentik Admins}, attrs: {users: []}}`,
  ]);
  const harmless = (name: string): string =>
    blueprint([
      `{model: ${G}, conditions: [!Find [${G}, [name, plain], [is_superuser, true]]], identifiers: {name: new}, attrs: {attributes: {by: ${name}}}}`,
    ]);
  const plain = (value: string): string =>
    `- {model: ${G}, identifiers: {name: plain}, attrs: {is_superuser: ${value}}}\n`;

  test('that change what it finds are done before it or after it, as they stand in the file', () => {
    const { plan } = planned(storing(conditional) + plain('true'));
    const [first, second] = plan.changes;
    expect(lines(plan.changes)).toEqual([`create ${INSTANCE} I`, `update ${G} plain`]);
    expect(second?.dependsOn).toEqual([first?.id]);
    expect(lines(planned(plain('true') + storing(conditional)).plan.changes)).toEqual([
      `update ${G} plain`,
      ...ALONE,
    ]);
  });

  test('that do so on both sides of it leave it alone', () => {
    const { plan, diagnostics } = planned(
      `- {model: ${G}, identifiers: {name: plain}, attrs: {attributes: {a: 1}}}\n${storing(conditional)}${plain('true')}`,
    );
    expect(lines(plan.changes)).toEqual([`update ${G} plain`, ...ALONE]);
    expect(diagnostics.at(-1)?.message).toMatch(/plain is changed both before and after it/);
  });

  test('and another that gives it other words leave it alone', () => {
    const good = blueprint([`{model: ${G}, identifiers: {name: new}}`]);
    const { plan, diagnostics } = planned(storing(good) + storing(blueprint([EMPTIED])));
    expect(lines(plan.changes)).toEqual(ALONE);
    expect(diagnostics[0]?.message).toMatch(/another entry changes it after this one/);
  });

  test('of other files come before it and after it all the same', () => {
    const file = (name: string, content: string): string =>
      `version: 1\nentries:\n${storing(content, '', name)}`;
    const waits = blueprint([
      `{model: ${G}, conditions: [!Find [${G}, [name, new]]], identifiers: {name: later}}`,
    ]);
    const { plan } = planWith(
      [`version: 1\nentries:\n${plain('true')}`, file('a', harmless('a')), file('b', waits)],
      server,
      {},
    );
    const of = (key: string) => plan.changes.find((change) => change.key === key);
    expect(of('a')?.dependsOn).toEqual([of('plain')?.id]);
    expect(of('b')?.dependsOn).toEqual(expect.arrayContaining([of('plain')?.id, of('a')?.id]));
  });

  test('that set the same are done by the first; what they set differently is written', () => {
    const content = blueprint([
      `{model: ${G}, identifiers: {name: plain}, attrs: {is_superuser: true}}`,
      `{model: ${G}, identifiers: {name: new}, attrs: {attributes: {a: 1}}}`,
    ]);
    const { plan } = planned(
      `${storing(content)}${plain('false')}- {model: ${G}, identifiers: {name: new}, attrs: {attributes: {a: 1}}}\n`,
    );
    const [instance, made, ours] = plan.changes;
    expect(lines(plan.changes)).toEqual([
      `create ${INSTANCE} I`,
      `by the server: create ${G} new`,
      `update ${G} plain`,
    ]);
    expect([made?.fields.length, ours?.body]).toMatchObject([2, { is_superuser: false }]);
    expect(ours?.dependsOn).toEqual([instance?.id]);
  });

  test('that add to a list which it owns are overruled, as the importer does', () => {
    const content = blueprint([`{model: ${G}, identifiers: {name: plain}, attrs: {users: []}}`]);
    const { plan } = planned(
      `- model: ${G}\n  identifiers: {name: plain}\n  attrs:\n    users: [1] # ak-blueprint-merge users\n${storing(content)}`,
    );
    expect(plan.changes.find(({ by }) => by !== undefined)?.fields).toMatchObject([
      { path: 'users', after: [] },
    ]);
  });

  test('that delete the instance keep it from doing anything', () => {
    const { plan, codes } = planned(
      storing(blueprint([`{model: ${G}, identifiers: {name: new}}`])) +
        `- {model: ${INSTANCE}, state: absent, identifiers: {name: I}}\n` +
        `- {model: ${U}, identifiers: {username: u}, attrs: {name: u, groups: [!Find [${G}, [name, new]]]}}\n`,
    );
    expect([lines(plan.changes), codes]).toEqual([[], ['find-no-match']]);
  });
});

describe('secrets in a content', () => {
  const content = blueprint([
    `{model: ${G}, identifiers: {name: new}, attrs: {attributes: {a: !Context team, b: shown-as-it-is}}}`,
    `{model: ${G}, identifiers: {name: other}, attrs: {attributes: {b: shown-as-it-is}}}`,
    `{model: ${U}, identifiers: {username: other}, attrs: {password: written-out}}`,
  ]);

  test('and the context of its instance are in no plan', () => {
    const { plan } = planned(storing(content, 'context: {team: of-the-context}'));
    const text = JSON.stringify(plan);
    expect(text).not.toMatch(/of-the-context|written-out/);
    expect(text).toContain('shown-as-it-is');
    expect(
      plan.changes.filter(({ by }) => by).map(({ fields }) => fields.map(({ secret }) => secret)),
    ).toEqual([[true, false], [false, false], [true]]);
  });
});
