import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ref, type Value } from '../../src/blueprint/value.ts';
import type { Plan } from '../../src/plan/value/plan.ts';
import { decodeValue } from '../../src/plan/value/plan-value.ts';
import { lines, planOf, type Server, uuid } from './setup.ts';
import { runs } from '../random-cases.ts';

const G = 'authentik_core.group';
const U = 'authentik_core.user';

/** Who is in which group: `user/group`. */
type Links = ReadonlySet<string>;

interface Setup {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly links: Links;
}

const pkOf = {
  [U]: (name: string): number => name.charCodeAt(0),
  [G]: (name: string): string => uuid(name.charCodeAt(0)),
};

function serverOf({ users, groups, links }: Setup): Server {
  return {
    [U]: users.map((name) => ({
      pk: pkOf[U](name),
      username: name,
      name,
      is_active: true,
      attributes: {},
      groups: groups.filter((group) => links.has(`${name}/${group}`)).map(pkOf[G]),
    })),
    [G]: groups.map((name) => ({
      pk: pkOf[G](name),
      name,
      is_superuser: false,
      parent: null,
      attributes: {},
      users: users.filter((user) => links.has(`${user}/${name}`)).map(pkOf[U]),
    })),
  };
}

/** An entry that owns a list: a user's groups, or a group's users. */
interface Owns {
  readonly model: typeof U | typeof G;
  readonly name: string;
  readonly list: readonly string[];
}

const textOf = (entries: readonly Owns[]): string =>
  `version: 1\nentries:\n${['A', 'B', 'C'].map((name) => `- {model: ${G}, id: ${name}, identifiers: {name: ${name}}}\n`).join('')}${entries
    .map(
      ({ model, name, list }) =>
        `- {model: ${model}, id: ${name}, identifiers: {${model === U ? 'username' : 'name'}: ${name}}, attrs: {name: ${name}, ${model === U ? 'groups' : 'users'}: [${list.map((one) => `!KeyOf ${one}`).join(', ')}]}}\n`,
    )
    .join('')}`;

/** What the server makes of a write: the list is what it says, whatever the other end had. */
function write(links: Links, { model, name, list }: Owns): Links {
  const [at, link] =
    model === U ? [0, (other: string) => `${name}/${other}`] : [1, (other: string) => `${other}/${name}`];
  return new Set([...[...links].filter((one) => one.split('/')[at] !== name), ...list.map(link)]);
}

/** The writes of a plan one after the other, as apply may do them. */
function run(plan: Plan, links: Links): Links {
  const nameOf = new Map(plan.changes.map((change) => [change.row, change.key]));
  const named = (value: Value): string => {
    if (value instanceof Ref) return nameOf.get(value.row) ?? '?';
    return String.fromCharCode(Number(typeof value === 'string' ? value.slice(-12) : value));
  };
  for (const change of plan.changes.filter(({ action }) => action !== 'noop')) {
    const list = decodeValue(change.body[change.model === U ? 'groups' : 'users'] ?? null);
    if (Array.isArray(list))
      links = write(links, { model: change.model as Owns['model'], name: change.key, list: list.map(named) });
  }
  return links;
}

describe('a list that is owned at both ends', () => {
  test('is what the later entry says, and then comes to rest', () => {
    const text = textOf([
      { model: U, name: 'u', list: [] },
      { model: U, name: 'v', list: ['A'] },
      { model: G, name: 'A', list: ['u', 'v'] },
    ]);
    expect(
      lines(
        planOf(
          [text],
          serverOf({ users: ['u', 'v'], groups: ['A', 'B', 'C'], links: new Set(['u/A', 'v/A']) }),
        ).plan,
      ),
    ).toEqual([]);
    expect(
      lines(
        planOf(
          [text],
          serverOf({ users: ['u', 'v'], groups: ['A', 'B', 'C'], links: new Set(['u/B', 'v/A']) }),
        ).plan,
      ),
    ).toEqual([`update ${G} A: users`, `update ${U} u: groups`]);
  });

  test('of a new user without groups costs one write each', () => {
    const text = textOf([
      { model: U, name: 'u', list: [] },
      { model: G, name: 'A', list: ['u'] },
    ]);
    expect(lines(planOf([text], serverOf({ users: [], groups: ['B', 'C'], links: new Set() })).plan)).toEqual(
      [`create ${U} u: name, groups, username`, `create ${G} A: name, users`],
    );
  });

  test('gives what the importer gives in whatever order the entries come, whatever is new, and comes to rest', () => {
    const owns = fc.oneof(
      fc.record({
        model: fc.constant(U),
        name: fc.constantFrom('u', 'v', 'w'),
        list: fc.subarray(['A', 'B', 'C']),
      }),
      fc.record({
        model: fc.constant(G),
        name: fc.constantFrom('A', 'B', 'C'),
        list: fc.subarray(['u', 'v', 'w']),
      }),
    ) as fc.Arbitrary<Owns>;
    const setup = fc
      .record({
        users: fc.subarray(['u', 'v', 'w']),
        groups: fc.subarray(['A', 'B', 'C']),
        all: fc.subarray(['u/A', 'u/B', 'u/C', 'v/A', 'v/B', 'v/C', 'w/A', 'w/B', 'w/C']),
      })
      .map(
        ({ users, groups, all }): Setup => ({
          users,
          groups,
          links: new Set(
            all.filter((link) => users.includes(link.charAt(0)) && groups.includes(link.charAt(2))),
          ),
        }),
      );
    const lists = fc.tuple(
      ...['u', 'v', 'w'].map((name) =>
        fc.subarray(['A', 'B', 'C']).map((list): Owns => ({ model: U, name, list })),
      ),
    );
    fc.assert(
      fc.property(setup, lists, fc.array(owns, { maxLength: 6 }), (before, made, more) => {
        // This release makes no user without its groups.
        const entries = [...made, ...more];
        const { plan, codes } = planOf([textOf(entries)], serverOf(before));
        expect(codes).toEqual([]);
        const wanted = entries.reduce(write, before.links);
        const after = run(plan, before.links);
        expect([...after].sort()).toEqual([...wanted].sort());
        expect(
          lines(
            planOf(
              [textOf(entries)],
              serverOf({ users: ['u', 'v', 'w'], groups: ['A', 'B', 'C'], links: after }),
            ).plan,
          ),
        ).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });
});
