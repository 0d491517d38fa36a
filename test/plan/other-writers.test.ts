import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { BundledTable, SetObject } from '../../src/catalog/bundled.ts';
import type { Json } from '../../src/catalog/model.ts';
import { loadBundled, loadCatalog } from '../../src/cli/catalogs.ts';
import { catalog, file, group, planWith, type Server, uuid } from './setup.ts';

const INSTANCES = 'authentik_blueprints.blueprintinstance';
const GROUPS = 'authentik_core.group';
const FLOWS = 'authentik_flows.flow';
const PATH = 'default/x.yaml';
const HASH = 'ab'.repeat(64);

const instance = (more: Readonly<Record<string, Json>> = {}): Readonly<Record<string, Json>> => ({
  pk: uuid(900),
  name: 'Default - X',
  path: PATH,
  content: '',
  context: {},
  enabled: true,
  status: 'successful',
  last_applied: '2026-01-01T00:00:00Z',
  last_applied_hash: HASH,
  ...more,
});

/** A table with one file, whose entries are these. */
const bundledWith = (...entries: SetObject[]): BundledTable => ({
  releases: ['2023.2'],
  files: [
    {
      path: PATH,
      versions: [{ in: ['2023.2'], hash: HASH, name: 'Default - X', has: entries.map((_, index) => index) }],
      entries,
    },
  ],
});

const g1 = (attrs: SetObject['attrs'], more: Partial<SetObject> = {}): SetObject => ({
  model: GROUPS,
  identifiers: { name: 'g1' },
  attrs,
  ...more,
});

/** What a plan says of other writers. */
function said(entry: string, server: Server, bundled: BundledTable, release?: string): string[] {
  const texts = [file(...entry.split('\n'))];
  const of = release === undefined ? catalog : loadCatalog(release, () => undefined);
  const { diagnostics } = planWith(texts, server, { catalog: of, bundled });
  return diagnostics.filter(({ code }) => code === 'other-writer').map(({ message }) => message);
}

const serverWith = (...instances: Readonly<Record<string, Json>>[]): Server => ({
  [GROUPS]: [group(1, 'g1')],
  [INSTANCES]: instances,
});

const SUPER = `{model: ${GROUPS}, identifiers: {name: g1}, attrs: {is_superuser: true}}`;
const GONE = `{model: ${GROUPS}, identifiers: {name: g1}, state: absent}`;
const OFF = `{model: ${INSTANCES}, identifiers: {path: ${PATH}}, attrs: {enabled: false}}`;
const SAYS = `the server's blueprint instance Default - X (authentik's own ${PATH})`;
const AGAIN = 'when the server applies it again';

