import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { planWith } from '../plan/setup.ts';
import { ask, partsOf } from './start.ts';

/* The hash of a password, which users can have since 2026.5: an endpoint of its own, and an attribute that is set there. */

const HASH = 'pbkdf2_sha256$1000$salt$hash';
const path = '/core/users/1/set_password_hash/';

describe('the sandbox', () => {
  test.each(['2026.5', '2026.8'])('of %s sets it', async (release) => {
    const sandbox = createSandbox(partsOf(release));
    expect((await ask(sandbox, 'POST', path, { password: HASH })).status).toBe(204);
    expect((await ask(sandbox, 'POST', path, { password: '' })).status).toBe(400);
    expect((await ask(sandbox, 'POST', path, {})).status).toBe(400);
  });

  test('of 2026.2 has no such endpoint', async () => {
    const sandbox = createSandbox(partsOf('2026.2'));
    expect((await ask(sandbox, 'POST', path, { password: HASH })).status).toBeGreaterThanOrEqual(404);
  });
});

test.each([
  ['2026.5', true],
  ['2026.2', false],
])('a plan for %s: %s', (release, sets) => {
  const text = `version: 1
entries:
- {model: authentik_core.user, identifiers: {username: a}, attrs: {name: a, password_hash: !Env HASH}}
`;
  const catalog = loadCatalog(release, () => undefined);
  const { plan } = planWith([text], {}, { catalog, env: { HASH } });
  expect(JSON.stringify(plan)).not.toContain(HASH);
  expect(JSON.stringify(plan).includes('password_hash')).toBe(sets);
});
