import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateOf } from '../faults/state.ts';
import { WHOLE } from '../random-cases.ts';
import {
  blueprint,
  DELETES,
  entries,
  ONCE,
  openWorld,
  REFUSED,
  USER,
  USER_ONCE,
  type World,
} from './world.ts';

/*
 * A transaction of 60 changes with one that the server refuses, at each position: nothing is changed, neither in the
 * transaction nor afterwards. `TEST_WHOLE=1` tries all 60.
 */

const CHANGES = 60;
/** Each release with the position that is always tried. */
const RELEASES: readonly (readonly [release: string, position: number])[] = [
  ['2023.2', 31],
  ['2024.12', 0],
  ['2025.12', CHANGES - 1],
  ['2026.8', 16],
];
/** Where both ways are compared: with and without deletes and permissions in the transaction. */
const ENDS: ReadonlySet<string> = new Set(['2023.2', '2025.12']);
const ALL = Array.from({ length: CHANGES }, (_, position) => position);

describe.each(RELEASES)('with authentik %s', (release, usual) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(release);
  }, 60_000);
  afterAll(() => world.close());

  test.each(WHOLE ? ALL : [usual])('a refusal at position %i changes nothing', async (position) => {
    const { sandbox, base, proxy } = world;
    sandbox.restore(base);
    const made = entries(CHANGES - 1);
    world.write(
      'all.yaml',
      blueprint([...made.slice(0, position), REFUSED, ...made.slice(position), USER, ...DELETES]),
    );
    const before = world.dump();
    proxy.start(() => undefined);
    const ran = await world.run([
      'apply',
      '--atomic',
      '--yes',
      '--lock',
      'none',
      '--allow-changes',
      '100',
      'all.yaml',
    ]);
    expect(world.dump() === before, ran.out + ran.err).toBe(true);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('Nothing was changed.');
    // The transaction was sent once, and nothing else.
    expect(proxy.writes.map(({ label }) => label.replace(/^POST .*import.*$/, 'import'))).toEqual(['import']);
    if (release !== '2023.2')
      expect(ran.out + ran.err).toMatch(
        /refuses to create \S+ refused: oidc_well_known_url: .*\(change-failed\)/,
      );
  });

  test.each(WHOLE || ENDS.has(release) ? ['without it'] : [])(
    '%s, the server ends as by one request after the other',
    async () => {
      const { sandbox, base } = world;
      world.write('all.yaml', blueprint([...entries(CHANGES), USER, ...DELETES, ...ONCE]));
      const args = ['--yes', '--lock', 'none', '--allow-changes', '100', 'all.yaml'];
      const ends: ReadonlyMap<string, string>[] = [];
      for (const how of [[], ['--atomic']]) {
        sandbox.restore(base);
        world.proxy.start(() => undefined);
        const ran = await world.run(['apply', ...how, ...args]);
        expect(ran.code, ran.out + ran.err).toBe(0);
        ends.push(valuesIn(world));
      }
      expect(ends[1]).toEqual(ends[0]);
      expect(world.uploads()).toBe(1);
      expect((await world.run(['plan', '--detailed-exitcode', 'all.yaml'])).code).toBe(0);
    },
  );

  test.each(WHOLE || release === '2025.12' ? ['is made'] : [])(
    'what was to come after an object whose condition no longer holds once it %s is missed',
    async () => {
      const { sandbox, base } = world;
      sandbox.restore(base);
      world.write('once.yaml', blueprint([USER_ONCE]));
      world.proxy.start(() => undefined);
      const ran = await world.run(['apply', '--atomic', '--yes', '--lock', 'none', 'once.yaml']);
      expect(ran.code).toBe(1);
      expect(ran.out + ran.err).toContain('what was to come afterwards is not done (answer-differs)');
      expect(world.proxy.writes).toHaveLength(1);
    },
  );
});

/** What the server has, by natural keys: without keys and times, which are others each time. */
function valuesIn({ sandbox, catalog }: World): ReadonlyMap<string, string> {
  const made = /\d{4}-\d\d-\d\dT[\d:.]+Z?|[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}/g;
  return new Map(
    [...stateOf(sandbox.export(), catalog)].map(([label, things]) => [
      label,
      JSON.stringify(things.map(({ values }) => values)).replaceAll(made, 'made'),
    ]),
  );
}
