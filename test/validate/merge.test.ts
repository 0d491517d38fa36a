import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { parseProject } from '../../src/project/parse-project.ts';
import { mergedLists, unusedLists } from '../../src/validate/merged-lists.ts';
import { checkFiles } from './check.ts';

const G = 'authentik_core.group';
const check = (text: string) => checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text) }]);
const group = (before: string, attrs = 'users: []', after = ''): string =>
  `version: 1\nentries:\n${before}- model: ${G}${after}\n  identifiers: {name: g}\n  attrs: {${attrs}}\n`;
const found = (text: string): string[] =>
  check(text).map(
    ({ code, place, hint }) => `${code} «${text.slice(place?.span.start, place?.span.end)}» ${hint}`,
  );

describe('a merge comment', () => {
  test.each([
    ['above its entry', group('# ak-blueprint-merge users\n')],
    [
      'on a line of its entry',
      group('', 'users: []', ' # ak-blueprint-merge users: others are added by hand'),
    ],
    [
      'of which a comment only speaks',
      group('# see ak-blueprint-merge in the README\n# ak-blueprint-merged lists are fine\n'),
    ],
  ])('may stand %s', (_, text) => expect(found(text)).toEqual([]));

  test.each([
    [
      'without a list',
      group('# ak-blueprint-merge: why\n'),
      'merge-invalid «# ak-blueprint-merge: why» write "# ak-blueprint-merge <field>", with a field of the entry that is a list',
    ],
    [
      'in no entry',
      group('', 'users: []') + '# ak-blueprint-merge users\n',
      'merge-invalid «# ak-blueprint-merge users» put it above the entry, or on the line of the list',
    ],
    ['of a misspelt list', group('# ak-blueprint-merge user\n'), 'merge-invalid «user» did you mean users?'],
    [
      'of what is no list',
      group('# ak-blueprint-merge users, is_superuser\n'),
      'merge-invalid «is_superuser» its lists are users',
    ],
    [
      'that nothing is added to',
      group('# ak-blueprint-merge users\n', 'is_superuser: true'),
      'merge-unused «users» take it out',
    ],
    [
      'with a misspelt word',
      group('# ak-blueprint-megre users\n'),
      'merge-invalid «ak-blueprint-megre» did you mean ak-blueprint-merge?',
    ],
  ])('%s is found', (_, text, finding) => expect(found(text)).toEqual([finding]));

  test('that is unused is taken out', () => {
    const text = group('# ak-blueprint-merge users\n', 'is_superuser: true');
    const [edit] = check(text).flatMap(({ fixes }) => fixes?.[0]?.edits ?? []);
    expect(edit && text.slice(0, edit.place.span.start) + edit.text + text.slice(edit.place.span.end)).toBe(
      group('', 'is_superuser: true'),
    );
  });

  test('keeps two entries about one list from contradicting each other', () => {
    const two = (comment: string): string =>
      `version: 1\nentries:\n- model: ${G}\n  identifiers: {name: g}\n  attrs: {users: [1]}\n- model: ${G}${comment}\n  identifiers: {name: g}\n  attrs: {users: [2]}\n`;
    expect(found(two('')).map((one) => one.split(' ')[0])).toEqual(['object-twice']);
    expect(found(two(' # ak-blueprint-merge users'))).toEqual([]);
  });
});

describe('lists of a project file', () => {
  const catalog = loadCatalog('2023.2', () => undefined);
  const read = (line: string, used: readonly string[] = []): [string[], string[]] => {
    const collector = new Collector();
    const text = `lists:\n  ${line}: merge\n`;
    const { file, lists } = parseProject({ path: 'ak-blueprint.yaml', text }, collector.report);
    const merged = mergedLists(lists, file, catalog, collector.report);
    unusedLists(lists, file, merged, new Set(used), collector.report);
    return [
      [...merged],
      collector.diagnostics.map(
        ({ code, place, hint }) => `${code} «${text.slice(place?.span.start, place?.span.end)}» ${hint}`,
      ),
    ];
  };

  test('may name a model in any case', () =>
    expect(read('authentik_core.Group.users', [`${G}.users`])).toEqual([[`${G}.users`], []]));

  test.each([
    [
      'a model that there is not',
      'authentik_core.grup.users',
      'project-invalid «authentik_core.grup» did you mean authentik_core.group?',
    ],
    ['a field that there is not', 'authentik_core.group.user', 'project-invalid «user» did you mean users?'],
    ['a field that is no list', '"authentik_core.group.name"', 'project-invalid «name» its lists are users'],
    [
      'a field without its model',
      'users',
      'project-invalid «users» write the model and its field: authentik_core.group.users',
    ],
    [
      'a list that nothing sets',
      'authentik_core.group.users',
      'merge-unused «authentik_core.group.users» take the line out',
    ],
  ])('must not name %s', (_, line, finding) => expect(read(line)[1]).toEqual([finding]));
});
