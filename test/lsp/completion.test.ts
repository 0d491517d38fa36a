import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, TextEdit } from 'vscode-languageserver';
import { TAGS } from '../../src/blueprint/features.ts';
import { completionsAt } from '../../src/lsp/completion/complete.ts';
import { open } from './setup.ts';

/** What is offered at the caret, as an editor shows it: what starts with what is typed, the best first. */
function offered(
  marked: string,
  more: { others?: Readonly<Record<string, string>>; target?: string; snippets?: boolean } = {},
): CompletionItem[] {
  const { workspace, draft, offset } = open(marked, more.others, more.target);
  return completionsAt(workspace, draft, offset, more.snippets ?? false)
    .filter((item) => {
      const range = (item.textEdit as TextEdit).range;
      return (item.filterText ?? '').startsWith(
        draft.document.getText({ start: range.start, end: draft.document.positionAt(offset) }),
      );
    })
    .sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
}

const labels = (items: readonly CompletionItem[]): string[] => items.map(({ label }) => label);

/** The text after the offer with this label was taken. */
function taken(marked: string, label: string, more: Parameters<typeof offered>[1] = {}): string {
  const { draft } = open(marked);
  const item = offered(marked, more).find((one) => one.label === label);
  expect(item, `${label} is not offered`).toBeDefined();
  return TextDocument.applyEdits(draft.document, [item!.textEdit as TextEdit]);
}

const HEAD = 'version: 1\nentries:\n';
const ENTRY = `${HEAD}- model: authentik_core.group\n`;
const FLOW = `${HEAD}- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs:\n`;

describe('keys', () => {
  test.each([
    ['of a blueprint', 'version: 1\nme|', ['metadata']],
    ['of a blueprint, without those that are there', '|\nversion: 1\nentries: []', ['metadata', 'context']],
    ['of metadata', 'version: 1\nmetadata:\n  |\nentries: []', ['name', 'labels']],
    [
      'of labels',
      'version: 1\nmetadata:\n  labels:\n    blue|',
      [
        'blueprints.goauthentik.io/instantiate',
        'blueprints.goauthentik.io/system',
        'blueprints.goauthentik.io/description',
      ],
    ],
    ['of an entry', `${ENTRY}  i|`, ['id', 'identifiers']],
    [
      'of an entry, in the middle of it',
      `${ENTRY}  i|\n  attrs: {}\n- model: authentik_core.user`,
      ['id', 'identifiers'],
    ],
    ['of an entry, right after its dash', `${HEAD}- mo|`, ['model']],
    ['of an entry in brackets', `${HEAD}- {model: authentik_core.group, i|}`, ['id', 'identifiers']],
    [
      'of an entry in a section',
      'version: 1\nentries:\n  groups:\n    - model: authentik_core.group\n      id|',
      ['id', 'identifiers'],
    ],
    [
      'of an entry that is a mess otherwise',
      `${HEAD}- model: authentik_core.group\n  identifiers: {name: [\n  at|\n- model: "x`,
      ['attrs'],
    ],
  ])('%s', (_, text, expected) => expect(labels(offered(text))).toEqual(expected));

  test('of permissions only where the release has them', () => {
    expect(labels(offered(`${ENTRY}  p|`))).toEqual([]);
    expect(labels(offered(`${ENTRY}  p|`, { target: '2024.8' }))).toEqual(['permissions']);
    expect(labels(offered(`${ENTRY}  permissions:\n  - |`, { target: '2024.8' }))).toEqual([
      'permission',
      'user',
      'role',
    ]);
    expect(labels(offered(`${ENTRY}  permissions:\n  - permission: |`, { target: '2024.8' }))).toEqual(
      expect.arrayContaining(['view_group', 'add_user_to_group']),
    );
  });

  test.each([
    ['come with their colon', `${ENTRY}  i|`, 'id', `${ENTRY}  id: `],
    ['come without one where it is there', `${ENTRY}  i|: x`, 'id', `${ENTRY}  id: x`],
    ['that hold a block end with their colon', `${ENTRY}  at|`, 'attrs', `${ENTRY}  attrs:`],
    [
      'that hold a block, in brackets',
      `${HEAD}- {model: authentik_core.group, at|}`,
      'attrs',
      `${HEAD}- {model: authentik_core.group, attrs: }`,
    ],
    ['replace the whole word', `${ENTRY}  i|dent: x`, 'identifiers', `${ENTRY}  identifiers: x`],
  ])('%s', (_, text, label, result) => expect(taken(text, label)).toBe(result));
});

