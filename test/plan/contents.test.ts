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
      'makes another default tenant',
      blueprint([`{model: ${T}, identifiers: {domain: a.b}, attrs: {default: true}}`]),
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
    expect(diagnostics[0]?.message).toContain(`(--allow-protected ${object} or ${INSTANCE}:I)`);
    const place = diagnostics[0]?.notes?.[0]?.place;
    expect(place?.file.path).toBe('blueprint.yaml');
    expect(place?.file.text.slice(place.span.start)).toMatch(/^[\w.]+[:,\n]/);
  });

  test.each([`${G}:authentik Admins`, G, `${INSTANCE}:I`, INSTANCE])(
    'is applied with --allow-protected %s',
    (name) => {
      const { plan, codes } = planned(storing(blueprint([EMPTIED])), { policy: { allowProtected: [name] } });
      expect(lines(plan.changes)).toEqual([
        `create ${INSTANCE} I`,
        `by the server: update ${G} authentik Admins`,
      ]);
      expect(codes).toEqual([]);
      expect(plan.summary).toMatchObject({ create: 1, update: 0, leftAlone: 0, byServer: 1 });
    },
  );

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
