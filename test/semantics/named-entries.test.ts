import { describe, expect, test } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { NamedEntries } from '../../src/semantics/named-entries.ts';
import { catalog } from '../plan/setup.ts';

const G = 'authentik_core.group';
const key = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const entry = (n: number, attrs = ''): string =>
  `{model: ${G}, id: e${n}, identifiers: {pk: ${key(n)}}, attrs: {name: g${n}${attrs}}}`;
const child = (n: number, parent: number): string => entry(n, `, parent: ${key(parent)}`);

/** The ids of the entries of files in the order in which they are planned. */
function orderOf(...files: readonly (readonly string[])[]): string[] {
  const blueprints = files.flatMap(
    (entries, index) =>
      parseBlueprint(
        {
          path: `${index}.yaml`,
          text: `version: 1\nentries:\n${entries.map((one) => `- ${one}\n`).join('')}`,
        },
        () => undefined,
        { features: features(catalog.release) },
      ) ?? [],
  );
  return [...new NamedEntries(blueprints, catalog).inOrder()].map((one) => one.entry.id?.text ?? '');
}

describe('entries that name objects by literal keys are planned', () => {
  test.each<[string, string[][], string[]]>([
    ['as they stand', [[entry(1), child(2, 1), entry(3)]], ['e1', 'e2', 'e3']],
    [
      'before what refers to them',
      [[child(1, 3), entry(2), child(3, 4), entry(4)]],
      ['e4', 'e3', 'e1', 'e2'],
    ],
    ['from another file, too', [[child(1, 2)], [entry(3), entry(2)]], ['e2', 'e1', 'e3']],
    ['each once, in a circle', [[child(1, 2), child(2, 3), child(3, 1)]], ['e3', 'e2', 'e1']],
    [
      'in their turn, where a tag makes them depend on it',
      [[child(1, 2), `{model: ${G}, id: e2, identifiers: {pk: ${key(2)}}, attrs: {name: !Context n}}`]],
      ['e1', 'e2'],
    ],
    [
      'before what lists them, or may choose them',
      [
        [
          `{model: ${G}, id: a, identifiers: {name: a}, attrs: {parent: !If [!Context x, ${key(2)}, null]}}`,
          `{model: authentik_core.user, id: b, identifiers: {username: b}, attrs: {groups: [${key(3)}]}}`,
          entry(2),
          entry(3),
        ],
      ],
      ['e2', 'a', 'e3', 'b'],
    ],
    [
      'in their turn, where a field means no such object',
      [
        [
          `{model: authentik_core.user, id: b, identifiers: {username: b}, attrs: {name: "7"}}`,
          `{model: authentik_core.user, id: c, identifiers: {pk: 7}, attrs: {username: c}}`,
        ],
      ],
      ['b', 'c'],
    ],
  ])('%s', (_, files, expected) => expect(orderOf(...files)).toEqual(expected));
});
