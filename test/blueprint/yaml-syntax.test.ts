import { describe, expect, it } from 'vitest';
import { readText } from './read.ts';

/** A mistake in a text, and the one finding that it gives: code, place, and the text that lights up. */
const MISTAKES: readonly [string, string, string][] = [
  ['a tab as indentation', 'a:\n\tb: 1\n', 'yaml-syntax 2:1'],
  ['a tab after a colon', 'a:\t1\n', 'yaml-syntax 1:3'],
  ['a colon in unquoted text', 'a: b: c\n', 'yaml-syntax 1:5 :'],
  ['a key without colon', 'a: 1\nb 2\nc: 3\n', 'yaml-syntax 2:1 b 2'],
  ['a colon without space', 'a: 1\nb:2\nc: 3\n', 'yaml-syntax 2:1 b:2'],
  ['a key without colon before a block', 'a:\n  b\n    c: 1\n', 'yaml-syntax 2:3 b'],
  ['a deeper key after a value', 'a: b\n  c: 1\n', 'yaml-syntax 2:3 c: 1'],
  ['an unclosed double quote', 'a: "b\nc: 1\n', 'yaml-syntax 1:4 "'],
  ['an unclosed quote that another one closes', 'a: "b\nc: "d"\n', 'yaml-syntax 1:4 "'],
  ['an unclosed single quote', "a: 'it's\nb: 1\n", 'yaml-syntax 1:8 s'],
  ['text after quotes', 'a: "b" c\n', 'yaml-syntax 1:8 c'],
  ['an unclosed bracket', 'a:\n  b: [x\n  c: 1\n', 'yaml-syntax 2:6 ['],
  ['an unclosed brace at the end', 'a: {b: 1\n', 'yaml-syntax 1:4 {'],
  ['a bracket too many', 'a: [1]]\n', 'yaml-syntax 1:7 ]'],
  ['a missing comma', 'a: {b: "1" c: 2}\n', 'yaml-syntax 1:12 c'],
  ['a comma too many', 'a: [1,, 2]\n', 'yaml-syntax 1:7 ,'],
  ['a key indented less', 'a:\n    b: 1\n  c: 2\n', 'yaml-syntax 3:3 c: 2'],
  ['a list item among keys', 'a: 1\n- b\n', 'yaml-syntax 2:1 -'],
  ['a key among list items', '- a\nb: 1\n', 'yaml-syntax 2:1 b: 1'],
  ['a list on the line of its key', 'a: - b\n', 'yaml-syntax 1:4 -'],
  ['a dash without space', '- a: 1\n-b: 2\n', 'yaml-syntax 2:1 -'],
  ['text that starts with a percent sign', 'a: %x\n', 'yaml-syntax 1:4 %'],
  ['text that starts with an at sign', 'a: @x\n', 'yaml-syntax 1:4 @'],
  ['text that starts with a backtick', 'a: `x`\n', 'yaml-syntax 1:4 `'],
  ['text that starts with a star', 'a: *.x\n', 'yaml-syntax 1:4 *'],
  ['an alias without anchor', 'a: *x\n', 'yaml-syntax 1:4 *x'],
  ['an alias inside its own value', 'a: &x [*x]\n', 'yaml-syntax 1:8 *x'],
  ['an anchor that stands twice', 'a: &x 1\nb: &x 2\n', 'yaml-syntax 2:4 &x'],
  ['an unknown escape', 'a: "\\d"\n', 'yaml-syntax 1:5 \\d'],
  ['a template in braces', 'a: {{ x }}\n', 'yaml-syntax 1:5 { x }'],
  ['text after a block indicator', 'a: | b\n', 'yaml-syntax 1:6 b'],
  ['a tag glued to its list', 'a: !Find[m, [a, b]]\n', 'yaml-syntax 1:9 ['],
  ['a merge of no mapping', 'a: {<<: 1}\n', 'yaml-syntax 1:9 1'],
  ['a lone equals sign as value', 'a: =\n', 'yaml-syntax 1:4 ='],
  ['no such day', 'a: 2020-02-30\n', 'yaml-syntax 1:4 2020-02-30'],
  ['a control character', 'a: \u0007\n', 'yaml-syntax 1:4 \u0007'],
  ['a second document', 'a: 1\n---\nb: 2\n', 'yaml-multiple-documents 2:1 ---'],
  ['an empty file', '', 'yaml-empty 1:1'],
  ['only a comment', '# nothing\n', 'yaml-empty 1:1 #'],
  ['only null', 'null\n', 'yaml-empty 1:1 n'],
  ['bytes', 'a: !!binary aGk=\n', 'tag-unknown 1:4 !!binary'],
  ['a core tag that does not fit', 'a: !!int x\n', 'tag-arguments 1:10 x'],
  [
    'a Python object',
    'a: !!python/object/apply:os.system [ls]\n',
    'tag-unknown 1:4 !!python/object/apply:os.syste',
  ],
];

describe('a mistake in YAML', () => {
  it.each(MISTAKES)('%s is one finding at its place', (_, text, finding) => {
    const { root, findings } = readText(text);
    expect(root).toBeUndefined();
    expect(findings).toEqual([finding]);
  });

  it('says what to do about it', () => {
    const [finding] = readText('a: b: c\n').diagnostics;
    expect(finding).toMatchObject({
      message: 'a ": " inside unquoted text',
      hint: 'put the text in quotes, or start a nested mapping on the next line',
    });
  });
});
