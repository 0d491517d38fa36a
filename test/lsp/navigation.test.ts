import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { definitionsAt } from '../../src/lsp/definition.ts';
import { hoverAt } from '../../src/lsp/hover.ts';
import { highlightsAt, referencesAt } from '../../src/lsp/references.ts';
import { prepareRename, renameAt } from '../../src/lsp/rename.ts';
import { symbolsOf } from '../../src/lsp/symbols.ts';
import { open, shownRange, type Open } from './setup.ts';

const HEAD = 'version: 1\nentries:\n';
const STAFF = `${HEAD}- model: authentik_core.group\n  id: staff\n  identifiers: {name: staff}\n`;
const OTHERS = {
  'b.yaml': `${HEAD}- model: authentik_stages_dummy.dummystage\n  identifiers: {name: other}\n  id: stage\n- model: authentik_flows.flow\n  identifiers: {slug: my-flow}\n`,
  'c.yaml': `metadata: {name: The base}\n${HEAD}- model: authentik_core.group\n  identifiers: {parent: !Find [authentik_core.group, [name, staff]]}\n`,
};

function places({ workspace, draft, offset }: Open, ask: typeof definitionsAt): string[] {
  return ask(workspace, draft, offset).map(({ uri, range }) => {
    const other = workspace.drafts.find((one) => one.uri === uri)!;
    return `${uri.split('/').at(-1) ?? ''} ${shownRange(other, range)}`;
  });
}

describe('the definition', () => {
  test.each([
    ['of a !KeyOf is the id', `${STAFF}- attrs: {parent: !KeyOf sta|ff}`, ['a.yaml 4: staff']],
    [
      'of a !KeyOf is the id, from its tag, too',
      `${STAFF}- attrs: {parent: !Key|Of staff}`,
      ['a.yaml 4: staff'],
    ],
    [
      'of a !KeyOf with two ids is the first',
      `${STAFF}- id: staff\n- attrs: {parent: !KeyOf "sta|ff"}`,
      ['a.yaml 4: staff'],
    ],
    [
      'of a !KeyOf may stand in a file that is broken',
      `${STAFF}- attrs: {parent: !KeyOf sta|ff\n- "x`,
      ['a.yaml 4: staff'],
    ],
    ['of a !KeyOf of nothing is nowhere', `${STAFF}- attrs: {parent: !KeyOf stuff|}`, []],
    [
      'of a !Find is the entry that gives the object',
      `${STAFF}- attrs: {f: !Find [authentik_flows.flow, [slug, my-f|low]]}`,
      ['b.yaml 6: authentik_flows.flow'],
    ],
    [
      'of a !Find of a base class, too',
      `${STAFF}- attrs: {f: !Fi|nd [authentik_flows.stage, [name, other]]}`,
      ['b.yaml 5: stage'],
    ],
    [
      'of a !Find that nobody gives is nowhere',
      `${STAFF}- attrs: {f: !Find [authentik_flows.flow, [slug, no|ne]]}`,
      [],
    ],
    [
      'of a !Find with a tag in it is nowhere',
      `${STAFF}- attrs: {f: !Find [authentik_flows.flow, [slug, my-flow], [name, !Context a|]]}`,
      [],
    ],
    [
      'of a !Context is its key',
      `context: {alpha: 1}\n${STAFF}- attrs: {a: !Context [al|pha, 2]}`,
      ['a.yaml 1: alpha'],
    ],
    [
      'of an alias is its anchor',
      `context: {a: &first x}\n${STAFF}- attrs: {a: *fi|rst}`,
      ['a.yaml 1: first'],
    ],
    [
      'of a merge is its anchor',
      `context: {a: &first {b: 1}}\n${STAFF}- attrs: {<<: *fi|rst}`,
      ['a.yaml 1: first'],
    ],
    [
      'of a blueprint to apply first is its name',
      `${HEAD}- model: authentik_blueprints.metaapplyblueprint\n  attrs: {identifiers: {name: The b|ase}}`,
      ['c.yaml 1: The base'],
    ],
    ['of anything else is nowhere', `${STAFF}- attrs: {par|ent: 1}`, []],
  ])('%s', (_, text, expected) => expect(places(open(text, OTHERS), definitionsAt)).toEqual(expected));
});

