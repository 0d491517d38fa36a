import { expect, test } from 'vitest';
import { readText } from './read.ts';

const BLOCK = ['attrs:', '  name: a', '  title: b', '  order: 1'];
const ENTRIES = [
  'entries:',
  '- model: a',
  '  id: a',
  '  attrs:',
  '    x: 1',
  '- model: b',
  '  id: b',
  '  attrs:',
  '    x: 2',
];

/** Lines with one of them in another column, and what is said: the line that lights up, and why. */
test.each([
  ['a line too far in', BLOCK, 2, '   title: b', 'title: b', 'this line is indented by 3, its siblings by 2'],
  [
    'a line too far out',
    BLOCK,
    2,
    ' title: b',
    'title: b',
    'this line is indented by 1, the lines around it by 0 and 2',
  ],
  [
    'the first line too far in',
    BLOCK,
    1,
    '     name: a',
    'name: a',
    'this line is indented by 5, its siblings by 2',
  ],
  [
    'the first line too far out',
    BLOCK,
    1,
    ' name: a',
    'name: a',
    'this line is indented by 1, its siblings by 2',
  ],
  ['the first line of all', BLOCK, 0, '   attrs: {}', 'attrs: {}', undefined],
  [
    'a key in the column of the dashes',
    ENTRIES,
    3,
    'attrs:',
    'attrs:',
    'this line is indented by 0, its siblings by 2',
  ],
  [
    'a key that others have elsewhere',
    ENTRIES,
    6,
    '   id: b',
    'id: b',
    'this line is indented by 3, its siblings by 2',
  ],
])('%s', (_, lines, index, line, lit, message) => {
  const { diagnostics } = readText(`${lines.map((one, at) => (at === index ? line : one)).join('\n')}\n`);
  expect(diagnostics).toHaveLength(1);
  const { place, message: said } = diagnostics[0]!;
  if (message === undefined) return;
  expect(place!.file.text.slice(place!.span.start, place!.span.end)).toBe(lit);
  expect(said).toBe(message);
});

test('a bracket that the next entry comes after, and a quote that a later one closes, are where they are missing', () => {
  expect(readText('- a: [x,\n- b: 1\n').findings).toEqual(['yaml-syntax 1:6 [']);
  expect(readText('a: "one\nb: 2\nc: "three"\nd: "four"\n').findings).toEqual(['yaml-syntax 1:4 "']);
});
