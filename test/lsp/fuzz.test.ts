import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Range, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { allCatalogs, loadCatalog } from '../../src/cli/catalogs.ts';
import { PAGES } from '../../src/cli/pages.ts';
import { actionsAt } from '../../src/lsp/actions.ts';
import { completionsAt } from '../../src/lsp/completion/complete.ts';
import { definitionsAt } from '../../src/lsp/definition.ts';
import type { Draft } from '../../src/lsp/draft.ts';
import { formattingOf } from '../../src/lsp/formatting.ts';
import { hoverAt } from '../../src/lsp/hover.ts';
import { highlightsAt, referencesAt } from '../../src/lsp/references.ts';
import { prepareRename, renameAt } from '../../src/lsp/rename.ts';
import { Session } from '../../src/lsp/session.ts';
import { symbolsOf } from '../../src/lsp/symbols.ts';
import { toLsp } from '../../src/lsp/to-lsp.ts';
import { EVERY_CONSTRUCT as OWN } from '../every-construct.ts';
import { hasShared, shared } from '../shared.ts';

const files = !hasShared
  ? []
  : ['data/blueprints/2023.2.3/default', 'data/blueprints/2023.2.3/fixtures'].flatMap((folder) =>
      readdirSync(shared(folder))
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => readFileSync(join(shared(folder), name), 'utf8')),
    );

const piece = fc.constantFrom(
  '\t',
  ' ',
  '\n',
  '\n  ',
  '\n- ',
  '- ',
  ': ',
  ':',
  '#',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '%',
  '@',
  '*l',
  '&l ',
  '!x ',
  '!Find ',
  '!KeyOf ',
  '!Value 0',
  '!',
  '? ',
  '|',
  '>',
  '---\n',
  '<<: ',
  '\r\n',
  '\r',
  '&',
  '*',
  '\u0000',
  '\u2028',
  '😀',
  '\ud800',
  '\ue000',
  'entries:\n',
  'model',
  'attrs: ',
  'id: g',
  '\\',
  '# ak-blueprint-ignore keyof-unknown',
);
const step = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(6),
  add: fc.option(piece, { nil: '' }),
  ask: fc.nat(8),
  where: fc.double({ min: 0, max: 1, noNaN: true }),
});

const ADDRESSES = { uriOf: (path: string) => path, docs: (code: string) => `file:///docs/${code}.md` };
const catalog = loadCatalog('2023.2', () => undefined);

/** What is asked of the session; everything that is answered must lie in the text. */
function ask(session: Session, draft: Draft, place: number, question: number, which: string): void {
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
    case 7:
      return void TextDocument.applyEdits(draft.document, formattingOf(draft));
    default: {
      const found = session.findings().get(draft.uri) ?? [];
      for (const diagnostic of found) inside(toLsp(diagnostic, ADDRESSES).range);
      for (const action of actionsAt(
        draft,
        found,
        { start: { line: 0, character: 0 }, end: draft.document.positionAt(draft.text.length) },
        undefined,
        ADDRESSES,
      )) {
        for (const edit of Object.values(action.edit?.changes ?? {}).flat()) inside(edit.range);
      }
    }
  }
}

describe('whatever is typed', () => {
  test('is answered, at a place in the text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(OWN, ...files),
        fc.array(step, { minLength: 1, maxLength: 25 }),
        (start, steps) => {
          const session = new Session(catalog, new Map(), { history: allCatalogs, pages: PAGES });
          let text = start;
          const put = (version: number): Draft | undefined => {
            session.put(TextDocument.create('file:///project/a.yaml', 'yaml', version, text), {
              shown: 'a.yaml',
              isOpen: true,
              role: 'any',
            });
            return session.draft('file:///project/a.yaml');
          };
          session.put(TextDocument.create('file:///project/own.yaml', 'yaml', 0, OWN), {
            shown: 'own.yaml',
            isOpen: false,
            role: 'any',
          });
          for (const [version, { at, cut, add, ask: question, where }] of steps.entries()) {
            const from = Math.floor(at * text.length);
            text = text.slice(0, from) + add + text.slice(from + cut);
            const draft = put(version);
            // People ask where they type, mostly.
            if (draft)
              ask(
                session,
                draft,
                question % 2 === 0
                  ? Math.min(from + add.length, text.length)
                  : Math.floor(where * text.length),
                question,
                text,
              );
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('in a file of 500 entries is answered in at most 25 times what reading it takes', () => {
    const entries = Array.from(
      { length: 500 },
      (_, index) =>
        `- model: authentik_core.group\n  id: group-${index}\n  identifiers:\n    name: group ${index}\n  attrs:\n    parent: !KeyOf group-${Math.max(0, index - 1)}\n    attributes:\n      list: [1, 2, {b: c}]\n      text: |\n        some\n        text\n`,
    );
    const text = `version: 1\nentries:\n${entries.join('')}`;
    const at = [1, 3, 5].map((place) => text.indexOf('!KeyOf', Math.floor((text.length * place) / 8)) + 7);
    const session = new Session(catalog, new Map(), { history: allCatalogs, pages: PAGES });
    const read = (typed: string, place: number, version: number): void => {
      const written = text.slice(0, place) + typed + text.slice(place);
      session.put(TextDocument.create('file:///project/a.yaml', 'yaml', version, written), {
        shown: 'a.yaml',
        isOpen: true,
        role: 'any',
      });
      session.draft('file:///project/a.yaml');
    };
    // A share of the time that reading takes on this machine, which may have other things to do: of the
    // processor's time, and the least, since the first ones compile the program.
    const reading = Math.min(...at.map((place, index) => timeOf(() => read('', place, index))));
    const slow: string[] = [];
    for (let question = 0; question < 9; question++) {
      for (const typed of ['', 'g', '"', '[']) {
        const times = at.map((place, index) => {
          read(typed, place, index);
          const draft = session.draft('file:///project/a.yaml')!;
          return timeOf(() => ask(session, draft, place + 1, question, 'the large file'));
        });
        const least = Math.min(...times);
        if (least > 25 * reading)
          slow.push(`question ${question} after "${typed}": ${(least / reading).toFixed(1)} times as long`);
      }
    }
    expect(slow).toEqual([]);
  });
});

/** The time of the processor that something takes, in milliseconds. */
function timeOf(run: () => void): number {
  const start = process.cpuUsage().user;
  run();
  return (process.cpuUsage().user - start) / 1000;
}
