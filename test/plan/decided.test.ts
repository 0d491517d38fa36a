import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { file, lines, planOf, type Server, uuid } from './setup.ts';

/*
 * Decisions of a plan that are easy to lose: what is taken back, what comes first, what is said where.
 */

const G = 'authentik_core.group';
const A = 'authentik_core.application';
const F = 'authentik_flows.flow';
const FSB = 'authentik_flows.flowstagebinding';
const S = 'authentik_stages_dummy.dummystage';
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
  designation: 'authentication',
  background: '/static/dist/assets/images/flow_background.jpg',
});

describe('an address of a picture', () => {
  const clear = (icon: string | null | undefined, value: string) => {
    const application = {
      pk: uuid(1),
      slug: 'a',
      name: 'A',
      ...(icon === undefined ? {} : { meta_icon: icon }),
    };
    const { codes, plan } = planOf(
      [file(`{model: ${A}, identifiers: {slug: a}, attrs: {name: A, meta_icon: ${value}}}`)],
      { [A]: [application] },
    );
    return [...codes, ...lines(plan)];
  };

  test.each([
    ['https://a.example.com/b.png', 'null'],
    ['https://a.example.com/b.png', '""'],
    ['/media/a.png', 'null'],
    ['/static/dist/assets/icons/icon.png', 'null'],
  ])('is %s, and becomes %s, which is an empty one', (icon, value) =>
    expect(clear(icon, value)).toEqual([`update ${A} a: meta_icon`]),
  );

  test.each([null, undefined])('is %s, which is none: nothing is done', (icon) => {
    expect(clear(icon, 'null')).toEqual([]);
    expect(clear(icon, '""')).toEqual([]);
  });

  test.each(['null', '""'])('of a flow is %s where it shows the picture that every flow has', (value) =>
    expect(
      lines(
        planOf([file(`{model: ${F}, identifiers: {slug: f}, attrs: {background: ${value}}}`)], {
          [F]: [flow(1, 'f')],
        }).plan,
      ),
    ).toEqual([]),
  );

  test('can be another one', () =>
    expect(clear('https://a.example.com/b.png', '"https://a.example.com/c.png"')).toEqual([
      `update ${A} a: meta_icon`,
    ]));
});

describe('a file that deletes an object and makes it again', () => {
  const again = (attrs: string, has = {}): string[] =>
    lines(
      planOf(
        [
          file(
            `{model: ${G}, state: absent, identifiers: {name: a}}`,
            `{model: ${G}, identifiers: {name: a}, attrs: {${attrs}}}`,
          ),
        ],
        { [G]: [group(1, 'a', has)] },
      ).plan,
    );

  test('has nothing to do when it is the same', () => {
    expect(again('')).toEqual([]);
    expect(again('is_superuser: false')).toEqual([]);
    expect(again('attributes: {a: 1}', { attributes: { a: 1 } })).toEqual([]);
  });

  test.each<[what: string, attrs: string, has: object]>([
    ['a value that is wanted otherwise', 'is_superuser: true', {}],
    ['a value that is not the usual one', '', { attributes: { a: 1 } }],
    ['a list that is not empty', '', { users: [5] }],
    ['a mapping that is not empty', '', { attributes: { a: 1 } }],
    ['a link that leads somewhere', '', { parent: uuid(9) }],
  ])('replaces it because of %s', (_, attrs, has) =>
    expect(again(attrs, has).map((line) => line.split(' ')[0])).toEqual(['delete', 'create']),
  );

  test('replaces it when something goes along', () => {
    const { plan } = planOf(
      [file(`{model: ${S}, state: absent, identifiers: {name: s}}`, `{model: ${S}, identifiers: {name: s}}`)],
      {
        [S]: [{ pk: uuid(2), name: 's', flow_set: [] }],
        [F]: [flow(1, 'f')],
        [FSB]: [
          { pk: uuid(3), policybindingmodel_ptr_id: uuid(503), target: uuid(1), stage: uuid(2), order: 0 },
        ],
      },
    );
    expect(lines(plan).map((line) => line.split(' ')[0])).toEqual(['delete', 'create']);
  });
});

describe('findings', () => {
  test('come in the order of the files and of their entries', () => {
    const bad = (name: string): string => `{model: ${G}, identifiers: {name: ${name}}, attrs: {users: x}}`;
    const { diagnostics } = planOf([file(bad('a'), bad('b'), bad('c')), file(bad('d'), bad('e'))], {});
    expect(diagnostics.map(({ place, entry }) => [place?.file.path, entry?.index])).toEqual([
      ['1.yaml', 0],
      ['1.yaml', 1],
      ['1.yaml', 2],
      ['2.yaml', 0],
      ['2.yaml', 1],
    ]);
  });

  test.each<[what: string, find: string, code: string, message: string]>([
    ['a model that there is not', '[authentik_core.grup, [name, a]]', 'find-model-unknown', 'no model'],
    [
      'what is no object',
      '[authentik_blueprints.metaapplyblueprint, [name, a]]',
      'find-model-unknown',
      'no model',
    ],
    [
      'a model that the API does not show',
      '[authentik_enterprise.licenseusage, [user_count, 1]]',
      'find-model-unknown',
      'no model',
    ],
    ['a field that there is not', `[${G}, [nosuch, a]]`, 'find-field-unknown', 'nosuch'],
    [
      'objects that the API does not list',
      '[authentik_providers_oauth2.refreshtoken, [token, a]]',
      'find-undecidable',
      'cannot be looked up',
    ],
    ['nothing', `[${G}, [name, a]]`, 'find-no-match', 'there is none at all'],
  ])('about a look-up of %s', (_, find, code, message) => {
    const { codes, diagnostics } = planOf(
      [file(`{model: ${G}, identifiers: {name: g}, attrs: {parent: !Find ${find}}}`)],
      {},
    );
    expect(codes).toEqual([code]);
    expect(diagnostics[0]?.message).toContain(message);
  });

  test('about a look-up name the nearest number first', () => {
    const server: Server = {
      [F]: [flow(1, 'f')],
      [FSB]: [10, 30, 200].map((order, index) => ({
        pk: uuid(20 + index),
        policybindingmodel_ptr_id: uuid(520 + index),
        target: uuid(1),
        stage: uuid(40 + index),
        order,
      })),
    };
    const { diagnostics } = planOf(
      [file(`{model: ${G}, identifiers: {name: g}, attrs: {attributes: {a: !Find [${FSB}, [order, 31]]}}}`)],
      server,
    );
    expect(diagnostics[0]?.notes?.[0]?.message).toContain('order is 30');
  });
});

