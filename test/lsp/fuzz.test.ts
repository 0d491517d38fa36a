import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { allCatalogs, loadCatalog } from '../../src/cli/catalogs.ts';
import { PAGES } from '../../src/cli/pages.ts';
import type { Draft } from '../../src/lsp/draft.ts';
import { Session } from '../../src/lsp/session.ts';
import { EVERY_CONSTRUCT as OWN } from '../every-construct.ts';
import { hasShared, shared } from '../shared.ts';
import { ask } from './ask.ts';
import { runs } from '../random-cases.ts';

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

const catalog = loadCatalog('2023.2', () => undefined);

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
      { numRuns: runs(400) },
    );
  });
});