describe('fields', () => {
  test('of a model come those first that a create needs', () =>
    expect(labels(offered(`${FLOW}    |`)).slice(0, 3)).toEqual(['designation', 'name', 'title']));

  test.each([
    ['in attrs, the first', `${ENTRY}  attrs:\n    par|`, ['parent']],
    ['in attrs, before others', `${ENTRY}  attrs:\n    par|\n    name: x\n  id: b`, ['parent']],
    ['in attrs, after others', `${ENTRY}  attrs:\n    name: x\n    par|\n  id: b`, ['parent']],
    ['in attrs in brackets', `${ENTRY}  attrs: {name: x, par|}`, ['parent']],
    ['in attrs in brackets that are open', `${ENTRY}  attrs: {name: x, par|\n  id: b`, ['parent']],
    [
      'in attrs before the model is written',
      `${HEAD}- attrs:\n    par|\n  model: authentik_core.group`,
      ['parent'],
    ],
    ['that are read-only are not attributes', `${ENTRY}  attrs:\n    users_o|`, []],
    [
      'in identifiers, what can identify',
      `${HEAD}- model: authentik_flows.flow\n  identifiers:\n    sl|`,
      ['slug'],
    ],
    ['in identifiers, not what only the API has', `${ENTRY}  identifiers:\n    users_ob|`, []],
    [
      'in identifiers, along a link',
      `${HEAD}- model: authentik_flows.flowstagebinding\n  identifiers:\n    target__sl|`,
      ['target__slug'],
    ],
    ['not of JSON', `${ENTRY}  attrs:\n    attributes:\n      na|`, []],
    ['of a list are not those of the entry', `${ENTRY}  attrs:\n    users: [na|]`, []],
    ['of a look-up', `${ENTRY}  attrs:\n    parent: !Find [authentik_core.group, [nam|`, ['name']],
    [
      'of a look-up over lines',
      `${ENTRY}  attrs:\n    parent: !Find [\n      authentik_core.group,\n      [nam|\n    ]\n    name: b`,
      ['name'],
    ],
    [
      'of a look-up as a block',
      `${ENTRY}  attrs:\n    parent: !Find\n    - authentik_core.group\n    - [nam|]`,
      ['name'],
    ],
    [
      'of a look-up in a tag in a list',
      `${ENTRY}  attrs:\n    users:\n    - !If [true, !Find [authentik_core.user, [userna|]], null]`,
      ['username'],
    ],
    ['of a base class', `${ENTRY}  attrs:\n    parent: !Find [authentik_flows.stage, [nam|]]`, ['name']],
    [
      'of a look-up with its brackets',
      `${ENTRY}  attrs:\n    parent: !Find [authentik_core.group, |]`,
      undefined,
    ],
    [
      'of the blueprint to apply first',
      `${HEAD}- model: authentik_blueprints.metaapplyblueprint\n  attrs:\n    |`,
      ['identifiers', 'required'],
    ],
    [
      'that find the blueprint to apply first',
      `${HEAD}- model: authentik_blueprints.metaapplyblueprint\n  attrs:\n    identifiers:\n      na|`,
      ['name'],
    ],
  ])('%s', (_, text, expected) =>
    expected
      ? expect(labels(offered(text))).toEqual(expected)
      : expect(labels(offered(text))).toContain('[name, …]'),
  );

  test('say what they take', () => {
    const [item] = offered(`${FLOW}    desig|`);
    expect(item).toMatchObject({ detail: 'a choice', documentation: { kind: 'markdown' } });
    expect(JSON.stringify(item?.documentation)).toContain('stage_configuration');
  });
});

