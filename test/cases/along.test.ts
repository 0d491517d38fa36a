import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openOn, planBlueprints, runBlueprints, writesOf } from '../oracle/run-case.ts';
import { hasShared, shared } from '../shared.ts';

/*
 * Outposts with what the server makes along with them. The answers are those of real servers: of 2025.12.4, whose
 * importer refuses case 42, and of 2023.2.3.
 */

const fileOf = (path: string, more = '') => ({
  path: 'b.yaml',
  bytes: Buffer.from(readFileSync(shared(`data/cases/${path}`), 'utf8') + more),
});

/** The entry that sets the key of what an outpost of the file brings. */
const KEY = `
  - model: authentik_core.token
    identifiers:
      managed: !Format ["goauthentik.io/outpost/ak-outpost-%s-api", !KeyOf outpost]
    attrs:
      key: !Env KEY
`;

describe.skipIf(!hasShared)('an outpost that is made', () => {
  test.each([
    ['2023.2.3', '27/first23.yaml'],
    ['2025.12.4', '27/first.yaml'],
  ])('in %s, with the key of its token: %s', async (release, path) => {
    const setup = await openOn(release, shared(`data/state/${release}`));
    const env = { KEY: 'correct-horse' };
    const files = [fileOf(path, KEY)];
    const { stage, outcome } = await runBlueprints(setup, files, { env });
    expect([stage, outcome?.outcomes.length]).toEqual(['done', 3]);
    expect(writesOf(await planBlueprints(setup, files, { env }))).toEqual([]);
  });

  test('with roles for its account, which only the server gives: case 42', async () => {
    const setup = await openOn('2025.12.4', shared('data/state/2025.12.4'));
    const { stage, diagnostics } = await runBlueprints(setup, [fileOf('42/bp.yaml')]);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect([stage, errors.map(({ code, entry }) => [code, entry?.model])]).toEqual([
      'plan',
      [['attribute-rule', 'authentik_core.user']],
    ]);
    expect(setup.requests.every((request) => request.startsWith('GET '))).toBe(true);
  });
});
