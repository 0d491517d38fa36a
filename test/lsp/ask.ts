import { expect } from 'vitest';
import type { Range, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { actionsAt } from '../../src/lsp/actions.ts';
import { completionsAt } from '../../src/lsp/completion/complete.ts';
import { definitionsAt } from '../../src/lsp/definition.ts';
import type { Draft } from '../../src/lsp/draft.ts';
import { formattingOf } from '../../src/lsp/formatting.ts';
import { hoverAt } from '../../src/lsp/hover.ts';
import { highlightsAt, referencesAt } from '../../src/lsp/references.ts';
import { prepareRename, renameAt } from '../../src/lsp/rename.ts';
import type { Session } from '../../src/lsp/session.ts';
import { symbolsOf } from '../../src/lsp/symbols.ts';
import { toLsp } from '../../src/lsp/to-lsp.ts';

const ADDRESSES = { uriOf: (path: string) => path, docs: (code: string) => `file:///docs/${code}.md` };

/** How many questions there are. */
export const QUESTIONS = 9;
/** The questions for completions. */
export const COMPLETIONS: readonly number[] = [0, 1];
/** The question for a new layout. */
export const FORMATTING = 7;

/** What is asked of the session; everything that is answered must lie in the text. */
export function ask(session: Session, draft: Draft, place: number, question: number, which: string): void {
  const workspace = session.workspace();
  // Editors ask by line and column, and so never between the two halves of a line break (CR LF).
  const offset = draft.document.offsetAt(draft.document.positionAt(place));
  const inside = (range: Range): void => {
    const [start, end] = [draft.document.offsetAt(range.start), draft.document.offsetAt(range.end)];
    expect(start <= end && end <= draft.text.length, `${which} ${JSON.stringify(range)}`).toBe(true);
  };
  switch (question) {
    case 0:
    case 1: {
      for (const item of completionsAt(workspace, draft, offset, offset % 2 === 0)) {
        const { range } = item.textEdit as TextEdit;
        inside(range);
        expect(range.start.line).toBe(range.end.line);
        expect(
          draft.document.offsetAt(range.start) <= offset && offset <= draft.document.offsetAt(range.end),
        ).toBe(true);
      }
      return;
    }
    case 2:
      return definitionsAt(workspace, draft, offset).forEach(({ uri, range }) => {
        if (uri === draft.uri) inside(range);
      });
    case 3: {
      const hover = hoverAt(workspace, draft, offset);
      if (hover?.range) inside(hover.range);
      return;
    }
    case 4:
      return referencesAt(workspace, draft, offset, true).forEach(({ uri, range }) => {
        if (uri === draft.uri) inside(range);
      });
    case 5: {
      for (const { range } of highlightsAt(draft, offset)) inside(range);
      if (!prepareRename(draft, offset)) return;
      const edit = renameAt(draft, offset, 'another');
      if (edit && !('refused' in edit))
        TextDocument.applyEdits(draft.document, Object.values(edit.changes ?? {}).flat());
      return;
    }
    case 6:
      return symbolsOf(draft).forEach(({ range, selectionRange }) => {
        inside(range);
        inside(selectionRange);
      });
    case FORMATTING:
      return void TextDocument.applyEdits(draft.document, formattingOf(draft));
    default: {
      const found = session.findings().get(draft.uri) ?? [];
      for (const diagnostic of found) inside(toLsp(diagnostic, ADDRESSES).range);
      for (const action of actionsAt(
        draft,
        found,
        {
          range: { start: { line: 0, character: 0 }, end: draft.document.positionAt(draft.text.length) },
          only: undefined,
          opened: undefined,
        },
        ADDRESSES,
      )) {
        for (const edit of Object.values(action.edit?.changes ?? {}).flat()) inside(edit.range);
      }
    }
  }
}
