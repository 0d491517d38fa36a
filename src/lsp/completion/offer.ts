import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { rangeOf } from '../draft.ts';
import type { Caret } from './caret.ts';

/** Something that can stand at the caret. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is written; the label where this is undefined. */
  readonly text?: string | undefined;
  /** The same with places to fill in, for editors that can do that. */
  readonly snippet?: string | undefined;
  readonly detail?: string | undefined;
  /** Markdown. */
  readonly docs?: string | undefined;
  /** Offers with a lower number come first; undefined counts as 5. */
  readonly rank?: number | undefined;
}

/** Keys and values of one kind. */
export const KIND = {
  key: CompletionItemKind.Property,
  model: CompletionItemKind.Class,
  word: CompletionItemKind.EnumMember,
  id: CompletionItemKind.Reference,
  tag: CompletionItemKind.Function,
  name: CompletionItemKind.Variable,
  file: CompletionItemKind.File,
} as const;

/**
 * An offer as an editor takes it: it replaces the whole word at the caret and is found by what the word
 * starts with.
 */
export function toItem(
  offer: Offer,
  caret: Caret,
  original: Parameters<typeof rangeOf>[0],
  snippets: boolean,
): CompletionItem {
  const { label, kind, text = label, snippet, detail, docs, rank = 5 } = offer;
  const written = snippets ? snippet : undefined;
  const item: CompletionItem = {
    label,
    kind,
    filterText: label,
    sortText: `${rank}${label}`,
    textEdit: { range: rangeOf(original, caret.replaced), newText: written ?? text },
  };
  if (written !== undefined) item.insertTextFormat = InsertTextFormat.Snippet;
  if (detail !== undefined) item.detail = detail;
  if (docs !== undefined) item.documentation = { kind: 'markdown', value: docs };
  return item;
}
