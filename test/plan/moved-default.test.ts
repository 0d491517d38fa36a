import { describe, expect, test } from 'vitest';
import { openOn, planBlueprints, runBlueprints } from '../oracle/run-case.ts';

/* What only one object of a model may have is taken from the one before it is given to another. */

const filesOf = (...entries: string[]) => [
  {
    path: 'a.yaml',
    bytes: Buffer.from(`version: 1\nentries:\n${entries.map((one) => `- ${one}\n`).join('')}`),
  },
];

describe.each([
  ['2022.12', 'authentik_tenants.tenant'],
  ['2023.2', 'authentik_tenants.tenant'],
  ['2025.12', 'authentik_brands.brand'],
  ['2026.8', 'authentik_brands.brand'],
])('the default of %s', (release, model) => {
  const policy = { allowProtected: [model] };
  const one = (domain: string, isDefault: boolean): string =>
    `{model: ${model}, identifiers: {domain: ${domain}}, attrs: {default: ${String(isDefault)}}}`;
  const gone = (domain: string): string =>
    `{model: ${model}, state: absent, identifiers: {domain: ${domain}}}`;

  test.each([
    ['to a new object', [one('a.test', true)], [one('b.test', true), one('a.test', false)]],
    [
      'to one that is there',
      [one('a.test', true), one('b.test', false)],
      [one('b.test', true), one('a.test', false)],
    ],
    ['from one that is deleted', [one('a.test', true)], [one('b.test', true), gone('a.test')]],
  ])('moves %s, whatever the order of the entries', async (_, before, after) => {
    for (const entries of [after, after.toReversed()]) {
      const setup = await openOn(release);
      expect((await runBlueprints(setup, filesOf(...before))).stage).toBe('done');
      const ran = await runBlueprints(setup, filesOf(...entries), { policy });
      expect([ran.stage, ...ran.diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([
        'done',
      ]);
      const again = await planBlueprints(setup, filesOf(...entries), { policy });
      expect(again.plan?.summary).toMatchObject({ create: 0, update: 0, delete: 0 });
    }
  });

  test('stays where the one that has it is left alone, and the other is refused', async () => {
    const setup = await openOn(release);
    await runBlueprints(setup, filesOf(one('a.test', true)));
    setup.requests.length = 0;
    const { stage, diagnostics } = await runBlueprints(
      setup,
      filesOf(one('b.test', true), one('a.test', false)),
    );
    expect([stage, ...diagnostics.map(({ code }) => code)]).toEqual(
      expect.arrayContaining(['plan', 'attribute-rule']),
    );
    expect(setup.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
  });
});

test('so does the password that only one LDAP source may write', async () => {
  const source = (slug: string, isWriting: boolean): string =>
    `{model: authentik_sources_ldap.ldapsource, identifiers: {slug: ${slug}}, attrs: {name: ${slug}, base_dn: x, server_uri: "ldaps://a.test", sync_users: false, sync_groups: false, sync_users_password: ${String(isWriting)}}}`;
  const setup = await openOn('2025.12');
  const made = await runBlueprints(setup, filesOf(source('a', true), source('b', false)));
  expect([made.stage, made.diagnostics.map(({ message }) => message)]).toEqual(['done', []]);
  const moved = filesOf(source('b', true), source('a', false));
  expect((await runBlueprints(setup, moved)).stage).toBe('done');
});
