import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { rangeOf } from '../draft.ts';
import type { Caret } from './caret.ts';

/** Something that can stand at the caret. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is written; the label without it. */
  readonly text?: string;
  /** The same with places to fill in, for editors that can do that. */
  readonly snippet?: string;
  readonly detail?: string;
  /** Markdown. */
  readonly docs?: string;
  /** Offers with a lower number come first; 5 without it. */
  readonly rank?: number;
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
  const usesSnippet = snippets && offer.snippet !== undefined;
  return {
    label: offer.label,
    kind: offer.kind,
    filterText: offer.label,
    sortText: `${offer.rank ?? 5}${offer.label}`,
    textEdit: {
      range: rangeOf(original, caret.replaced),
      newText: usesSnippet ? (offer.snippet ?? '') : (offer.text ?? offer.label),
    },
    ...(usesSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(offer.detail === undefined ? {} : { detail: offer.detail }),
    ...(offer.docs === undefined ? {} : { documentation: { kind: 'markdown' as const, value: offer.docs } }),
  };
}