describe('values', () => {
  test.each([
    ['a model', `${HEAD}- model: authentik_core.gr|`, ['authentik_core.group']],
    ['a model in quotes', `${HEAD}- model: "authentik_core.gr|"`, ['authentik_core.group']],
    [
      'a model in quotes that are open',
      `${HEAD}- model: "authentik_core.gr|\n  id: x`,
      ['authentik_core.group'],
    ],
    ['no base class as a model', `${HEAD}- model: authentik_flows.sta|`, []],
    [
      'a base class to look in',
      `${ENTRY}  attrs: {parent: !Find [authentik_flows.sta|`,
      ['authentik_flows.stage'],
    ],
    ['a state', `${ENTRY}  state: |`, ['present', 'created', 'absent']],
    ['a choice', `${FLOW}    designation: re|`, ['recovery']],
    [
      'a choice in a list',
      `${HEAD}- model: authentik_stages_identification.identificationstage\n  attrs:\n    user_fields: [email, u|]`,
      ['upn', 'username'],
    ],
    [
      'a choice as an item of a block',
      `${HEAD}- model: authentik_stages_identification.identificationstage\n  attrs:\n    user_fields:\n    - u|\n    case_insensitive_matching: true`,
      ['upn', 'username'],
    ],
    ['a choice in a branch', `${FLOW}    designation: !If [true, rec|, recovery]`, ['recovery']],
    ['a boolean', `${ENTRY}  attrs: {is_superuser: t|}`, ['true']],
    ['a mode', `${ENTRY}  conditions: [!Condition [N|`, ['NAND', 'NOR']],
    ['an output', `${ENTRY}  attrs: {users: !Enumerate [!Context a, S|`, ['SEQ']],
    ['a context key', `context: {alpha: 1, beta: 2}\n${ENTRY}  attrs: {name: !Context al|`, ['alpha']],
    [
      'a context key with a default',
      `context: {alpha: 1, beta: 2}\n${ENTRY}  attrs: {name: !Context [al|, x]}`,
      ['alpha'],
    ],
    [
      'a variable that is used elsewhere',
      `${ENTRY}  attrs: {name: !Env GROUP, attributes: {a: !Env [GR|]}}`,
      ['GROUP'],
    ],
    ['an anchor', `context: {a: &first 1, b: &second 2}\n${ENTRY}  attrs: {name: *f|}`, ['*first']],
    ['nothing in a comment', `${ENTRY}  # attr|`, []],
    ['nothing in a text of several lines', `${ENTRY}  attrs:\n    name: >\n      present\n      |`, []],
  ])('%s', (_, text, expected) =>
    expect(labels(offered(text)).filter((label) => !label.startsWith('!'))).toEqual(expected),
  );

  test('that every context has are those of the release', () => {
    const text = `${ENTRY}  attrs: {name: !Context go|`;
    expect(labels(offered(text))).toEqual([]);
    expect(labels(offered(text, { target: '2024.8' }))).toEqual([
      'goauthentik.io/enterprise/licensed',
      'goauthentik.io/rbac/models',
    ]);
  });

  test('of other blueprints are offered to a look-up', () => {
    const others = {
      'b.yaml': `${HEAD}- model: authentik_flows.flow\n  identifiers: {slug: my-flow}\n- model: authentik_core.group\n  identifiers: {slug: no}`,
    };
    expect(
      labels(offered(`${ENTRY}  attrs: {parent: !Find [authentik_flows.flow, [slug, m|`, { others })),
    ).toEqual(['my-flow']);
    expect(
      labels(
        offered(
          `${HEAD}- model: authentik_blueprints.metaapplyblueprint\n  attrs: {identifiers: {name: Th|}}`,
          { others: { 'b.yaml': 'metadata: {name: The other}\nentries: []' } },
        ),
      ),
    ).toEqual(['The other']);
  });
});

describe('ids', () => {
  const flow = (id: string): string =>
    `- model: authentik_flows.flow\n  id: ${id}\n  identifiers: {slug: ${id}}\n`;
  const group = '- model: authentik_core.group\n  id: staff\n  identifiers: {name: staff}\n';

  test('are those of the entries before, those that fit first', () => {
    const text = `${HEAD}${group}${flow('login')}- model: authentik_flows.flowstagebinding\n  identifiers:\n    target: !KeyOf |\n    order: 0\n${flow('later')}`;
    expect(labels(offered(text))).toEqual(['login', 'staff']);
    expect(taken(text, 'login')).toContain('target: !KeyOf login\n');
  });

  test('are offered with their tag where they fit', () => {
    expect(
      labels(
        offered(
          `${HEAD}${group}${flow('login')}- model: authentik_flows.flowstagebinding\n  identifiers: {target: |}`,
        ),
      ).slice(0, 2),
    ).toEqual(['!KeyOf login', '!Find [authentik_flows.flow, …]']);
  });

  test('are quoted where they need to be', () => {
    expect(
      taken(
        `${HEAD}- {model: authentik_core.group, id: "a: b", identifiers: {name: x}}\n- {model: authentik_core.group, identifiers: {parent: !KeyOf |}}`,
        'a: b',
      ),
    ).toContain('!KeyOf "a: b"}');
  });
});

describe('tags', () => {
  test.each([
    ['by their sign', `${ENTRY}  attrs: {name: !Fo|}`, ['!Format']],
    ['before their arguments', `${ENTRY}  attrs: {name: !Fo| ["%s", a]}`, ['!Format']],
    ['in conditions', `${ENTRY}  conditions:\n  - !Cond|`, ['!Condition']],
    ['not as a key', `${ENTRY}  !Fo|`, []],
    ['not in quotes', `${ENTRY}  attrs: {name: "!Fo|"}`, []],
    ['not those of later releases', `${ENTRY}  attrs: {name: !AtI|}`, []],
  ])('%s', (_, text, expected) => expect(labels(offered(text))).toEqual(expected));

  test('are those of the release', () =>
    expect(labels(offered(`${ENTRY}  attrs: {name: !AtI|}`, { target: '2024.12' }))).toEqual(['!AtIndex']));
  test('replace the whole sign', () =>
    expect(taken(`${ENTRY}  attrs: {name: !Fo|rmt ["%s", a]}`, '!Format')).toContain(
      '{name: !Format  ["%s", a]}',
    ));
  test('have places to fill in where the editor knows them', () => {
    for (const tag of Object.keys(TAGS))
      expect(
        offered(`${ENTRY}  attrs: {attributes: ${tag}|}`, { target: '2026.2', snippets: true }).find(
          ({ label }) => label === tag,
        )?.insertTextFormat,
        tag,
      ).toBe(2);
  });
});
