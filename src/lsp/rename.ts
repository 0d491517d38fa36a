import type { PrepareRenameResult, WorkspaceEdit } from 'vscode-languageserver';
import { type Draft, rangeOf } from './draft.ts';
import { locate } from './locate.ts';
import { type Mention, mentionsOf, type Named, namedAt } from './named.ts';
import { writtenText } from './written-text.ts';

/** Why a name cannot be given. */
export interface Refusal {
  readonly refused: string;
}

/**
 * What would be renamed at an offset: an id or an anchor, with the text to start from. Null where there is
 * none.
 */
export function prepareRename(draft: Draft, offset: number): PrepareRenameResult | null {
  const located = locate(draft.root, offset);
  const named = located && namedAt(draft, located);
  const here =
    named && mentionsOf(draft, named).find(({ span }) => span.start <= offset + 1 && offset <= span.end);
  return named && here ? { range: rangeOf(draft, here.span), placeholder: named.name } : null;
}

/** Gives the id or anchor at an offset another name, wherever the file names it. */
export function renameAt(draft: Draft, offset: number, name: string): WorkspaceEdit | Refusal | null {
  const located = locate(draft.root, offset);
  const named = located && namedAt(draft, located);
  if (!named) return null;
  const why = refusal(draft, named, name);
  if (why !== undefined) return { refused: why };
  const edits = mentionsOf(draft, named).map((mention) => ({
    range: rangeOf(draft, mention.span),
    newText: written(mention, name),
  }));
  return { changes: { [draft.uri]: edits } };
}

function refusal(draft: Draft, named: Named, name: string): string | undefined {
  if (name === named.name) return undefined;
  if (named.kind === 'anchor' && !/^[\w-]+$/.test(name))
    return 'the name of an anchor has letters, digits, "-" and "_" only';
  if (name.trim() === '' || /[\r\n]/.test(name)) return 'an id is one line of text';
  if (mentionsOf(draft, { ...named, name }).some(({ defines }) => defines))
    return `there is already ${named.kind === 'id' ? 'an entry with the id' : 'an anchor'} ${name}`;
  return undefined;
}

/** The name as it must be written where the old one stood. */
function written({ scalar }: Mention, name: string): string {
  return scalar ? writtenText(name, scalar.style) : name;
}
