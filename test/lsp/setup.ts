import { TextDocument } from 'vscode-languageserver-textdocument';
import { features } from '../../src/blueprint/features.ts';
import { type Draft, draftOf } from '../../src/lsp/draft.ts';
import type { Workspace } from '../../src/lsp/workspace.ts';
import { allCatalogs, loadCatalog } from '../../src/cli/catalogs.ts';
import { PAGES } from '../../src/cli/pages.ts';

/** A blueprint with the caret in it, among other blueprints. */
export interface Open {
  readonly workspace: Workspace;
  readonly draft: Draft;
  readonly offset: number;
}

/** Opens a text in which `|` stands for the caret. */
export function open(marked: string, others: Readonly<Record<string, string>> = {}, target = '2023.2'): Open {
  const offset = marked.indexOf('|');
  const draft = draftNamed('a.yaml', marked.replace('|', ''));
  const catalog = loadCatalog(target, () => undefined);
  return {
    workspace: {
      catalog,
      features: features(catalog.release),
      drafts: [draft, ...Object.entries(others).map(([name, text]) => draftNamed(name, text))],
      history: allCatalogs,
      pages: PAGES,
    },
    draft,
    offset,
  };
}

function draftNamed(name: string, text: string): Draft {
  return draftOf(TextDocument.create(`file:///project/${name}`, 'yaml', 1, text));
}

/** What stands in a range of a draft, with its line: `3: name`. */
export function shownRange(
  { document }: Draft,
  range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  },
): string {
  return `${range.start.line + 1}: ${document.getText(range)}`;
}
