import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { checkFiles } from './check.ts';

/*
 * Objects that the server makes along with an outpost or a source: an entry that names one never makes it, so
 * that nothing is missing in it.
 */

const catalog = loadCatalog('2025.12', () => undefined);
const codesOf = (...entries: string[]): string[] =>
  checkFiles(
    [
      {
        path: 'b.yaml',
        bytes: Buffer.from(
          `version: 1\ncontext: {p: 3}\nentries:\n${entries.map((one) => `- ${one}\n`).join('')}`,
        ),
      },
    ],
    catalog,
  ).map(({ code }) => code);

const OUTPOST =
  '{model: authentik_outposts.outpost, id: o, identifiers: {name: edge}, attrs: {type: proxy, providers: [!Context p], config: {authentik_host: "https://a.example"}}}';
const token = (identifiers: string): string =>
  `{model: authentik_core.token, identifiers: {${identifiers}}, attrs: {key: !Env KEY}}`;
const user = (name: string): string =>
  `{model: authentik_core.user, identifiers: {name: ${name}}, attrs: {path: users}}`;

describe('an entry of what comes along', () => {
  test.each([
    ['a token by its identifier', token('identifier: !Format ["ak-outpost-%s-api", !KeyOf o]')],
    [
      'a token by its managed name',
      token('managed: !Format ["goauthentik.io/outpost/ak-outpost-%s-api", !KeyOf o]'),
    ],
    [
      'a token with its key written out',
      token('identifier: ak-outpost-0b3c6a4e-2f3d-4c6a-9e8f-8f4b1f3a2d10-api'),
    ],
    ['a token of a source', token('identifier: !Format ["ak-source-scim-%s", !KeyOf o]')],
    ['an account', user('Outpost edge Service-Account')],
  ])('lacks nothing: %s', (_, entry) => {
    expect(codesOf(OUTPOST, entry)).toEqual([]);
  });

  test.each([
    ['another token', token('identifier: outpost-edge-api'), 'attribute-expected'],
    ['a token with more around it', token('identifier: my-ak-outpost-1-api'), 'attribute-expected'],
    ['another user', user('Service-Account'), 'attribute-missing'],
  ])('is no other: %s', (_, entry, code) => {
    expect(codesOf(entry)).toContain(code);
  });
});
