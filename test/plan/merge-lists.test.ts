import { Chalk } from 'chalk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPlan } from '../../src/report/format-plan.ts';
import { formatPlanJson } from '../../src/report/plan-json.ts';
import { lines, planOf, type Server, uuid } from './setup.ts';
import { HEAD } from '../report/head.ts';

const G = 'authentik_core.group';
const U = 'authentik_core.user';
const O = 'authentik_outposts.outpost';
const P = 'authentik_providers_proxy.proxyprovider';
const S = 'authentik_stages_prompt.promptstage';
const group = (n: number, name: string, more = {}) => ({
  pk: uuid(n),
  name,
  is_superuser: false,
  parent: null,
  users: [] as number[],
  attributes: {},
  ...more,
});
const user = (pk: number, username: string, groups: string[] = []) => ({
  pk,
  username,
  name: username,
  groups,
  is_active: true,
  attributes: {},
});
const entries = (...text: string[]): string => `version: 1\nentries:\n${text.join('\n')}`;
const merge = (...lists: string[]) => ({ mergedLists: new Set(lists) });
const plain = new Chalk({ level: 0 });

const users = [user(1, 'a'), user(2, 'b'), user(3, 'c')];
const add = (...pks: number[]): string =>
  `- {model: ${G}, identifiers: {name: g}, attrs: {users: [${pks.join(', ')}]}}`;
const server = (...pks: number[]): Server => ({ [G]: [group(1, 'g', { users: pks })], [U]: users });

function bodies(texts: readonly string[], on: Server, ...lists: string[]) {
  return planOf(texts, on, merge(...lists))
    .plan.changes.filter((change) => change.action !== 'noop')
    .map((change) => [change.key, change.body]);
}

describe('a list that the project only adds to', () => {
  test.each<[string, string[], Server, number[] | undefined]>([
    ['keeps what is there, with the new behind it', [entries(add(3))], server(1, 2), [1, 2, 3]],
    ['is left alone when all is there', [entries(add(2))], server(1, 2), undefined],
    ['takes several entries together', [entries(add(2), add(3, 2))], server(1), [1, 2, 3]],
    ['takes several files together', [entries(add(3)), entries(add(2))], server(1), [1, 3, 2]],
    ['is not emptied', [entries(add())], server(1), undefined],
    ['is what is declared when the object is made', [entries(add(2), add(3))], { [U]: users }, [2, 3]],
  ])('%s', (_, texts, on, users) => {
    const [change] = bodies(texts, on, `${G}.users`);
    expect(change?.[1]).toEqual(users === undefined ? undefined : expect.objectContaining({ users }));
  });

  test('is owned where nothing says otherwise', () =>
    expect(bodies([entries(add(3))], server(1, 2))).toEqual([['g', { users: [3] }]]));

  test('waits for objects that are made in the same run', () => {
    const text = entries(
      `- {model: ${P}, id: p, identifiers: {name: p}, attrs: {mode: forward_single, external_host: "https://x.test", authorization_flow: !Find [authentik_flows.flow, [slug, f]]}}`,
      `- {model: ${O}, identifiers: {name: o}, attrs: {providers: [!KeyOf p, 7]}}`,
    );
    const { plan, codes } = planOf(
      [text],
      {
        [O]: [{ pk: uuid(5), name: 'o', type: 'proxy', providers: [7, 9], config: {} }],
        [P]: [7, 9].map((pk) => ({ pk, name: `p${pk}` })),
        'authentik_flows.flow': [{ pk: uuid(8), slug: 'f' }],
      },
      merge(`${O}.providers`),
    );
    expect(codes).toEqual([]);
    const change = plan.changes.find(({ model }) => model === O);
    expect(change?.dependsOn).toHaveLength(1);
    expect(change?.body).toMatchObject({ providers: [7, 9, { $ref: { aspect: 'pk' } }] });
    expect(formatPlan(plan, plain)).toContain('providers  items added\n        + p\n');
  });

  test('keeps the order of one that has an order', () => {
    const prompts = [1, 2, 3].map((n) => ({ pk: uuid(10 + n), name: `f${n}`, field_key: `f${n}` }));
    const stage = (pks: string[]): Server => ({
      [S]: [{ pk: uuid(1), name: 's', fields: pks, validation_policies: [] }],
      'authentik_stages_prompt.prompt': prompts,
    });
    const text = entries(
      `- {model: ${S}, identifiers: {name: s}, attrs: {fields: ["${uuid(11)}", "${uuid(13)}"]}}`,
    );
    expect(bodies([text], stage([uuid(12), uuid(11)]), `${S}.fields`)).toEqual([
      ['s', { fields: [uuid(12), uuid(11), uuid(13)] }],
    ]);
    expect(bodies([text], stage([uuid(13), uuid(12), uuid(11)]), `${S}.fields`)).toEqual([]);
  });

  test('shows only what it adds, as text and as JSON', () => {
    const { plan } = planOf([entries(add(3, 1))], server(1, 2), merge(`${G}.users`));
    expect(formatPlan(plan, plain)).toMatch(/users {2}items added\n {8}\+ c\n$/);
    const { changes } = JSON.parse(
      formatPlanJson({
        head: HEAD,
        plan,
        diagnostics: [],
        requests: { total: 0, byMethod: {}, bytes: 0 },
        seconds: 0,
      }),
    ) as {
      changes: { fields: unknown[] }[];
    };
    expect(changes[0]?.fields).toEqual([{ path: 'users', added: [3] }]);
  });

  test('loses nothing that is protected, and needs no leave for it', () => {
    const on: Server = {
      [G]: [group(1, 'authentik Admins', { is_superuser: true, users: [1] })],
      [U]: users,
    };
    const { plan, codes } = planOf(
      [entries(`- {model: ${G}, identifiers: {name: authentik Admins}, attrs: {users: [2]}}`)],
      on,
      merge(`${G}.users`),
    );
    expect([codes, plan.changes[0]?.leftAlone, plan.changes[0]?.body]).toEqual([
      [],
      false,
      { users: [1, 2] },
    ]);
  });
});

