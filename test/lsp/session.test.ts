import { describe, expect, test } from 'vitest';
import { CodeActionKind, type CodeAction, type Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { allCatalogs, loadCatalog } from '../../src/cli/catalogs.ts';
import { PAGES } from '../../src/cli/pages.ts';
import type { Code, Severity } from '../../src/diagnostics/codes.ts';
import { actionsAt, FIX_ALL } from '../../src/lsp/actions.ts';
import { type FileFacts, Session } from '../../src/lsp/session.ts';
import { toLsp } from '../../src/lsp/to-lsp.ts';

const HEAD = 'version: 1\nentries:\n';
const GROUP = '- model: authentik_core.group\n  identifiers: {name: a}\n';
const uri = (name: string): string => `file:///project/${name}`;

/** A session for a release, with the files of a folder; the first one is open. */
class Room {
  readonly session: Session;
  #version = 0;

  constructor(
    files: Readonly<Record<string, string>>,
    more: { rules?: ReadonlyMap<Code, Severity | 'off'>; target?: string } = {},
  ) {
    this.session = new Session(
      loadCatalog(more.target ?? '2023.2', () => undefined),
      more.rules ?? new Map(),
      { history: allCatalogs, pages: PAGES },
    );
    for (const [index, [name, text]] of Object.entries(files).entries())
      this.put(name, text, { isOpen: index === 0 });
  }

  put(name: string, text: string, facts: Partial<FileFacts> = {}): void {
    this.session.put(TextDocument.create(uri(name), 'yaml', this.#version++, text), {
      shown: name,
      isOpen: true,
      role: 'any',
      ...facts,
    });
  }

  /** What is found in a file: its code and what it lights up. */
  found(name: string): string[] {
    return (this.session.findings().get(uri(name)) ?? []).map(
      ({ code, severity, place }) =>
        `${severity} ${code} «${place?.file.text.slice(place.span.start, place.span.end) ?? ''}»`,
    );
  }

  lsp(name: string): LspDiagnostic[] {
    return (this.session.findings().get(uri(name)) ?? []).map((one) => toLsp(one, ADDRESSES));
  }

  actions(name: string, only?: readonly string[]): CodeAction[] {
    const draft = this.session.draft(uri(name))!;
    return actionsAt(
      draft,
      this.session.findings().get(uri(name)) ?? [],
      {
        range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
        only,
        opened: undefined,
      },
      { ...ADDRESSES, uriOf: this.session.uriOf },
    );
  }

  /** The text after an action. */
  after(name: string, action: CodeAction | undefined): string {
    return TextDocument.applyEdits(
      this.session.draft(uri(name))!.document,
      action?.edit?.changes?.[uri(name)] ?? [],
    );
  }
}

const ADDRESSES = { uriOf: uri, docs: (code: string) => `file:///docs/${code}.md` };

describe('a session', () => {
  test('finds what validate finds, in the file and across files', () => {
    const flow = (title: string): string =>
      `${HEAD}- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs: {name: a, title: ${title}, designation: recovery, nonsense: 1}\n`;
    const room = new Room({ 'a.yaml': flow('A'), 'b.yaml': flow('B') });
    expect(room.found('a.yaml')).toEqual(['warning attribute-unknown «nonsense»']);
    expect(room.found('b.yaml')).toEqual([
      'warning object-twice «title»',
      'warning attribute-unknown «nonsense»',
    ]);
    expect(room.lsp('b.yaml')[0]?.relatedInformation?.map(({ location }) => location.uri)).toEqual([
      uri('a.yaml'),
    ]);
  });

  test('goes by what other files were while they cannot be read', () => {
    const apply = `${HEAD}- model: authentik_blueprints.metaapplyblueprint\n  attrs: {identifiers: {name: base}}\n`;
    const room = new Room({ 'a.yaml': apply, 'base.yaml': `metadata: {name: base}\n${HEAD}${GROUP}` });
    expect(room.found('a.yaml')).toEqual([]);
    room.put('base.yaml', `metadata: {name: base}\n${HEAD}${GROUP}  attrs: {a: [\n`);
    expect(room.found('a.yaml')).toEqual([]);
    expect(room.found('base.yaml').map((one) => one.split(' ')[1])).toEqual(['yaml-syntax']);
    room.session.close('/project/base.yaml');
    expect(room.found('a.yaml')).toEqual(['warning blueprint-unknown «base»']);
  });

  test('says nothing about files that are no blueprints', () => {
    const room = new Room({ 'a.yaml': 'entries:\n- a: [1\n', 'b.yaml': 'foo: !Bar x\n', 'c.yaml': '' });
    for (const name of ['a.yaml', 'b.yaml', 'c.yaml']) expect(room.found(name)).toEqual([]);
  });

  test('says more about files that the project names', () => {
    const room = new Room({});
    const text = 'version: 1\nentrie: []\n';
    room.put('a.yaml', text);
    expect(room.found('a.yaml')).toEqual([]);
    room.put('a.yaml', text, { role: 'named' });
    expect(room.found('a.yaml')).toEqual(['error structure-unknown-key «entrie»']);
  });

  test('leaves what is on disk where a file is open', () => {
    const room = new Room({ 'a.yaml': `${HEAD}${GROUP}` });
    room.put('a.yaml', `${HEAD}- model: no\n`, { isOpen: false });
    expect(room.found('a.yaml')).toEqual([]);
  });

  test('leaves out files that are not applied by themselves until they are opened', () => {
    const example = `metadata: {name: x, labels: {blueprints.goauthentik.io/instantiate: "false"}}\n${HEAD}- model: no.such\n`;
    const room = new Room({ 'a.yaml': `${HEAD}${GROUP}`, 'example.yaml': example });
    expect(room.found('example.yaml')).toEqual([]);
    room.put('example.yaml', example);
    expect(room.found('example.yaml').map((one) => one.split(' ')[1])).toContain('model-unknown');
  });

  test('follows the severities of the project and the comments of a file', () => {
    const text = `${HEAD}${GROUP}  attrs:\n    # ak-blueprint-ignore attribute-unknown: ours\n    one: 1\n    two: 2\n`;
    expect(
      new Room({ 'a.yaml': text }, { rules: new Map([['attribute-unknown', 'error']]) }).found('a.yaml'),
    ).toEqual(['error attribute-unknown «two»']);
  });

  test('shows findings of a blueprint inside another file in that file', () => {
    const room = new Room({
      'map.yaml': `apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n    version: 1\n    entries:\n    - model: authentik_core.grup\n      identifiers: {name: a}\n`,
    });
    expect(room.found('map.yaml')).toEqual(['error model-unknown «authentik_core.grup»']);
    expect(room.lsp('map.yaml')[0]?.range.start).toEqual({ line: 6, character: 13 });
    expect(
      room.actions('map.yaml').find(({ title }) => title.startsWith('ignore'))?.edit?.changes?.[
        uri('map.yaml')
      ]?.[0]?.newText,
    ).toBe('    # ak-blueprint-ignore model-unknown: \n');
  });
});

describe('what can be done about a finding', () => {
  test('is what its rule knows, the sure ones preferred', () => {
    const room = new Room({ 'a.yaml': `${HEAD}- model: authentik_core.Group\n  identifiers: {name: a}\n` });
    const [fix] = room.actions('a.yaml');
    expect(fix).toMatchObject({
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics: [{ code: 'model-case' }],
    });
    expect(room.after('a.yaml', fix)).toBe(`${HEAD}${GROUP}`);
  });

  test('is to ignore it, which does what it says once a reason is given', () => {
    const room = new Room({ 'a.yaml': `${HEAD}${GROUP}  attrs:\n    nonsense: 1\n` });
    const text = room.after(
      'a.yaml',
      room.actions('a.yaml').find(({ title }) => title === 'ignore attribute-unknown here'),
    );
    room.put('a.yaml', text.replace('attribute-unknown: ', 'attribute-unknown: because'));
    expect(room.found('a.yaml')).toEqual([]);
  });

  test('is not to ignore what cannot be ignored, nor inside a text of several lines', () => {
    expect(
      new Room({ 'a.yaml': `${HEAD}${GROUP}  state: presnt\n` })
        .actions('a.yaml')
        .filter(({ title }) => title.startsWith('ignore')),
    ).toEqual([]);
    const text = `${HEAD}- model: authentik_core.group\n  attrs:\n    attributes:\n      text: |\n        a = 1\n        return (\n`;
    const draft = new Room({ 'a.yaml': text }).session.draft(uri('a.yaml'))!;
    const at = (word: string): CodeAction[] =>
      actionsAt(
        draft,
        [
          {
            code: 'attribute-format',
            severity: 'error',
            message: 'x',
            place: {
              file: { path: 'a.yaml', text },
              span: { start: text.indexOf(word), end: text.indexOf(word) + 1 },
            },
          },
        ],
        {
          range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
          only: undefined,
          opened: undefined,
        },
        ADDRESSES,
      );
    expect(at('text: |').map(({ title }) => title)).toEqual(['ignore attribute-format here']);
    expect(at('return')).toEqual([]);
  });

  test('is for all of a file at once, and only when the editor asks for that', () => {
    const room = new Room({
      'a.yaml': `${HEAD}- model: authentik_core.Group\n  identifiers: {name: a}\n- model: authentik_core.Group\n  identifiers: {name: b}\n`,
    });
    const actions = room.actions('a.yaml', [CodeActionKind.SourceFixAll]);
    expect(actions.map(({ kind }) => kind)).toEqual([FIX_ALL]);
    room.put('a.yaml', room.after('a.yaml', actions[0]));
    expect(room.found('a.yaml')).toEqual([]);
    expect(room.actions('a.yaml', [CodeActionKind.Refactor])).toEqual([]);
  });
});
