import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { checkFiles } from './check.ts';

/*
 * What came with a release is refused in the release before it, by a finding that names the release, and
 * taken in it. Seen in the importers of the last patches of all releases.
 */
const CAME: readonly (readonly [string, string, string, string])[] = [
  ['!Enumerate', '2023.1', '2022.12', 'attrs: {attributes: {v: !Enumerate [[a], SEQ, !Value 0]}}'],
  [
    'a tag as the model of !Find',
    '2023.1',
    '2022.12',
    'attrs: {attributes: {v: !Find [!Context model, [name, x]]}}',
  ],
  ['!If with a condition only', '2023.8', '2023.6', 'attrs: {attributes: {v: !If [yes]}}'],
  ['must_created', '2023.10', '2023.8', 'state: must_created'],
  [
    'the licence in the context',
    '2024.2',
    '2023.10',
    'conditions: [!Context goauthentik.io/enterprise/licensed]',
  ],
  ['permissions', '2024.8', '2024.6', 'permissions: [{permission: view_group, user: 1}]'],
  [
    'the models in the context',
    '2024.8',
    '2024.6',
    'attrs: {attributes: {v: !Enumerate [!Context goauthentik.io/rbac/models, SEQ, !Value 0]}}',
  ],
  ['!AtIndex', '2024.12', '2024.10', 'attrs: {attributes: {v: !AtIndex [[a], 0]}}'],
  ['!File', '2025.8', '2025.6', 'attrs: {attributes: {v: !File notes.txt}}'],
  [
    '!FindObject',
    '2025.8',
    '2025.6',
    'attrs: {attributes: {v: !FindObject [authentik_core.group, [name, x]]}}',
  ],
  ['!ParseJSON', '2025.8', '2025.6', "attrs: {attributes: {v: !ParseJSON '{}'}}"],
];

function errorsIn(text: string, release: string): string[] {
  return checkFiles(
    [{ path: 'a.yaml', bytes: Buffer.from(text) }],
    loadCatalog(release, () => undefined),
  )
    .filter(({ severity }) => severity === 'error')
    .map(({ message, hint }) => `${message}; ${hint ?? ''}`);
}

describe('what came with a release', () => {
  test.each(CAME)('%s came with %s', (_, release, before, part) => {
    const text = `version: 1\ncontext: {model: authentik_core.group}\nentries:\n- model: authentik_core.group\n  identifiers: {name: a}\n  ${part}\n`;
    expect(errorsIn(text, release)).toEqual([]);
    const refused = errorsIn(text, before);
    expect(refused.length).toBeGreaterThan(0);
    for (const message of refused) expect(message).toContain(`authentik ${release}`);
  });

  test('sections came with 2025.8', () => {
    const text =
      'version: 1\nentries:\n  groups:\n  - model: authentik_core.group\n    identifiers: {name: a}\n';
    expect(errorsIn(text, '2025.8')).toEqual([]);
    expect(errorsIn(text, '2025.6').join()).toContain('authentik 2025.8');
  });

  test('a default, or a value of their own, makes the contexts of later releases work in earlier ones', () => {
    const entry = (tag: string): string =>
      `entries:\n- model: authentik_core.group\n  identifiers: {name: a}\n  conditions: [${tag}]\n`;
    expect(errorsIn(entry('!Context [goauthentik.io/enterprise/licensed, false]'), '2023.2')).toEqual([]);
    expect(
      errorsIn(
        `context: {goauthentik.io/enterprise/licensed: true}\n${entry('!Context goauthentik.io/enterprise/licensed')}`,
        '2023.2',
      ),
    ).toEqual([]);
  });

  test('attributes of an entry that is created or absent are checked where the server reads them', () => {
    const text = (ensure: string): string =>
      `entries:\n- model: authentik_core.group\n  state: ${ensure}\n  identifiers: {name: a}\n  attrs: {is_superuser: [1]}\n`;
    expect([errorsIn(text('created'), '2023.6').length, errorsIn(text('created'), '2023.8').length]).toEqual([
      0, 1,
    ]);
    expect([errorsIn(text('absent'), '2023.6').length, errorsIn(text('absent'), '2023.8').length]).toEqual([
      1, 0,
    ]);
  });
});
