import { describe, expect, test } from 'vitest';
import { ownedKey } from '../../src/ownership/owned-key.ts';
import type { Policy } from '../../src/plan/policy.ts';
import { file, group, lines, planWith, type Server, uuid } from './setup.ts';

const G = 'authentik_core.group';
const A = 'authentik_core.application';
const B = 'authentik_policies.policybinding';

const app = (n: number, slug: string) => ({ pk: uuid(n), slug, name: slug, policy_engine_mode: 'any' });
const binding = (n: number, target: number, to: number, order: number) => ({
  pk: uuid(n),
  target: uuid(target),
  group: uuid(to),
  policy: null,
  user: null,
  order,
  enabled: true,
  negate: false,
  timeout: 30,
});
const owned = (n: number, name: string) =>
  ({ model: G, key: uuid(n), identifiers: { name }, by: 'made' }) as const;
const ownedApp = (slug: string) => ({ model: A, key: slug, identifiers: { slug }, by: 'made' }) as const;
const ownedBinding = (n: number, target: number, to: number, order: number) =>
  ({
    model: B,
    key: uuid(n),
    identifiers: { target: uuid(target), group: uuid(to), order },
    by: 'made',
  }) as const;

const declared = (name: string, more = ''): string => `{model: ${G}, identifiers: {name: ${name}}${more}}`;
const PRUNE: Partial<Policy> = { orphans: 'delete' };

/** What is planned, and the findings about orphans. */
function pruned(
  entries: readonly string[],
  server: Server,
  rows: NonNullable<Parameters<typeof planWith>[2]['owned']>,
  more: Parameters<typeof planWith>[2] = { policy: PRUNE },
): { readonly changes: string[]; readonly found: string[] } {
  const { plan, diagnostics } = planWith([file(...entries)], server, { ...more, owned: rows });
  return {
    changes: lines(plan),
    found: diagnostics
      .filter(({ code }) => ['orphan', 'orphan-kept', 'cascade-unexpected'].includes(code))
      .map(({ code, message }) => `${code}: ${message}`),
  };
}

const keep = declared('keep');
const one = { [G]: [group(1, 'keep'), group(2, 'old')] };