describe('references', () => {
  const USES = `${STAFF}- attrs: {parent: !KeyOf staff}\n- conditions: [!KeyOf 'staff']\n- attrs: {staff: staff}\n`;

  test('of an id are its !KeyOfs, and the !Finds of its object in other files', () => {
    const expected = [
      'a.yaml 6: staff',
      'a.yaml 7: staff',
      'c.yaml 5: !Find [authentik_core.group, [name, staff]]',
    ];
    expect(
      places(open(USES.replace('id: staff', 'id: st|aff'), OTHERS), (workspace, draft, offset) =>
        referencesAt(workspace, draft, offset, false),
      ),
    ).toEqual(expected);
    expect(
      places(open(USES.replace('!KeyOf staff', '!KeyOf st|aff'), OTHERS), (workspace, draft, offset) =>
        referencesAt(workspace, draft, offset, true),
      ),
    ).toEqual(['a.yaml 4: staff', ...expected]);
  });

  test('in the file are lit up', () => {
    const { draft, offset } = open(USES.replace('id: staff', 'id: st|aff'));
    expect(highlightsAt(draft, offset).map(({ range, kind }) => [shownRange(draft, range), kind])).toEqual([
      ['4: staff', 3],
      ['6: staff', 2],
      ['7: staff', 2],
    ]);
  });
});

describe('renaming', () => {
  function renamed(marked: string, name: string): string | undefined {
    const { draft, offset } = open(marked);
    const edit = renameAt(draft, offset, name);
    if (!edit) return undefined;
    return 'refused' in edit
      ? edit.refused
      : TextDocument.applyEdits(draft.document, Object.values(edit.changes ?? {}).flat());
  }

  test.each([
    [
      'an id, everywhere',
      '- {id: a|b, x: !KeyOf ab, y: [!KeyOf "ab", !KeyOf \'ab\'], z: ab}',
      'cd',
      '- {id: cd, x: !KeyOf cd, y: [!KeyOf "cd", !KeyOf \'cd\'], z: ab}',
    ],
    ['an id, from where it is used', '- {id: ab, x: !KeyOf a|b}', 'cd', '- {id: cd, x: !KeyOf cd}'],
    [
      'an id to one that needs quotes',
      "- {id: a|b, x: !KeyOf ab, y: !KeyOf 'ab'}",
      "it's: [1]",
      "- {id: \"it's: [1]\", x: !KeyOf \"it's: [1]\", y: !KeyOf 'it''s: [1]'}",
    ],
    ['an id to a number', '- {id: a|b}', '12', '- {id: "12"}'],
    ['an anchor', '- {id: &a|b x, y: *ab, z: [*ab]}', 'cd', '- {id: &cd x, y: *cd, z: [*cd]}'],
    [
      'nothing to an id that there is',
      '- {id: a|b}\n- {id: cd}',
      'cd',
      'there is already an entry with the id cd',
    ],
    ['nothing to nothing', '- {id: a|b}', ' ', 'an id is one line of text'],
    [
      'no anchor to two words',
      '- {id: &a|b x}',
      'c d',
      'the name of an anchor has letters, digits, "-" and "_" only',
    ],
    ['nothing else', '- {id: ab, x|: 1}', 'cd', undefined],
  ])('changes %s', (_, text, name, expected) =>
    expect(renamed(HEAD + text, name)).toBe(
      expected && !expected.startsWith('- ') ? expected : expected && HEAD + expected,
    ),
  );

  test.each([
    ['- {id: "a|b"}', '3: ab'],
    ['- {id: x, y: *a|b}', '3: ab'],
    ['- {id: x, y: !Key|Of ab}', undefined],
    ['- {id|: x}', undefined],
  ])('is offered for %s', (text, expected) => {
    const { draft, offset } = open(HEAD + text);
    const ready = prepareRename(draft, offset);
    expect(ready && 'range' in ready ? shownRange(draft, ready.range) : undefined).toBe(expected);
  });
});

