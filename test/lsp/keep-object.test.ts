import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { PAGES } from '../../src/cli/pages.ts';
import { actionsAt } from '../../src/lsp/actions.ts';
import { hoverAt } from '../../src/lsp/hover.ts';
import { Session } from '../../src/lsp/session.ts';
import { open } from './setup.ts';

const URI = 'file:///project/a.yaml';
const A = 'authentik_core.application';
const app = (slug: string, name: string, before = '', id = ''): string =>
  `${before}  - model: ${A}\n${id && `    id: ${id}\n`}    identifiers:\n      slug: ${slug}\n    attrs: {name: ${name}}\n`;
const file = (...entries: string[]): string => `version: 1\nentries:\n${entries.join('')}`;

/** The text after the action at the first `|` of what a file is edited to; undefined where there is none. */
function after(opened: string, edited: string): string | undefined {
  const session = new Session(
    loadCatalog('2023.2', () => undefined),
    new Map(),
    { history: () => [], pages: PAGES },
  );
  const facts = { shown: 'a.yaml', isOpen: true, role: 'any' } as const;
  session.put(TextDocument.create(URI, 'yaml', 1, opened), facts);
  const text = edited.replace('|', '');
  session.put(TextDocument.create(URI, 'yaml', 2, text), facts);
  const draft = session.draft(URI);
  if (!draft) return undefined;
  const start = draft.document.positionAt(edited.indexOf('|'));
  const asked = { range: { start, end: start }, only: undefined, opened: session.opened(URI) };
  const [action] = actionsAt(draft, [], asked, { uriOf: () => URI, docs: () => URI });
  return action && TextDocument.applyEdits(draft.document, action.edit?.changes?.[URI] ?? []);
}

describe('an identifier that is changed while a file is open', () => {
  const grafana = app('grafana', 'Grafana');
  const was = '  # ak-blueprint-was: slug=grafana\n';

  test.each([
    [
      'of its only entry',
      file(grafana),
      file(app('dash|boards', 'Grafana')),
      file(app('dashboards', 'Grafana', was)),
    ],
    [
      'of one among others that moved',
      file(app('wiki', 'Wiki'), grafana),
      file(app('dash|boards', 'Grafana'), app('wiki', 'Wiki')),
      file(app('dashboards', 'Grafana', was), app('wiki', 'Wiki')),
    ],
    [
      'of an entry with an id, with another attribute',
      file(app('grafana', 'Grafana', '', 'g'), app('x', 'X')),
      file(app('x', 'X'), app('dash|boards', 'Dashboards', '', 'g')),
      file(app('x', 'X'), app('dashboards', 'Dashboards', was, 'g')),
    ],
    [
      'from a text that needs quotes',
      file(app('grafana', 'Grafana').replace('slug: grafana', 'name: a, b')),
      file(app('grafana', 'Grafana').replace('slug: grafana', 'name: |b')),
      file(
        app('grafana', 'Grafana', '  # ak-blueprint-was: name="a, b"\n').replace('slug: grafana', 'name: b'),
      ),
    ],
    [
      'from a tag',
      file(app('!Env A', 'Grafana')),
      file(app('gra|fana', 'Grafana')),
      file(app('grafana', 'Grafana', '  # ak-blueprint-was: slug=!Env A\n')),
    ],
  ])('%s keeps its object by an action', (_, opened, edited, fixed) =>
    expect(after(opened, edited)).toBe(fixed),
  );

  test.each([
    ['nothing is changed', file(grafana), file(app('gra|fana', 'Grafana'))],
    ['the caret is elsewhere', file(grafana), file(app('dashboards', 'Gra|fana'))],
    ['it is said already', file(grafana), file(app('dash|boards', 'Grafana', was))],
    ['the entry is new', file(grafana), file(grafana, app('dash|boards', 'Dashboards'))],
  ])('there is no action where %s', (_, opened, edited) => expect(after(opened, edited)).toBeUndefined());

  test('the comment is explained', () => {
    const { workspace, draft, offset } = open(file(app('x', 'X', '  # ak-blueprint|-was: slug=grafana\n')));
    expect(JSON.stringify(hoverAt(workspace, draft, offset))).toContain(
      'identified the object of this entry before',
    );
  });
});
