import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { describe, expect, test } from 'vitest';
import { commentsWith } from '../../src/blueprint/yaml/comments.ts';
import { runs } from '../random-cases.ts';

const found = (text: string): string[] =>
  commentsWith('mark', text).map(({ start, end }) => text.slice(start, end));

describe('comments that hold a word', () => {
  test.each([
    ['a line of its own', '# mark 1\na: 1\n', '# mark 1'],
    ['the end of a line', 'a: 1 # mark\n', '# mark'],
    ['the end of a text without a line break', 'a: 1 # mark', '# mark'],
    ['before Windows line ends', 'a: 1 # mark\r\nb: 2\r\n', '# mark'],
    ['behind the sign of a block', 'a: | # mark\n  text\n', '# mark'],
    ['after a block that has ended', 'a: |\n  text\n# mark\nb: 1\n', '# mark'],
    ['after the document', 'a: 1\n# mark\n', '# mark'],
    ['inside a flow list', 'a: [1, # mark\n  2]\n', '# mark'],
    ['behind a quoted text with a number sign', 'a: "# x" # mark\n', '# mark'],
    ['a second one in the line belongs to the first', 'a: 1 # see # mark\n', '# see # mark'],
  ])('are found at %s', (_, text, comment) => expect(found(text)).toEqual([comment]));

  test.each([
    ['a block of text', 'a: |\n  # mark\n  x\n'],
    ['a folded block', 'a: >-\n  x\n  # mark\n'],
    ['a quoted text', 'a: "x # mark"\n'],
    ['a quoted text over lines', "a: 'x\n  # mark\n  y'\n"],
    ['a word with a number sign in it', 'a: x#mark\n'],
    ['plain text', 'mark: mark\n'],
    ['a comment of another line', '# x\nmark: 1 # y\n'],
    ['a text that is no YAML', '# mark\na: "\n'],
  ])('are none in %s', (_, text) => expect(found(text)).toEqual([]));

  test('are those that the yaml package takes for comments, in texts made of what can hold them', () => {
    const line = fc.constantFrom(
      'a: 1 # mark',
      '# mark',
      '  # mark',
      'b: "x # mark"',
      'c: |',
      '  # mark x',
      '  text',
      "d: 'y",
      "  # mark'",
      'e: [1, # mark',
      '  2]',
      'f: >',
      'g: x#mark',
      '',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.map((one, index) => one.replace(/^([a-g]):/, `$1${index}:`)).join('\n');
        const document = parseDocument(text, { version: '1.1' });
        fc.pre(document.errors.length === 0);
        const blank = commentsWith('mark', text).reduceRight(
          (rest, { start, end }) => rest.slice(0, start) + rest.slice(end),
          text,
        );
        // Taking the comments out changes no value, and leaves none that a comment of the word stands in.
        expect(parseDocument(blank, { version: '1.1' }).toJS()).toEqual(document.toJS());
        expect(JSON.stringify(commentsOf(blank))).not.toContain('mark');
      }),
      { numRuns: runs(2000) },
    );
  });
});

/** All comments that the yaml package attaches to a document, wherever it puts them. */
function commentsOf(text: string): string[] {
  const comments: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if ((key === 'comment' || key === 'commentBefore') && typeof inner === 'string') comments.push(inner);
      else if (['items', 'contents', 'key', 'value'].includes(key))
        for (const child of [inner].flat()) visit(child);
    }
  };
  visit(parseDocument(text, { version: '1.1' }));
  return comments;
}
