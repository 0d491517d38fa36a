import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { checkFiles } from './check.ts';

type Case = readonly [code: string, entry: (more: string) => string, release: string];

/**
 * One entry for each rule about what an object will have; `more` are other keys of the entry. Where an entry
 * makes no object, there is nothing to say.
 */
const ENTRIES: readonly Case[] = [
  [
    'attribute-rule',
    (more) =>
      `- {model: authentik_providers_proxy.proxyprovider, ${more}identifiers: {name: p}, attrs: {authorization_flow: !Context a, external_host: "https://a.example.com", mode: proxy}}`,
    '2023.2',
  ],
  [
    'attribute-expected',
    (more) =>
      `- {model: authentik_core.token, ${more}identifiers: {identifier: t}, attrs: {user: !Context a, intent: api}}`,
    '2023.2',
  ],
  [
    'attribute-shadowed',
    (more) => `- {model: authentik_core.group, ${more}identifiers: {name: a}, attrs: {name: b}}`,
    '2023.2',
  ],
  [
    'attribute-unknown',
    (more) => `- {model: authentik_core.group, ${more}identifiers: {name: a}, attrs: {nosuch: b}}`,
    '2023.2',
  ],
  [
    'secret-literal',
    (more) =>
      `- {model: authentik_core.token, ${more}identifiers: {identifier: t}, attrs: {key: geheim, user: !Context a, expiring: false}}`,
    '2023.2',
  ],
  [
    'permission-holder',
    (more) =>
      `- {model: authentik_core.group, ${more}identifiers: {name: a}, permissions: [{permission: view_group}]}`,
    '2025.12',
  ],
  [
    'permission-unknown',
    (more) =>
      `- {model: authentik_core.group, ${more}identifiers: {name: a}, permissions: [{permission: nosuch, user: 1}]}`,
    '2025.12',
  ],
];

/** The codes of the findings in a file with one entry. */
function codesIn(entry: string, release: string): string[] {
  const catalog = loadCatalog(release, () => undefined);
  const bytes = Buffer.from(`version: 1\ncontext: {a: 1}\nentries:\n${entry}\n`);
  return checkFiles([{ path: 'a.yaml', bytes }], catalog).map(({ code }) => code);
}

describe.each<Case>(ENTRIES)('%s', (code, entry, release) => {
  test('is found in an entry that makes its object', () =>
    expect(codesIn(entry(''), release)).toContain(code));

  test('is nothing in an entry whose object is to be gone', () =>
    expect(codesIn(entry('state: absent, '), release)).not.toContain(code));

  test('is nothing in an entry that never runs', () =>
    expect(codesIn(entry('conditions: [false], '), release)).not.toContain(code));
});

/** What `!KeyOf` may refer to. */
test.each<readonly [what: string, entry: string, user: string, codes: readonly string[]]>([
  ['an object that another entry makes', '', '', []],
  ['no object that another entry deletes', 'state: absent, ', '', ['keyof-skipped']],
  ['no object of an entry that never runs', 'conditions: [false], ', '', ['keyof-skipped']],
  ['an object that is deleted, to delete another', 'state: absent, ', 'state: absent, ', []],
])('!KeyOf may refer to %s', (_, entry, user, codes) => {
  const text = `- {model: authentik_core.group, id: parent, ${entry}identifiers: {name: p}}\n- {model: authentik_core.group, ${user}identifiers: {name: c, parent: !KeyOf parent}}`;
  expect(codesIn(text, '2023.2')).toEqual(codes);
});
