import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { ask, partsOf, startSandbox } from '../sandbox/start.ts';
import { checkFiles } from './check.ts';

/*
 * Reviewers of a lifecycle rule are users, and the server looks them up by their `uuid`, not by their key, which
 * is a number (sources of 2026.2: enterprise/lifecycle/api/rules.py; the documents since then: `format: uuid`).
 */

const RULE = 'authentik_lifecycle.lifecyclerule';
const RELEASE = '2026.8';

const found = (reviewers: string): string[] => {
  const entries = `- {model: authentik_core.user, id: bob, identifiers: {username: bob}, attrs: {name: Bob}}
- model: ${RULE}
  identifiers: {name: review}
  attrs: {content_type: authentik_core.group, reviewers: ${reviewers}}`;
  const bytes = Buffer.from(`version: 1\nentries:\n${entries}\n`);
  return checkFiles(
    [{ path: 'a.yaml', bytes }],
    loadCatalog(RELEASE, () => undefined),
  )
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`);
};

const NUMBER = 'attribute-type: reviewers wants a UUID, and the key of authentik_core.user is a number';

test('the key of a user is no UUID of one', () => {
  expect(found('[!KeyOf bob]')).toEqual([NUMBER]);
  expect(found('[!Find [authentik_core.user, [username, bob]]]')).toEqual([NUMBER]);
  expect(found('[bob]')).toEqual(['attribute-format: reviewers[0] is "bob", which is not a UUID']);
});

test('its uuid is', () => {
  expect(found('[9b2f1c9c-5d1f-4d0e-8f6e-0f3c0b6f2a11]')).toEqual([]);
  expect(found('[!AtIndex [!FindObject [authentik_core.user, [username, bob]], uuid]]')).toEqual([]);
});

test('the sandbox looks users up by their uuid', async () => {
  const sandbox = startSandbox(partsOf(RELEASE));
  const said = async (reviewer: unknown): Promise<unknown> =>
    (await ask(sandbox, 'POST', '/lifecycle/rules/', { reviewers: [reviewer] })).body['reviewers'];
  const [user] = sandbox.snapshot().list(['authentik_core.user']);
  expect(await said('bob')).toEqual(['“bob” is not a valid UUID.']);
  expect(await said('9b2f1c9c-5d1f-4d0e-8f6e-0f3c0b6f2a11')).toEqual([
    'Object with uuid=9b2f1c9c-5d1f-4d0e-8f6e-0f3c0b6f2a11 does not exist.',
  ]);
  expect(await said(user?.values['uuid'] ?? 'none')).toBeUndefined();
});
