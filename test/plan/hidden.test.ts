import { describe, expect, test } from 'vitest';
import { findingsIn } from '../validate/check.ts';
import { file, planOf, uuid } from './setup.ts';

/* Objects that every server has and the API never shows: authentik's importer finds them, and nobody else. */

const C = 'authentik_crypto.certificatekeypair';
const U = 'authentik_core.user';
const G = 'authentik_core.group';

const found = (entry: string): string[] =>
  planOf([file(entry)], {}).diagnostics.map(({ code, message }) => `${code}: ${message}`);
const looked = (find: string): string =>
  `{model: ${G}, identifiers: {name: g}, attrs: {attributes: {x: !Find ${find}}}}`;

describe('what the API hides', () => {
  test.each([
    ['by its name', `[${C}, [name, authentik Internal JWT Certificate]]`],
    ['by its managed name', `[${C}, [managed, goauthentik.io/crypto/jwt-managed]]`],
    ['by a part of it', `[${C}, [managed__icontains, jwt-managed]]`],
    ['of another model', `[${U}, [username, AnonymousUser]]`],
  ])('is said of a look-up %s', (_, find) => {
    expect(found(looked(find))).toEqual([expect.stringMatching(/^find-undecidable: the API hides the /)]);
  });

  test('is not said of what it does not hide', () => {
    expect(found(looked(`[${C}, [name, mine]]`))).toEqual([expect.stringMatching(/^find-no-match/)]);
    expect(found(looked(`[${C}, [name, authentik Internal JWT Certificate], [managed, mine]]`))).toEqual([
      expect.stringMatching(/^find-no-match/),
    ]);
  });

  test.each(['present', 'created', 'absent'])('is said of an entry with the state %s', (state) => {
    const entry = `{model: ${C}, state: ${state}, identifiers: {managed: goauthentik.io/crypto/jwt-managed}, attrs: {name: n, certificate_data: x}}`;
    expect(found(entry)).toEqual([
      `identifier-undecidable: the API hides this ${C}, so it cannot be changed: it is the certificate that the server signs its own tokens with`,
    ]);
  });

  test('is said of an entry of an export, which names it by its key', () => {
    const entry = (name: string): string =>
      `{model: ${C}, identifiers: {pk: ${uuid(1)}}, attrs: {name: ${name}}}`;
    expect(found(entry('authentik Internal JWT Certificate'))).toEqual([
      expect.stringMatching(/^identifier-undecidable: the API hides this /),
    ]);
    expect(found(entry('mine'))).toEqual([expect.stringMatching(/^attribute-missing/)]);
  });

  test('is a warning offline of an entry, too', () => {
    const identifiers = '{managed: goauthentik.io/crypto/jwt-managed}';
    expect(findingsIn(`- model: ${C}\n  identifiers: ${identifiers}\n  attrs: {name: n}\n`)).toEqual([
      `warning identifier-undecidable «${identifiers}»`,
    ]);
    expect(findingsIn(`- model: ${C}\n  identifiers: {managed: mine}\n  attrs: {name: n}\n`)).toEqual([]);
  });

  test('is a warning offline', () => {
    const find = `!Find [${C}, [name, authentik Internal JWT Certificate]]`;
    expect(
      findingsIn(`- model: ${G}\n  identifiers: {name: g}\n  attrs: {attributes: {x: ${find}}}\n`),
    ).toEqual(['warning find-undecidable «authentik Internal JWT Certificate»']);
  });
});
