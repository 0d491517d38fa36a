import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { formatBlueprint } from '../../src/format/format-blueprint.ts';
import { formattingOf } from '../../src/lsp/formatting.ts';
import { open } from './setup.ts';

const TEXT =
  'version: 1\nmetadata: {name:   x}\nentries:\n  - model: authentik_core.group\n    identifiers: {name:   "a"}   # kept\n\n\n\n  - model: authentik_core.group\n    identifiers:\n        name:    b\n';

describe('formatting', () => {
  test.each([
    ['a text', TEXT],
    ['a text with Windows line ends', TEXT.replaceAll('\n', '\r\n')],
    ['a text without a line end', TEXT.trimEnd()],
    ['a text that starts with a blank line', `\n${TEXT}`],
  ])('gives %s as fmt does', (_, text) => {
    const { draft } = open(`|${text}`);
    const edits = formattingOf(draft);
    expect(edits.length).toBeGreaterThan(0);
    expect(TextDocument.applyEdits(draft.document, edits)).toBe(
      formatBlueprint({ path: 'a.yaml', text }, () => undefined),
    );
  });

  test('changes nothing where there is nothing to change', () => {
    const { draft } = open(`|${formatBlueprint({ path: 'a.yaml', text: TEXT }, () => undefined) ?? ''}`);
    expect(formattingOf(draft)).toEqual([]);
  });

  test('changes no text that is no YAML or no blueprint', () => {
    expect(formattingOf(open(`|${TEXT}  - [`).draft)).toEqual([]);
    expect(formattingOf(open('|a:    1\n').draft)).toEqual([]);
  });
});
