import { describe, expect, it } from 'vitest';
import { decodeFile } from '../../src/blueprint/decode.ts';
import { Collector } from '../../src/diagnostics/collector.ts';
import { readText, shown } from './read.ts';

describe('a hostile text', () => {
  it('cannot grow by aliases of aliases', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 30; level++)
      lines.push(
        `a${level}: &a${level} [${Array<string>(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    const { root, findings } = readText(lines.join('\n'));
    expect(root).toBeUndefined();
    expect(findings).toEqual(['yaml-limit 6:10 *a4']);
  });

  it('may name one value thousands of times', () => {
    expect(readText(`a: &a {b: 1}\nc: [${Array<string>(20_000).fill('*a').join(', ')}]`).findings).toEqual(
      [],
    );
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['braces', '{a: '.repeat(100_000)],
    ['lists', '- '.repeat(100_000)],
    ['mappings', Array.from({ length: 5_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('cannot nest %s without end', (_, text) => {
    expect(readText(text).findings[0]).toMatch(/^yaml-limit /);
  });

  it('cannot nest by aliases', () => {
    const lines = [`a0: &a0 ${'['.repeat(150)}x${']'.repeat(150)}`];
    for (let level = 1; level < 50; level++)
      lines.push(`a${level}: &a${level} ${'['.repeat(150)}*a${level - 1}${']'.repeat(150)}`);
    expect(readText(lines.join('\n')).findings[0]).toMatch(/^yaml-limit 3:/);
  });

  it('nests as deep as anybody writes', () => {
    expect(readText(`${'['.repeat(199)}x${']'.repeat(199)}`).findings).toEqual([]);
  });

  it.each([
    ['an unclosed quote', `a: "${'x y\n'.repeat(300_000)}`],
    ['an unclosed bracket', `a: [${'x, y,\n'.repeat(200_000)}`],
    ['one long line', `a: ${'x '.repeat(700_000)}`],
    ['one long key', `${'x'.repeat(1_500_000)}: 1`],
    ['a long number', `a: ${'9'.repeat(1_500_000)}`],
    ['a long octal', `a: 0${'7'.repeat(1_500_000)}`],
    ['many tags on one line', `a: [${'!a,'.repeat(300_000)}]`],
    ['many doubled keys', 'a: 1\n'.repeat(200_000)],
    ['many duplicate anchors', '- &a 1\n'.repeat(100_000)],
    [
      'a deep end of a shallow file',
      `${'['.repeat(150)}${']'.repeat(150)}: 1\n${'a: [1, 2]\n'.repeat(100_000)}`,
    ],
  ])('is read to its end or refused, not for ever: %s', (_, text) => {
    // Whatever grew with the square of these lengths would not end within the time limit of the tests;
    // bench/hostile.mjs prints how it grows.
    expect(readText(text)).toBeDefined();
  });
});

describe('the bytes of a file', () => {
  const decode = (
    bytes: readonly number[],
    limit?: number,
  ): { text: string | undefined; findings: string[] } => {
    const collector = new Collector();
    const file = decodeFile('x.yaml', Uint8Array.from(bytes), collector.report, limit);
    return { text: file?.text, findings: collector.diagnostics.map(shown) };
  };

  it('are UTF-8, a byte order mark cut off', () => {
    expect(decode([0xef, 0xbb, 0xbf, 0x61, 0xc3, 0xa9])).toEqual({ text: 'aé', findings: [] });
  });

  it('may be UTF-16 with a byte order mark', () => {
    expect(decode([0xff, 0xfe, 0x61, 0, 0xe9, 0]).text).toBe('aé');
    expect(decode([0xfe, 0xff, 0, 0x61, 0, 0xe9]).text).toBe('aé');
  });

  it.each([
    ['a lone byte', [0x61, 0x0a, 0xff, 0x61], 'file-encoding 2:1 \uFFFD'],
    ['a cut character', [0x61, 0xc3], 'file-encoding 1:2 \uFFFD'],
    ['an overlong character', [0xc0, 0x80], 'file-encoding 1:1 \uFFFD'],
    ['half a surrogate', [0xc3, 0xa9, 0xed, 0xa0, 0x80], 'file-encoding 1:2 \uFFFD'],
  ])('are refused at the place of %s', (_, bytes, finding) => {
    expect(decode(bytes)).toEqual({ text: undefined, findings: [finding] });
  });

  it('are refused when they are too many, without a look at them', () => {
    expect(decode([1, 2, 3, 4], 3)).toEqual({ text: undefined, findings: ['file-too-large 1:1'] });
    const collector = new Collector();
    const unread = new Proxy(new Uint8Array(0), {
      get: (_, name) => {
        if (name === 'length') return 50_000_000;
        throw new Error(`${String(name)} is looked at`);
      },
    });
    expect(decodeFile('x.yaml', unread, collector.report)).toBeUndefined();
    expect(collector.count('file-too-large')).toBe(1);
  });
});