describe('a blueprint of the server that sets what an entry sets', () => {
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
  const attributes = `{model: ${GROUPS}, identifiers: {name: g1}, attrs: {attributes: {note: mine}}}`;

  it.each<[string, string, SetObject, string | undefined]>([
    [
      'another value',
      SUPER,
      g1({ is_superuser: false }),
      `sets is_superuser to false on ${GROUPS} g1: that comes back`,
    ],
    ['the same value', SUPER, g1({ is_superuser: true }), undefined],
    ['another field', SUPER, g1({ attributes: { a: 1 } }), undefined],
    ['another object', SUPER, g1({ is_superuser: false }, { identifiers: { name: 'g2' } }), undefined],
    ['only what is missing', SUPER, g1({ is_superuser: false }, { state: 'created' }), undefined],
    ['on a condition', SUPER, g1({ is_superuser: false }, { conditional: true }), undefined],
    ['what only the server knows', SUPER, g1({ is_superuser: { $unknown: true } }), undefined],
    [
      'by what cannot be told',
      SUPER,
      g1({ is_superuser: false }, { identifiers: { name: { $unknown: true } } }),
      undefined,
    ],
    ['a text with this hash', attributes, g1({ attributes: { note: { $hash: hashOf('mine') } } }), undefined],
    [
      'a text with another hash',
      attributes,
      g1({ attributes: { note: { $hash: hashOf('theirs') } } }),
      `sets attributes to {note: authentik's own text} on ${GROUPS} g1: that comes back`,
    ],
    ['an object that is deleted', GONE, g1({}), `makes ${GROUPS} g1: it is there again`],
    [
      'an object that is deleted, where it is missing',
      GONE,
      g1({}, { state: 'created' }),
      `makes ${GROUPS} g1: it is there again`,
    ],
    ['a delete of the object', SUPER, g1({}, { state: 'absent' }), `deletes ${GROUPS} g1: it is gone`],
    ['a delete of both', GONE, g1({}, { state: 'absent' }), undefined],
    [
      'a name that is changed',
      `{model: ${GROUPS}, identifiers: {pk: ${uuid(1)}}, attrs: {name: g9}}`,
      g1({}),
      `knows ${GROUPS} g9 by its name: it makes another`,
    ],
  ])('%s', (_, entry, object, expected) => {
    const found = said(entry, serverWith(instance()), bundledWith(object));
    expect(found).toEqual(expected === undefined ? [] : [`${SAYS} ${expected} ${AGAIN}`]);
  });

  it('is still said when the plan has nothing to do', () => {
    const server = { ...serverWith(instance()), [GROUPS]: [{ ...group(1, 'g1'), is_superuser: true }] };
    expect(said(SUPER, server, bundledWith(g1({ is_superuser: false })))).toHaveLength(1);
  });

  it.each<[string, Readonly<Record<string, Json>>, string, boolean]>([
    ['switched off', { enabled: false }, SUPER, false],
    ['switched off by an entry', {}, `${OFF}\n${SUPER}`, false],
    ['with the file of somebody else', { last_applied_hash: 'cd'.repeat(64) }, SUPER, false],
    ['never applied', { last_applied_hash: '', status: 'unknown' }, SUPER, true],
    ['with another path', { path: 'mine/x.yaml' }, SUPER, false],
    [
      'deleted by an entry: the server makes it again',
      {},
      `{model: ${INSTANCES}, identifiers: {path: ${PATH}}, state: absent}\n${SUPER}`,
      true,
    ],
  ])('of an instance that is %s', (_, more, entries, isSaid) => {
    const found = said(entries, serverWith(instance(more)), bundledWith(g1({ is_superuser: false })));
    expect(found.length > 0).toBe(isSaid);
  });

  it('counts what another one has applied first, on a release that does so though it is off', () => {
    const entries = [g1({ is_superuser: false })];
    const table = (short: string): BundledTable => ({
      releases: [short],
      files: [
        ...bundledWith(...entries).files.map((one) => ({
          ...one,
          versions: one.versions.map((version) => ({ ...version, in: [short] })),
        })),
        {
          path: 'default/y.yaml',
          versions: [
            { in: [short], hash: 'cd'.repeat(64), name: 'Y', applies: [{ name: 'Default - X' }], has: [] },
          ],
          entries: [],
        },
      ],
    });
    const y = instance({
      pk: uuid(901),
      name: 'Y',
      path: 'default/y.yaml',
      last_applied_hash: 'cd'.repeat(64),
    });
    const server = serverWith(instance({ enabled: false }), y);
    expect(said(SUPER, server, table('2025.12'), '2025.12')).toHaveLength(1);
    expect(said(SUPER, server, table('2025.10'), '2025.10')).toEqual([]);
    const bothOff = serverWith(instance({ enabled: false }), { ...y, enabled: false });
    expect(said(SUPER, bothOff, table('2025.12'), '2025.12')).toEqual([]);
  });
});

