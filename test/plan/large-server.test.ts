import { describe, expect, test } from 'vitest';
import { hasShared } from '../shared.ts';
import { type Setup, runBlueprints, standOn, writesOf } from '../oracle/run-case.ts';

/** A server with more objects of a model than one page shows. */
async function crowded(): Promise<Setup> {
  const setup = standOn('fresh');
  for (let n = 0; n < 450; n += 1)
    await setup.client.create(
      '/core/users/',
      JSON.stringify({ username: `user-${n}`, name: `User ${n}`, groups: [] }),
    );
  setup.requests.length = 0;
  return setup;
}

const listsOf = (setup: Setup, path: string): number =>
  setup.requests.filter((request) => request === `GET /api/v3${path}`).length;
const blueprint = (entries: string): { path: string; bytes: Buffer }[] => [
  { path: 'b.yaml', bytes: Buffer.from(`version: 1\nentries:\n${entries}`) },
];

describe.skipIf(!hasShared)('a server with hundreds of users', () => {
  test('is asked for the few that are named, and not for all of them', async () => {
    const setup = await crowded();
    const files = blueprint(
      '- {model: authentik_core.user, identifiers: {username: user-7}, attrs: {name: Seven}}\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {users: [!Find [authentik_core.user, [username, user-8]]]}}\n- {model: authentik_core.user, identifiers: {username: nobody}, attrs: {name: New, groups: []}}\n',
    );
    const ran = await runBlueprints(setup, files);
    expect(ran.diagnostics.filter((finding) => finding.severity === 'error')).toEqual([]);
    expect(ran.plan?.summary).toMatchObject({ create: 2, update: 1 });
    // The first page, and one call for each of the three.
    expect(listsOf(setup, '/core/users/')).toBe(4);
    expect(writesOf(await runBlueprints(setup, files))).toEqual([]);
  });

  test('is read whole where a look-up needs it', async () => {
    const setup = await crowded();
    const ran = await runBlueprints(
      setup,
      blueprint(
        '- {model: authentik_core.user, identifiers: {username__istartswith: USER-44, name: User 447}, attrs: {name: Other}}\n',
      ),
    );
    expect(ran.plan?.changes.map((change) => change.key)).toEqual(['user-447']);
    expect(listsOf(setup, '/core/users/')).toBe(5);
  });

  test('two that match are refused, however they were read', async () => {
    const setup = await crowded();
    for (const username of ['t-1', 't-2'])
      await setup.client.create('/core/users/', JSON.stringify({ username, name: 'twin', groups: [] }));
    const ran = await runBlueprints(
      setup,
      blueprint('- {model: authentik_core.user, identifiers: {name: twin}, attrs: {email: a@example.com}}\n'),
    );
    expect(ran.diagnostics.map((finding) => finding.code)).toContain('identifier-ambiguous');
  });
});
