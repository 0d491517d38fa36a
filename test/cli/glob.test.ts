import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesOf } from '../../src/cli/glob.ts';
import { Walk } from '../../src/cli/walk-folder.ts';
import { runs } from '../random-cases.ts';

let folder: string;
const NAMES = [
  'a.yaml',
  'b.yml',
  '.hidden.yaml',
  'sub/a.yaml',
  'sub/deep/a.yaml',
  'sub/deep/c.txt',
  'sub/.hidden/a.yaml',
  '.github/workflows/ci.yml',
  '[x].yaml',
  'ä😀.yaml',
  'A.yaml',
];
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ak-blueprint-glob-')));
  for (const name of NAMES) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const find = (pattern: string): string[] =>
  filesOf(pattern, folder, new Walk([folder], () => undefined, 'leave out')).map((path) =>
    relative(folder, path),
  );

describe('a pattern', () => {
  // As bash has it with globstar.
  test.each([
    ['*.yaml', ['A.yaml', '[x].yaml', 'a.yaml', 'ä😀.yaml']],
    ['*', ['A.yaml', '[x].yaml', 'a.yaml', 'b.yml', 'ä😀.yaml']],
    ['?.y*ml', ['A.yaml', 'a.yaml', 'b.yml']],
    ['??.yaml', ['ä😀.yaml']],
    ['[ab].*', ['a.yaml', 'b.yml']],
    ['[!b].yaml', ['A.yaml', 'a.yaml']],
    ['[a-z].yaml', ['a.yaml']],
    ['{a,b}.{yaml,yml}', ['a.yaml', 'b.yml']],
    ['{sub/{deep,nope},.}/*.yaml', ['A.yaml', '[x].yaml', 'a.yaml', 'sub/deep/a.yaml', 'ä😀.yaml']],
    ['**/a.yaml', ['a.yaml', 'sub/a.yaml', 'sub/deep/a.yaml']],
    ['sub/**', ['sub/a.yaml', 'sub/deep/a.yaml', 'sub/deep/c.txt']],
    ['**/deep/**/*.txt', ['sub/deep/c.txt']],
    ['sub/**/deep/*', ['sub/deep/a.yaml', 'sub/deep/c.txt']],
    ['*/*/*.yaml', ['sub/deep/a.yaml']],
    ['.h*', ['.hidden.yaml']],
    ['**/.hidden/*', ['sub/.hidden/a.yaml']],
    ['.github/**/*.yml', ['.github/workflows/ci.yml']],
    ['[.]hidden.yaml', []],
    ['[!a]hidden.yaml', []],
    ['?hidden.yaml', []],
    ['\\[x\\].*', ['[x].yaml']],
    ['[[]x].yaml', ['[x].yaml']],
    ['sub/*', ['sub/a.yaml']],
    ['nope/*', []],
    ['a.yaml/*', []],
    ['./sub/../*.yml', ['b.yml']],
  ])('%s', (pattern, files) => {
    expect(find(pattern)).toEqual(files);
  });

  test('with stars is what a regular expression says', () => {
    const piece = fc.constantFrom('*', '?', 'a', 'b', '[ab]', '[!a]');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 7 }),
        fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }),
        (pieces, letters) => {
          const name = `x${letters.join('')}`;
          const listed = { name, isFolder: false, isLink: false, isOdd: false };
          const walk = { list: () => [listed] } as unknown as Walk;
          const expression = pieces
            .join('')
            .replaceAll('[!', '[^')
            .replaceAll('*', '.*')
            .replaceAll('?', '.');
          const found = filesOf(`x${pieces.join('')}*`, '/w', walk);
          expect(found.length > 0).toBe(new RegExp(`^x${expression}.*$`).test(name));
        },
      ),
      { numRuns: runs(2000) },
    );
  });

  test('has no more alternatives than anybody writes', () => {
    expect(() => find('{a,b}'.repeat(12))).toThrow('more than 100 alternatives');
  });

  // Each took a library minutes.
  test.each([
    `${'*a'.repeat(40)}b`,
    `${'**/'.repeat(200)}x`,
    `${'[!x]*'.repeat(40)}b`,
    `${'?'.repeat(9)}${'*'.repeat(500)}b`,
  ])('takes no time: %#', (pattern) => {
    const names = ['a'.repeat(250), ...Array.from({ length: 40 }, () => 'a')];
    let depth = 0;
    const list = () =>
      ++depth > 60
        ? []
        : names.map((name) => ({ name, isFolder: name === 'a' && depth < 60, isLink: false, isOdd: false }));
    expect(filesOf(pattern, '/w', { list } as unknown as Walk)).toEqual([]);
  });
});