describe('the outline', () => {
  test('has the entries by what they are called, the context and the sections', () => {
    const { draft } = open(
      'context: {a: 1}\nentries:\n  first:\n  - {model: m.a, id: one}\n  - {model: m.b, identifiers: {name: two, x: !KeyOf one}}\n  second:\n  - model: m.c\n  - {attrs: {}}|',
    );
    expect(
      symbolsOf(draft).map(({ name, detail, children }) => [
        name,
        detail,
        children?.map((child) => [child.name, child.detail]),
      ]),
    ).toEqual([
      ['context', undefined, [['a', undefined]]],
      [
        'first',
        '',
        [
          ['one', 'm.a'],
          ['two, !KeyOf one', 'm.b'],
        ],
      ],
      [
        'second',
        '',
        [
          ['m.c', 'm.c'],
          ['entry 4', ''],
        ],
      ],
    ]);
  });

  test('does not call an entry by a secret', () => {
    const { draft } = open(
      'entries:\n- {model: m.a, identifiers: {key: hunter2, name: shown}}\n- {model: m.b, identifiers: {bot_token: hunter2}}|',
    );
    expect(symbolsOf(draft).map(({ name }) => name)).toEqual(['shown', 'm.b']);
  });

  test('has every selection in its range', () => {
    const { draft } = open(`${STAFF}- model: x\n  id: [|`);
    const symbols = symbolsOf(draft);
    expect(symbols.length).toBeGreaterThan(0);
    for (const { range, selectionRange } of symbols)
      expect(
        draft.document.offsetAt(selectionRange.start) >= draft.document.offsetAt(range.start) &&
          draft.document.offsetAt(selectionRange.end) <= draft.document.offsetAt(range.end),
      ).toBe(true);
  });
});

describe('hover', () => {
  test.each([
    ['a model', `${HEAD}- model: authentik_core.gr|oup`, 'authentik_core.group'],
    ['a field', `${HEAD}- model: authentik_flows.flow\n  attrs: {design|ation: 1}`, 'recovery'],
    [
      'a value by its field',
      `${HEAD}- model: authentik_flows.flow\n  attrs: {designation: reco|very}`,
      'recovery',
    ],
    ['an identifier', `${HEAD}- model: authentik_flows.flow\n  identifiers: {sl|ug: x}`, 'slug'],
    [
      'what only a look-up knows',
      `${HEAD}- model: authentik_flows.flow\n  identifiers: {policybindingmodel_|ptr: x}`,
      'policybindingmodel_ptr',
    ],
    [
      'a field with its releases',
      `${HEAD}- model: authentik_stages_prompt.prompt\n  attrs: {na|me: 1}`,
      'since 2023.2',
    ],
    [
      'a field that releases changed',
      `${HEAD}- model: authentik_providers_oauth2.oauth2provider\n  attrs: {redirect_u|ris: 1}`,
      '2024.8: became a list of mappings',
    ],
    ['a tag by its page', `${HEAD}- attrs: {x: !Fi|nd [a]}`, 'takes the first of several'],
    ['a tag', `${HEAD}- attrs: {x: !Fi|nd [a]}`, '!Find'],
    ['a look-up', `${HEAD}- attrs: {x: !Find [authentik_flows.flow, [sl|ug, x]]}`, 'slug'],
    ['an id by its entry', `${STAFF}- attrs: {x: !KeyOf st|aff}`, 'authentik_core.group'],
    ['a key of the language', `${HEAD}- ident|ifiers: {}`, 'found by'],
    ['a state', `${HEAD}- state: abs|ent`, 'deleted'],
  ])('explains %s', (_, text, expected) => {
    const { workspace, draft, offset } = open(text);
    expect(JSON.stringify(hoverAt(workspace, draft, offset)?.contents)).toContain(expected);
  });

  test.each([
    `${HEAD}- model: no.su|ch`,
    `${HEAD}- model: authentik_core.group\n  attrs: {attributes: {a|: 1}}`,
    `# comm|ent\n${HEAD}`,
    `${HEAD}- attrs: {x: !Nop|e 1}`,
  ])('says nothing about what is nothing: %s', (text) => {
    const { workspace, draft, offset } = open(text);
    expect(hoverAt(workspace, draft, offset)).toBeNull();
  });
});