describe('what the project owns and no entry declares any more', () => {
  test('is named without --prune, and stays', () => {
    expect(pruned([keep], one, [owned(1, 'keep'), owned(2, 'old')], {})).toEqual({
      changes: [],
      found: [
        `orphan: ${G} old is still on the server: this project made or adopted it, and no entry declares it any more`,
      ],
    });
  });

  test.each<[what: string, entries: string[], rows: ReturnType<typeof owned>[], changes: string[]]>([
    ['made: deleted', [keep], [owned(2, 'old')], [`delete ${G} old`]],
    ['adopted: deleted', [keep], [{ ...owned(2, 'old'), by: 'adopted' } as never], [`delete ${G} old`]],
    ['not owned: stays', [keep], [owned(1, 'keep')], []],
    ['declared: stays', [keep, declared('old')], [owned(1, 'keep'), owned(2, 'old')], []],
    ['declared as created: stays', [keep, declared('old', ', state: created')], [owned(2, 'old')], []],
    ['renamed on the server: somebody else has it', [keep], [owned(2, 'older')], []],
    ['made anew under another key: not ours', [keep], [owned(9, 'old')], []],
    ['already gone: nothing', [keep], [owned(7, 'gone')], []],
    [
      'an intention that is not settled: stays',
      [keep],
      [{ ...owned(2, 'old'), open: 'create' } as never],
      [],
    ],
    [
      'its condition is false: declared',
      [keep, declared('old', ', conditions: [false]')],
      [owned(2, 'old')],
      [],
    ],
    [
      'deleted by an entry: once',
      [keep, declared('old', ', state: absent')],
      [owned(2, 'old')],
      [`delete ${G} old`],
    ],
  ])('%s', (_, entries, rows, changes) => {
    expect(pruned(entries, one, rows)).toEqual({ changes, found: [] });
  });

  test('and was made anew under the same name: stays', () => {
    const row = (pk: number) => ({ ...ownedApp('wiki'), identifiers: { slug: 'wiki', pk: uuid(pk) } });
    const there = { [A]: [app(3, 'wiki')], [G]: [] };
    expect(pruned([keep], there, [row(3)]).changes).toContainEqual(expect.stringMatching(/^delete .*wiki/));
    expect(pruned([keep], there, [row(4)]).changes).not.toContainEqual(
      expect.stringMatching(/^delete .*wiki/),
    );
  });

  test('and belongs to another project, too: stays', () => {
    const more = { policy: PRUNE, ownedByOthers: new Set([ownedKey(G, uuid(2))]) };
    expect(pruned([keep], one, [owned(2, 'old')], more)).toEqual({ changes: [], found: [] });
  });

  test('and is protected: stays, and it is said', () => {
    const server = { [G]: [{ ...group(2, 'old'), is_superuser: true, users: [1] }] };
    const { changes, found } = pruned([keep], server, [owned(2, 'old')]);
    expect(changes).toEqual([`create ${G} keep: name`]);
    expect(found).toEqual([
      expect.stringContaining('orphan-kept: authentik_core.group old is not declared any more'),
    ]);
  });

  test("and is one of authentik's own flows: stays, and the rest is pruned", () => {
    const F = 'authentik_flows.flow';
    const flow = { model: F, identifiers: { slug: 'default-f' }, attrs: {} };
    const bundled = {
      releases: ['2023.2'],
      files: [
        { path: 'f.yaml', versions: [{ in: ['2023.2'], hash: '', name: 'F', has: [0] }], entries: [flow] },
      ],
    };
    const there = { pk: uuid(1), slug: 'default-f', name: 'f', title: 'f', designation: 'authorization' };
    const row = { model: F, key: 'default-f', identifiers: { slug: 'default-f' }, by: 'adopted' } as const;
    const run = (allowProtected: string[]) =>
      pruned([keep], { ...one, [F]: [there] }, [row, owned(2, 'old')], {
        policy: { ...PRUNE, allowProtected },
        bundled,
      });
    expect(run([])).toEqual({
      changes: [`delete ${G} old`],
      found: [
        expect.stringMatching(
          /^orphan-kept: .*default-f is not declared.*: it is one of authentik's own flows/,
        ),
      ],
    });
    expect(run([`${F}:default-f`]).changes).toContain(`delete ${F} default-f`);
  });
});

describe('what depends on it', () => {
  const server = { [A]: [app(3, 'wiki')], [G]: [group(2, 'old')], [B]: [binding(4, 3, 2, 0)] };

  test('and is owned and not declared either is deleted first, by itself', () => {
    const rows = [ownedApp('wiki'), ownedBinding(4, 3, 2, 0), owned(2, 'old')];
    const { changes, found } = pruned([], server, rows);
    expect(found).toEqual([]);
    expect(changes[0]).toMatch(new RegExp(`^delete ${B}`));
    expect(new Set(changes.slice(1))).toEqual(new Set([`delete ${A} wiki`, `delete ${G} old`]));
  });

  test('and is declared keeps it', () => {
    const entries = [
      `{model: ${A}, id: a, identifiers: {slug: wiki}}`,
      `{model: ${B}, identifiers: {target: !KeyOf a, order: 0}}`,
    ];
    const { changes, found } = pruned(entries, server, [owned(2, 'old')]);
    expect(changes).toEqual([]);
    expect(found).toEqual([expect.stringMatching(/^orphan-kept: .*which is declared, would go with it/)]);
  });

  test('and whose condition is false, with what it refers to, keeps both', () => {
    const entries = [
      `{model: ${A}, id: a, conditions: [false], identifiers: {slug: wiki}}`,
      `{model: ${G}, id: g, conditions: [false], identifiers: {name: old}}`,
      `{model: ${B}, conditions: [false], identifiers: {target: !KeyOf a, group: !KeyOf g}}`,
    ];
    const rows = [ownedApp('wiki'), ownedBinding(4, 3, 2, 0), owned(2, 'old')];
    expect(pruned(entries, server, rows)).toEqual({ changes: [], found: [] });
  });

  test('and is in a list that an entry only adds to: goes, and what is added stays added', () => {
    const U = 'authentik_core.user';
    const user = (pk: number) => ({ pk, username: `u${pk}`, name: `u${pk}` });
    const there = { [G]: [{ ...group(2, 'g'), users: [5, 6] }], [U]: [user(5), user(6), user(7)] };
    const row = { model: U, key: '5', identifiers: { username: 'u5' }, by: 'made' } as const;
    const run = (users: string, merged: ReadonlySet<string>) =>
      pruned([`{model: ${G}, identifiers: {name: g}, attrs: {users: [${users}]}}`], there, [row], {
        policy: { ...PRUNE, mergedLists: merged },
      });
    const lists = new Set([`${G}.users`]);
    expect(run('6', lists)).toEqual({ changes: [`delete ${U} u5`], found: [] });
    expect(run('6, 7', lists).changes).toEqual(
      expect.arrayContaining([`delete ${U} u5`, `update ${G} g: users`]),
    );
    expect(run('5, 6', lists).found).toEqual([expect.stringMatching(/^orphan-kept: .*refers to it/)]);
    expect(run('5, 6', new Set()).found).toEqual([expect.stringMatching(/^orphan-kept: .*refers to it/)]);
  });

  test('of which it cannot be told whether an entry means it: kept, and it is said', () => {
    const entries = [`{model: ${G}, conditions: [false], identifiers: {name: !Context nobody-gives-it}}`];
    const { changes, found } = pruned(entries, one, [owned(2, 'old')]);
    expect(changes).toEqual([]);
    expect(found).toEqual([expect.stringMatching(/^orphan-kept: .*may mean it/)]);
  });
});