describe('a comment', () => {
  const text = entries(
    `# ak-blueprint-merge users: the help desk adds others\n- model: ${G}\n  identifiers: {name: g}\n  attrs: {users: [3]}`,
    `- model: ${G}\n  identifiers: {name: h}\n  attrs:\n    users: [3]`,
  );
  const on: Server = { [G]: [group(1, 'g', { users: [1] }), group(2, 'h', { users: [1] })], [U]: users };

  test('above an entry holds for this entry', () =>
    expect(bodies([text], on)).toEqual([
      ['g', { users: [1, 3] }],
      ['h', { users: [3] }],
    ]));

  test('may stand at the end of the line of the list', () => {
    expect(
      bodies(
        [
          text
            .replace('users: [3]\n', 'users: [3]\n')
            .replace(/users: \[3\]$/, 'users: [3] # ak-blueprint-merge users'),
        ],
        on,
      ),
    ).toEqual([
      ['g', { users: [1, 3] }],
      ['h', { users: [1, 3] }],
    ]);
  });

  test('adds to the list that another entry owns, whatever comes first', () => {
    const adds = `- model: ${G} # ak-blueprint-merge users\n  identifiers: {name: g}\n  attrs: {users: [3]}`;
    for (const order of [
      [adds, add(2)],
      [add(2), adds],
    ])
      expect(bodies([entries(...order)], on)).toEqual([['g', { users: [2, 3] }]]);
  });
});

describe('users of a group are groups of its users', () => {
  const on: Server = {
    [G]: [group(1, 'g', { users: [1] }), group(2, 'h')],
    [U]: [user(1, 'a', [uuid(1)]), user(2, 'b'), user(3, 'c')],
  };
  const join = (name: string, ...groups: number[]): string =>
    `- {model: ${U}, identifiers: {username: ${name}}, attrs: {groups: [${groups.map((n) => `"${uuid(n)}"`).join(', ')}]}}`;

  test('so what one write adds the other does not take away', () => {
    for (const text of [entries(join('b', 1), add(3)), entries(add(3), join('b', 1))]) {
      expect(Object.fromEntries(bodies([text], on, `${G}.users`) as [string, object][])).toEqual({
        b: { groups: [uuid(1)] },
        g: { users: expect.toSatisfy((list: number[]) => [...list].sort().join() === '1,2,3') as number[] },
      });
    }
  });

  test('and what one write takes away the other does not bring back', () => {
    const there: Server = {
      ...on,
      [G]: [group(1, 'g', { users: [1, 2] }), group(2, 'h')],
      [U]: [user(1, 'a', [uuid(1)]), user(2, 'b', [uuid(1)]), user(3, 'c')],
    };
    expect(
      Object.fromEntries(bodies([entries(add(3), join('b', 2))], there, `${G}.users`) as [string, object][]),
    ).toEqual({ b: { groups: [uuid(2)] }, g: { users: [1, 3] } });
  });

  test('in either spelling', () => {
    expect(
      Object.fromEntries(
        bodies([entries(add(3), join('b', 2))], on, `${G}.users`, `${U}.groups`) as [string, object][],
      ),
    ).toEqual({ b: { groups: [uuid(2)] }, g: { users: [1, 3] } });
    expect(
      lines(planOf([entries(add(1), join('a', 1))], on, merge(`${G}.users`, `${U}.groups`)).plan),
    ).toEqual([]);
  });
});

test('applied, it is at rest; nothing that was there is gone, and all that was named is there', () => {
  const some = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 8 });
  const all = Array.from({ length: 12 }, (_, index) => user(index + 1, `u${index + 1}`));
  fc.assert(
    fc.property(some, fc.array(some, { minLength: 1, maxLength: 4 }), (there, declared) => {
      const texts = declared.map((pks) => entries(add(...pks)));
      const on = (pks: number[]): Server => ({ [G]: [group(1, 'g', { users: pks })], [U]: all });
      const [change] = bodies(texts, on(there), `${G}.users`) as [string, { users: number[] }][];
      const after = change?.[1].users ?? there;
      expect(new Set(after)).toEqual(new Set([...there, ...declared.flat()]));
      expect(after.slice(0, there.length)).toEqual(there);
      expect(new Set(after).size).toBe(after.length);
      expect(bodies(texts, on(after), `${G}.users`)).toEqual([]);
    }),
  );
});
