import type { Location } from 'vscode-languageserver';
import type { Span } from '../source/source-file.ts';
import { type Draft, rangeOf } from './draft.ts';
import { entriesFound } from './found-entries.ts';
import { locate, type Located } from './locate.ts';
import { meaningOf } from './meaning.ts';
import { mentionsOf, namedAt } from './named.ts';
import { pairOf, type SketchNode, textOf, valueOf } from './sketch/node.ts';
import type { Workspace } from './workspace.ts';

/**
 * Where what stands at an offset is defined: the entry of a `!KeyOf` (the first one with this id, as on the
 * server), the anchor of an alias, the key of a `!Context`, the entries that give the object of a `!Find`,
 * the file of a blueprint that is applied first.
 */
export function definitionsAt(workspace: Workspace, draft: Draft, offset: number): Location[] {
  const located = locate(draft.root, offset);
  if (!located) return [];
  const at = (span: Span, other = draft): Location => ({ uri: other.uri, range: rangeOf(other, span) });
  const named = namedAt(draft, located);
  if (named)
    return mentionsOf(draft, named)
      .filter(({ defines }) => defines)
      .slice(0, 1)
      .map(({ span }) => at(span));
  const find = findAround(located);
  const found = find ? entriesFound(find, workspace) : [];
  if (found.length > 0)
    return found.map(({ draft: other, entry }) =>
      at((entry.id?.node ?? entry.modelNode ?? entry.node).span, other),
    );
  const meaning = meaningOf(draft, located, workspace.catalog);
  if (meaning?.what === 'context-key') {
    const key = pairOf(valueOf(draft.root, 'context'), textOf(located.node) ?? '')?.key;
    return key ? [at(key.span)] : [];
  }
  if (meaning?.what !== 'blueprint-value') return [];
  const wanted = textOf(located.node);
  return workspace.drafts
    .filter((other) => meaning.field === 'name' && other.name === wanted)
    .flatMap((other) => {
      const node = valueOf(valueOf(other.root, 'metadata'), 'name');
      return node ? [at(node.span, other)] : [];
    });
}

/** The innermost `!Find` at a place. */
function findAround({ steps, node, onTag }: Located): SketchNode | undefined {
  if (onTag && isFind(node)) return node;
  return steps.findLast((step) => isFind(step.node))?.node ?? (isFind(node) ? node : undefined);
}

function isFind(node: SketchNode): boolean {
  return node.tag?.name === '!Find' || node.tag?.name === '!FindObject';
}