describe.each([
  ['in a text', '!Format ["%s-admins", !Context team]'],
  ['of the environment', '!Format ["%s-admins", !Env TEAM]'],
  ['that chooses', '!If [!Context team, old, other]'],
])('a name with a gap %s while its conditions are not met', (_, name) => {
  test('may be any: nothing of its model is deleted', () => {
    const entries = [`{model: ${G}, conditions: [!Context team], identifiers: {name: ${name}}}`];
    const { changes, found } = pruned(entries, one, [owned(2, 'old')]);
    expect(changes).toEqual([]);
    expect(found).toEqual([expect.stringMatching(/^orphan-kept: .*may mean it/)]);
  });
});

describe('a delete that takes along what has a name of its own', () => {
  const F = 'authentik_flows.flow';
  const P = 'authentik_providers_oauth2.oauth2provider';
  const server = {
    [F]: [{ pk: uuid(1), slug: 'f', name: 'f', title: 'f', designation: 'authorization' }],
    [P]: [{ pk: 5, name: 'grafana', authorization_flow: uuid(1) }],
  };
  const absent = `{model: ${F}, state: absent, identifiers: {slug: f}}`;

  test('is a brake that names it and what lifts it', () => {
    const { found } = pruned([absent], server, [], {});
    expect(found).toEqual([`cascade-unexpected: deleting ${F} f also deletes ${P} grafana`]);
  });

  test.each([F, `${F}:f`])('passes with --allow-cascade %s', (name) => {
    expect(pruned([absent], server, [], { policy: { allowCascade: [name] } }).found).toEqual([]);
  });

  test('says nothing of what the server made along with it', () => {
    const O = 'authentik_outposts.outpost';
    const name = `ak-outpost-${uuid(7).replaceAll('-', '')}`;
    const there = {
      [O]: [{ pk: uuid(7), name: 'edge', type: 'proxy', providers: [] }],
      'authentik_core.user': [{ pk: 9, username: name, name }],
      'authentik_core.token': [
        {
          pk: uuid(8),
          identifier: `ak-outpost-${uuid(7)}-api`,
          managed: `goauthentik.io/outpost/ak-outpost-${uuid(7)}-api`,
          user: 9,
        },
        { pk: uuid(6), identifier: 'by-hand', managed: null, user: 9 },
      ],
    };
    const { found } = pruned([`{model: ${O}, state: absent, identifiers: {name: edge}}`], there, [], {});
    // A token that somebody made for the account is theirs.
    expect(found).toEqual([
      `cascade-unexpected: deleting ${O} edge also deletes authentik_core.token by-hand`,
    ]);
  });

  test('says nothing where it only takes links along', () => {
    const { found } = pruned(
      [`{model: ${A}, state: absent, identifiers: {slug: wiki}}`],
      { [A]: [app(3, 'wiki')], [B]: [binding(4, 3, 2, 0)] },
      [],
      {},
    );
    expect(found).toEqual([]);
  });
});
