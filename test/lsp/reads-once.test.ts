import { expect, test, vi } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseBlueprint } from '../../src/blueprint/parse.ts';
import { allCatalogs, loadCatalog } from '../../src/cli/catalogs.ts';
import { PAGES } from '../../src/cli/pages.ts';
import { Session } from '../../src/lsp/session.ts';
import { sketch } from '../../src/lsp/sketch/sketch.ts';
import { validateBlueprint } from '../../src/validate/validate.ts';
import { ask, COMPLETIONS, FORMATTING, QUESTIONS } from './ask.ts';

/*
 * In a large file most of an answer's time is reading the text. It is read once for all that is asked of it, and
 * what other files say is not read again. A text is read for itself only where it is another one: with a mark at
 * the caret for completions, and in its new layout. `npm run bench:growth` has the times.
 */

vi.mock(import('../../src/lsp/sketch/sketch.ts'), async (original) => {
  const module = await original();
  return { ...module, sketch: vi.fn(module.sketch) };
});
vi.mock(import('../../src/blueprint/parse.ts'), async (original) => {
  const module = await original();
  return { ...module, parseBlueprint: vi.fn(module.parseBlueprint) };
});
vi.mock(import('../../src/validate/validate.ts'), async (original) => {
  const module = await original();
  return { ...module, validateBlueprint: vi.fn(module.validateBlueprint) };
});

const ENTRIES = 500;

const entries = Array.from(
  { length: ENTRIES },
  (_, index) =>
    `- model: authentik_core.group\n  id: group-${index}\n  identifiers:\n    name: group ${index}\n  attrs:\n    parent: !KeyOf group-${Math.max(0, index - 1)}\n    attributes:\n      list: [1, 2, {b: c}]\n      text: |\n        some\n        text\n`,
);
const text = `version: 1\nentries:\n${entries.join('')}`;

const readings = [sketch, parseBlueprint, validateBlueprint].map((reading) => vi.mocked(reading));

test.each(['', 'g', '"', '['])('a large file is read once for all questions after "%s"', (typed) => {
  const session = new Session(
    loadCatalog('2023.2', () => undefined),
    new Map(),
    { history: allCatalogs, pages: PAGES },
  );
  const put = (name: string, content: string): void =>
    session.put(TextDocument.create(`file:///project/${name}`, 'yaml', 1, content), {
      shown: name,
      isOpen: true,
      role: 'any',
    });
  const calls = (): number[] => readings.map(({ mock }) => mock.calls.length);
  put('other.yaml', text);
  put('a.yaml', text);
  session.findings();
  for (const eighth of [1, 3, 5]) {
    const place = text.indexOf('!KeyOf', Math.floor((text.length * eighth) / 8)) + 7;
    for (const reading of readings) reading.mockClear();
    put('a.yaml', text.slice(0, place) + typed + text.slice(place));
    session.findings();
    const draft = session.draft('file:///project/a.yaml')!;
    const [read, ...checked] = calls();
    expect(read).toBe(1);
    // What cannot be read is not looked at any further.
    expect(Math.max(...checked)).toBeLessThanOrEqual(1);
    for (let question = 0; question < QUESTIONS; question += 1) {
      for (const reading of readings) reading.mockClear();
      ask(session, draft, place + 1, question, 'the large file');
      const [sketched, parsed, validated] = calls();
      expect([question, sketched]).toEqual([question, COMPLETIONS.includes(question) ? 1 : 0]);
      expect(parsed).toBeLessThanOrEqual(question === FORMATTING ? 2 : 0);
      expect(validated).toBe(0);
    }
  }
});
