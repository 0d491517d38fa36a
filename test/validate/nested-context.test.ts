import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { shownLines } from '../../src/source/shown-line.ts';
import { checkFiles } from './check.ts';

/* Since 2026.5 a `!Context` with dots leads into the mappings and lists of the file's own context. */

const text = (
  attrs: string,
  model = 'authentik_stages_user_login.userloginstage',
  key = 'name',
): string => `version: 1
context:
  login: {length: wrong, words: [hours=1, marked-word]}
entries:
- {model: ${model}, identifiers: {${key}: a}, attrs: {${attrs}}}
`;
const find = (blueprint: string, release: string) =>
  checkFiles(
    [{ path: 'a.yaml', bytes: Buffer.from(blueprint) }],
    loadCatalog(release, () => undefined),
  );
const codes = (blueprint: string, release: string): string[] =>
  find(blueprint, release).map(({ code }) => code);

test('what it leads to is checked against the field', () => {
  const wrong = text('session_duration: !Context login.length');
  expect(codes(wrong, '2026.5')).toEqual(['attribute-format']);
  // Before, it is a key with a dot in it, which nobody gives.
  expect(codes(wrong, '2026.2')).toEqual(['context-missing']);
  expect(codes(text('session_duration: !Context login.words.0'), '2026.5')).toEqual([]);
});

test('what it leads to is no misspelt key', () => {
  expect(codes(text('session_duration: !Context login.words.0'), '2026.8')).not.toContain('context-missing');
});

test('what a secret is taken from is not shown', () => {
  const blueprint = text('name: a, password: !Context login.words.1', 'authentik_core.user', 'username');
  const [finding] = find(blueprint.replace('name: a,', 'nmae: a,'), '2026.5');
  const file = finding?.place?.file;
  expect(file && shownLines(file).filter((line) => line.includes('marked-word'))).toEqual([]);
});
