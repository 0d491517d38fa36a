import { describe, expect, test } from 'vitest';
import { createClient } from '../../src/client/create-client.ts';
import type { Json } from '../../src/catalog/model.ts';
import { openOn, planBlueprints, runBlueprints, type Setup, writesOf } from '../oracle/run-case.ts';

/*
 * A run that is killed before or after any of its writes: the next one does what is left, and every value that
 * nobody can read has been written. What was written is known from the requests, since no answer shows it.
 */

const env = { PASSWORD: 'correct-horse', KEY: 'k'.repeat(60) };
const FILES = [
  {
    path: 'b.yaml',
    bytes: Buffer.from(`version: 1
entries:
- {model: authentik_core.user, id: ada, identifiers: {username: ada}, attrs: {name: Ada, groups: [], password: !Env PASSWORD}}
- model: authentik_core.user
  identifiers: {username: bob}
  attrs: {name: Bob, groups: [], attributes: {team: [a]}, password: !Env PASSWORD}
- {model: authentik_core.token, identifiers: {identifier: t1}, attrs: {user: !KeyOf ada, intent: api, key: !Env KEY}}
- model: authentik_core.token
  state: created
  identifiers: {identifier: t2}
  attrs: {user: !KeyOf ada, intent: api, description: mine, key: !Env KEY}
`),
  },
];
/** The endpoints that write what nobody can read. */
const HIDDEN = /set_password|set_key/;

/** A client that is killed at the write number `at`: nothing is sent from then on. `done`: which were done. */
function killed(setup: Setup, at: number, when: 'before' | 'after', done: string[]): Setup {
  let writes = 0;
  const broken = (): Error => Object.assign(new TypeError('killed'), { code: 'ECONNREFUSED' });
  const client = createClient({
    url: 'http://sandbox.invalid',
    token: setup.sandbox.token,
    pause: () => 0,
    fetch: async (request) => {
      const isWrite = request.method !== 'GET';
      if (isWrite) writes += 1;
      if (writes > at || (isWrite && writes === at && when === 'before')) throw broken();
      const { pathname } = new URL(request.url);
      const response = await setup.sandbox.fetch(request);
      if (HIDDEN.test(pathname) && response.ok) done.push(pathname);
      if (isWrite && writes === at) throw broken();
      return response;
    },
  });
  return { ...setup, client };
}

const rowsOf = async ({ client }: Setup, path: string): Promise<readonly Record<string, Json>[]> =>
  (await client.page(path, { page_size: '100' })).items;

describe.each(['2023.2', '2025.12'])('authentik %s: a run that is killed', (release) => {
  test.each(['before', 'after'] as const)('%s any of its writes loses nothing', async (when) => {
    const setup = await openOn(release);
    const bare = setup.sandbox.snapshot();
    let cut = 0;
    for (let at = 1; ; at += 1) {
      setup.sandbox.restore(bare);
      const done: string[] = [];
      const first = await runBlueprints(killed(setup, at, when, done), FILES, { env });
      const second = await runBlueprints(killed(setup, Infinity, when, done), FILES, { env });
      expect([at, second.stage]).toEqual([at, 'done']);
      expect(new Set(done).size, `cut ${when} write ${at}`).toBe(4);
      expect(writesOf(await planBlueprints(setup, FILES, { env }))).toEqual([]);
      const users = await rowsOf(setup, '/core/users/');
      const tokens = await rowsOf(setup, '/core/tokens/');
      const named = (name: string): unknown =>
        users.find(({ username }) => username === name)?.['attributes'];
      expect([named('ada'), named('bob')]).toEqual([{}, { team: ['a'] }]);
      const described = (name: string): unknown =>
        tokens.find(({ identifier }) => identifier === name)?.['description'];
      expect([described('t1'), described('t2')]).toEqual(['', 'mine']);
      if (first.stage === 'done') break;
      cut += 1;
    }
    // Four objects, each with a create, the value, and the mark that is taken away.
    expect(cut).toBe(12);
  });
});