describe('a text that the server stores', () => {
  const NONE: BundledTable = { releases: [], files: [] };
  const text =
    'version: 1\ncontext: {who: g1, is: false}\nentries:\n- model: authentik_core.group\n  identifiers: {name: !Context who}\n  attrs: {is_superuser: !Context is, attributes: {by: !Env SOMETHING}}\n';
  const stored = (more: Readonly<Record<string, Json>> = {}): Readonly<Record<string, Json>> =>
    instance({ name: 'Stored', path: '', content: text, ...more });

  it('is read with its context and that of the instance', () => {
    const [message, ...more] = said(SUPER, serverWith(stored()), NONE);
    expect(message).toBe(
      `the server's blueprint instance Stored, which stores its text, sets is_superuser to false on ${GROUPS} g1: that comes back ${AGAIN}`,
    );
    expect(more).toEqual([]);
    expect(said(SUPER, serverWith(stored({ context: { is: true } })), NONE)).toEqual([]);
    expect(said(SUPER, serverWith(stored({ context: { who: 'g2' } })), NONE)).toEqual([]);
  });

  it('says nothing of a value that the server evaluates', () => {
    const entry = `{model: ${GROUPS}, identifiers: {name: g1}, attrs: {attributes: {by: us}}}`;
    expect(said(entry, serverWith(stored()), NONE)).toEqual([]);
  });

  it('is the own one where an entry manages the instance', () => {
    const entry = `{model: ${INSTANCES}, identifiers: {name: Stored}, attrs: {enabled: true}}`;
    expect(said(`${entry}\n${SUPER}`, serverWith(stored()), NONE)).toEqual([]);
  });

  it('is no secret told', () => {
    const model = 'authentik_providers_oauth2.oauth2provider';
    const entryOf = (id: string): string =>
      `{model: ${model}, identifiers: {name: p1}, attrs: {client_id: ${id}, client_secret: ${id}-secret}}`;
    const row = { pk: 5, name: 'p1', client_id: 'before', client_secret: 'before-secret' };
    const server = { [model]: [row], [INSTANCES]: [stored({ content: file(entryOf('theirs')) })] };
    const [message] = said(entryOf('ours'), server, NONE);
    expect(message).toContain('sets client_id to "theirs" and client_secret to a value of its own on');
  });
});

describe('what is asked of the server for it', () => {
  const asked = (
    entry: string,
    bundled: BundledTable,
    rows: readonly Readonly<Record<string, Json>>[],
    isSuperuser = true,
  ): string[] =>
    planWith([file(entry)], { [GROUPS]: rows }, { bundled, unread: [INSTANCES], isSuperuser }).questions.map(
      ({ model }) => model,
    );
  const sets = bundledWith(g1({ is_superuser: false }));
  const none = bundledWith();

  it('is one list, where an instance could mean what is changed', () => {
    const there = [group(1, 'g1')];
    const same = [{ ...group(1, 'g1'), is_superuser: true }];
    expect(asked(SUPER, none, there)).toEqual([INSTANCES]);
    expect(asked(SUPER, sets, same)).toEqual([INSTANCES]);
    expect(asked(SUPER, none, same)).toEqual([]);
    expect(asked(SUPER, none, [])).toEqual([]);
    expect(asked(SUPER, sets, there, false)).toEqual([]);
  });
});

describe("authentik's own blueprints", () => {
  const flow = {
    pk: uuid(1),
    policybindingmodel_ptr_id: uuid(2),
    slug: 'default-authentication-flow',
    name: 'Welcome to authentik!',
    title: 'Welcome to authentik!',
    designation: 'authentication',
  };
  const change = (attrs: string): string =>
    `{model: ${FLOWS}, identifiers: {slug: ${flow.slug}}, attrs: ${attrs}}`;

  it.each(['2023.2', '2024.8', '2025.12', '2026.8'])('are known of %s', (release) => {
    const server: Server = {
      [FLOWS]: [flow],
      [INSTANCES]: [
        instance({
          name: 'Default - Authentication flow',
          path: 'default/flow-default-authentication-flow.yaml',
          last_applied_hash: '',
          status: 'unknown',
        }),
      ],
    };
    const found = said(change('{title: Ours, name: Welcome to authentik!}'), server, loadBundled(), release);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('sets title to "Welcome to authentik!"');
  });

  it('hold no long text and no code', () => {
    const long: string[] = [];
    const walk = (value: Json): void => {
      if (typeof value === 'string' && (value.length > 64 || value.includes('\n'))) long.push(value);
      if (typeof value === 'object' && value !== null)
        for (const [key, member] of Object.entries(value)) if (key !== '$of') walk(member);
    };
    for (const { entries } of loadBundled().files)
      for (const { identifiers, attrs } of entries) {
        walk(identifiers);
        walk(attrs);
        const expression = attrs['expression'];
        if (typeof expression === 'string') long.push(expression);
      }
    expect(long).toEqual([]);
  });
});
