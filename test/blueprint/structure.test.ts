import { describe, expect, it } from 'vitest';
import { readBlueprint } from './read.ts';

const ENTRY = 'model: authentik_core.group, identifiers: {name: n}';
const with1 = (entry: string): string => `version: 1\nentries:\n- {${entry}}\n`;

describe('the structure of a blueprint', () => {
  it('is read into entries, a name, labels and a context', () => {
    const { blueprint, findings } = readBlueprint(
      'version: 1\nmetadata:\n  name: N\n  labels: {a: "1"}\ncontext: {k: [1]}\nentries:\n- model: m.n\n  id: i\n  state: absent\n  conditions: [true]\n  identifiers: {a: 1}\n  attrs: {b: 2}\n',
    );
    expect(findings).toEqual([]);
    expect(blueprint).toMatchObject({
      name: 'N',
      labels: { a: '1' },
      context: { k: [1] },
      entries: [{ index: 0, model: { text: 'm.n' }, ensure: { text: 'absent' }, id: { text: 'i' } }],
    });
  });

  it.each([
    ['no version', `entries: [{${ENTRY}}]`, []],
    ['a version that is true', `version: true\nentries: [{${ENTRY}}]`, []],
    ['another version', `version: 2\nentries: [{${ENTRY}}]`, ['version-unsupported 1:10 2']],
    ['a version as text', `version: '1'\nentries: [{${ENTRY}}]`, ["structure-type 1:10 '1'"]],
    ['a version with a point', `version: 1.0\nentries: [{${ENTRY}}]`, ['structure-type 1:10 1.0']],
    ['a version without value', `version:\nentries: [{${ENTRY}}]`, ['structure-type 1:1 version']],
    ['metadata of null', `metadata: null\nentries: [{${ENTRY}}]`, []],
    ['metadata without name', `metadata: {}\nentries: [{${ENTRY}}]`, ['structure-missing 1:1 metadata']],
    ['a misspelt name', `metadata: {nmae: x}\nentries: [{${ENTRY}}]`, ['structure-missing 1:12 nmae']],
    [
      'a label that is a number',
      `metadata: {name: x, labels: {a: 1}}\nentries: [{${ENTRY}}]`,
      ['structure-type 1:33 1'],
    ],
    ['a context of null', `context: null\nentries: [{${ENTRY}}]`, ['structure-type 1:10 null']],
    ['a key that nobody reads', `foo: 1\nentries: [{${ENTRY}}]`, ['structure-unknown-key 1:1 foo']],
    ['no entries', 'version: 1', ['entries-empty 1:1 version: 1']],
    ['misspelt entries', `entires: [{${ENTRY}}]`, ['structure-unknown-key 1:1 entires']],
    ['empty entries', 'entries: []', ['entries-empty 1:1 entries']],
    ['entries of null', 'entries: null', ['structure-type 1:10 null']],
    [
      'entries as a mapping',
      `entries: {a: {${ENTRY}}}`,
      ['structure-type 1:10 {a: {model: authentik_core.gro'],
    ],
    ['a list in place of a blueprint', `- {${ENTRY}}`, ['entries-empty 1:1 - {model: authentik_core.group']],
    ['text in place of a blueprint', 'hello', ['structure-type 1:1 hello']],
  ])('%s', (_, text, expected) => {
    expect(readBlueprint(text).findings).toEqual(expected);
  });

  it.each([
    ['an entry of null', 'version: 1\nentries:\n- null\n', ['structure-type 3:3 null']],
    ['no model', with1('identifiers: {name: n}'), ['structure-missing 3:3 {identifiers: {name: n}}']],
    ['a misspelt model', with1('modle: a.b'), ['structure-missing 3:4 modle']],
    ['a model that is a number', with1('model: 1'), ['structure-type 3:11 1']],
    ['an unknown state', with1(`${ENTRY}, state: presnt`), ['ensure-invalid 3:64 presnt']],
    [
      'a state of a later release',
      with1(`${ENTRY}, state: must_created`),
      ['ensure-invalid 3:64 must_created'],
    ],
    ['a state of null', with1(`${ENTRY}, state: null`), ['structure-type 3:64 null']],
    ['a state that is computed', with1(`${ENTRY}, state: !If [true, absent, present]`), []],
    ['conditions of null', with1(`${ENTRY}, conditions: null`), ['structure-type 3:69 null']],
    [
      'conditions that are a tag',
      with1(`${ENTRY}, conditions: !Context a`),
      ['structure-type 3:69 !Context'],
    ],
    ['identifiers in a list', with1('model: a.b, identifiers: [name]'), ['structure-type 3:29 [name]']],
    ['an identifier named by a number', with1('model: a.b, identifiers: {1: a}'), ['structure-type 3:30 1']],
    ['an attribute named on', with1(`${ENTRY}, attrs: {on: 1}`), ['structure-type 3:65 on']],
    ['attrs of null', with1(`${ENTRY}, attrs: null`), []],
    ['attrs that are a tag', with1(`${ENTRY}, attrs: !Context a`), ['structure-type 3:64 !Context']],
    ['an id that is a number', with1(`${ENTRY}, id: 7`), ['structure-type 3:61 7']],
    ['an id that is a tag', with1(`${ENTRY}, id: !Context i`), ['structure-type 3:61 !Context']],
    [
      'permissions before their release',
      with1(`${ENTRY}, permissions: [{permission: view_group, role: x}]`),
      ['permissions-unavailable 3:57 permissions'],
    ],
    ['no permissions before their release', with1(`${ENTRY}, permissions: []`), []],
  ])('an entry: %s', (_, text, expected) => {
    expect(readBlueprint(text).findings).toEqual(expected);
  });

  it('leaves an unreadable entry out and keeps the others and their index', () => {
    const { blueprint } = readBlueprint('entries:\n- {id: x}\n- {model: a.b, id: y}\n');
    expect(blueprint?.entries.map(({ index, id }) => [index, id?.text])).toEqual([[1, 'y']]);
    expect(blueprint?.unreadIds).toEqual(['x']);
  });

  it('tells null attrs from none', () => {
    const { blueprint } = readBlueprint(
      'entries:\n- {model: a.b, attrs: null}\n- {model: a.b}\n- {model: a.b, attrs: {}}\n',
    );
    expect(blueprint?.entries.map(({ attrs }) => attrs && attrs.kind)).toEqual([null, undefined, 'map']);
  });

  it('has more to offer in later releases', () => {
    const text = `entries:\n  one:\n  - {${ENTRY}, state: must_created, permissions: []}\n  two:\n  - {model: a.b, attrs: {x: !AtIndex [[1], 0]}}\n`;
    const { blueprint, findings } = readBlueprint(text, '2025.8');
    expect(findings).toEqual([]);
    expect(blueprint?.entries.map(({ index }) => index)).toEqual([0, 1]);
  });
});