describe('what an entry says twice', () => {
  test('is one change, with the last value', () => {
    const { plan } = planOf(
      [
        file(
          `{model: ${G}, identifiers: {name: a}, attrs: {attributes: {v: 1}}}`,
          `{model: ${G}, identifiers: {name: a}, attrs: {attributes: {v: 2}}}`,
        ),
      ],
      { [G]: [group(1, 'a')] },
    );
    expect(plan.changes.map(({ body }) => body)).toEqual([{ attributes: { v: 2 } }]);
  });

  test('and takes back is no change', () => {
    const { plan } = planOf(
      [
        file(
          `{model: ${G}, identifiers: {name: a}, attrs: {is_superuser: true}}`,
          `{model: ${G}, identifiers: {name: a}, attrs: {is_superuser: false}}`,
        ),
      ],
      { [G]: [group(1, 'a')] },
    );
    expect(lines(plan)).toEqual([]);
  });

  test('of two names and a rename is found under the new one', () => {
    const { codes, plan } = planOf(
      [
        file(
          `{model: ${G}, identifiers: {pk: ${uuid(1)}}, attrs: {name: b}}`,
          `{model: ${G}, identifiers: {name: b}, attrs: {is_superuser: true}}`,
          `{model: ${G}, identifiers: {name: a}, attrs: {is_superuser: true}}`,
        ),
      ],
      { [G]: [group(1, 'a')] },
    );
    expect(codes).toEqual([]);
    expect(lines(plan)).toEqual([`update ${G} b: name, is_superuser`, `create ${G} a: is_superuser, name`]);
  });
});

describe('a blueprint that the server keeps', () => {
  const INSTANCE = 'authentik_blueprints.blueprintinstance';
  const META = 'authentik_blueprints.metaapplyblueprint';
  const EMPTY = 'version: 1\nentries: []\n';
  const applied = {
    pk: uuid(1),
    name: 'k',
    path: 'a.yaml',
    content: '',
    enabled: true,
    status: 'successful',
    last_applied_hash: 'h',
  };
  const why = (actual: object, attrs = '', hash = 'h') =>
    planOf([file(`{model: ${INSTANCE}, identifiers: {name: k}, attrs: {${attrs}}}`)], {
      [INSTANCE]: [{ ...applied, ...actual }],
      [META]: [{ path: 'a.yaml', hash }],
    }).plan.changes[0]?.applies?.because;
  const sha512 = (text: string): string => createHash('sha512').update(text).digest('hex');

  test.each<[what: string, actual: object, attrs: string, hash: string, because: unknown]>([
    ['as it was applied', {}, '', 'h', undefined],
    ['that was never applied', { status: 'unknown' }, '', 'h', { kind: 'never-applied' }],
    ['that failed', { status: 'error' }, '', 'h', { kind: 'failed-last', status: 'error' }],
    ['whose file changed', {}, '', 'other', { kind: 'file-changed', path: 'a.yaml' }],
    ['of another file, which the server does not have', { path: 'b.yaml' }, '', 'other', undefined],
    ['from a registry', { path: 'oci://a' }, '', 'other', undefined],
    ['that gets another file', {}, 'path: b.yaml', 'h', { kind: 'written', fields: ['path'] }],
    ['that gets another name for people only', {}, 'metadata: {a: b}', 'h', undefined],
    ['that is switched off', { enabled: false, status: 'error' }, '', 'h', undefined],
    [
      'of a text as it was applied',
      { path: '', content: EMPTY, last_applied_hash: sha512(EMPTY) },
      '',
      'h',
      undefined,
    ],
    [
      'of a text that changed',
      { path: '', content: EMPTY, last_applied_hash: sha512('another') },
      '',
      'h',
      { kind: 'content-changed' },
    ],
  ])('%s', (_, actual, attrs, hash, because) => expect(why(actual, attrs, hash)).toEqual(because));
});

describe('a reference to what an earlier entry deletes', () => {
  const made = (more: string): string =>
    `version: 1\nentries:\n- {model: ${F}, id: f, identifiers: {slug: f}, attrs: {name: f, title: f, designation: authentication}}\n- {model: ${S}, id: s, identifiers: {name: s}}\n${more}- {model: ${FSB}, identifiers: {target: !KeyOf f, stage: !KeyOf s, order: 0}}\n`;
  const gone = `- {model: ${F}, state: absent, identifiers: {slug: f}}\n`;

  test.each<[string, string, string[]]>([
    ['is refused', gone, ['keyof-skipped']],
    ['is fine where nothing is deleted', '', []],
  ])('%s', (_, more, expected) => {
    for (const server of [{}, { [F]: [flow(1, 'f')] }] as readonly Server[])
      expect(
        planOf([made(more)], server).diagnostics.flatMap(({ code, severity }) =>
          severity === 'error' ? [code] : [],
        ),
      ).toEqual(expected);
  });
});
