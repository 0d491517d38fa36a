import { type DocumentHighlight, DocumentHighlightKind, type Location } from 'vscode-languageserver';
import { type Draft, rangeOf } from './draft.ts';
import { entriesFound } from './found-entries.ts';
import { locate, wholeOf } from './locate.ts';
import { mentionsOf, namedAt } from './named.ts';
import { visitSketch } from './sketch/node.ts';
import type { Workspace } from './workspace.ts';

/**
 * Where the id or anchor at an offset is used; of an id also the `!Find`s of the workspace that look for its
 * entry's object.
 */
export function referencesAt(
  workspace: Workspace,
  draft: Draft,
  offset: number,
  withDefinition: boolean,
): Location[] {
  const located = locate(draft.root, offset);
  const named = located && namedAt(draft, located);
  if (!named) return [];
  const own = mentionsOf(draft, named)
    .filter(({ defines }) => withDefinition || !defines)
    .map(({ span }) => ({ uri: draft.uri, range: rangeOf(draft, span) }));
  return named.kind === 'id' ? [...own, ...findsOf(workspace, draft, named.name)] : own;
}

function findsOf(workspace: Workspace, draft: Draft, id: string): Location[] {
  const wanted = draft.entries.find((entry) => entry.id?.text === id);
  const found: Location[] = [];
  for (const other of workspace.drafts) {
    visitSketch(other.root, (node) => {
      if (node.tag?.name !== '!Find' && node.tag?.name !== '!FindObject') return;
      if (entriesFound(node, { ...workspace, drafts: [draft] }).some(({ entry }) => entry === wanted))
        found.push({ uri: other.uri, range: rangeOf(other, wholeOf(node)) });
    });
  }
  return found;
}

/** The places of the same id or anchor in the file. */
export function highlightsAt(draft: Draft, offset: number): DocumentHighlight[] {
  const located = locate(draft.root, offset);
  const named = located && namedAt(draft, located);
  return named
    ? mentionsOf(draft, named).map(({ span, defines }) => ({
        range: rangeOf(draft, span),
        kind: defines ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }))
    : [];
}
