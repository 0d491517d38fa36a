import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import type { Diagnostic, Fix } from '../../src/diagnostics/diagnostic.ts';

type Change = readonly [start: number, end: number, text: string];
const file = (text: string) => ({ path: 'a.yaml', text });

/** A finding with a fix of these edits. */
function finding(
  source: { path: string; text: string },
  edits: readonly Change[],
  mechanical = true,
): Diagnostic {
  const fix: Fix = {
    title: 'x',
    edits: edits.map(([start, end, text]) => ({ place: { file: source, span: { start, end } }, text })),
    ...(mechanical ? { mechanical: true } : {}),
  };
  return {
    code: 'model-case',
    severity: 'warning',
    message: 'x',
    place: { file: source, span: { start: edits[0]?.[0] ?? 0, end: edits[0]?.[1] ?? 0 } },
    fixes: [fix],
  };
}
function apply(text: string, ...fixes: readonly (readonly Change[])[]): { text: string; made: number } {
  const source = file(text);
  const result = applyFixes(
    source,
    fixes.map((edits) => finding(source, edits)),
  );
  return { text: result.text, made: result.fixed.length };
}

describe('fixes', () => {
  test.each([
    ['replace, in any order', 'abcdef', [[[4, 5, 'E']], [[1, 2, 'BB']]], 'aBBcdEf', 2],
    ['insert', 'abc', [[[1, 1, 'x']]], 'axbc', 1],
    ['delete', 'abc', [[[0, 2, '']]], 'c', 1],
    ['stand side by side', 'abcd', [[[0, 2, 'x']], [[2, 4, 'y']]], 'xy', 2],
    [
      'are made whole',
      'abcd',
      [
        [
          [0, 1, 'x'],
          [3, 4, 'y'],
        ],
      ],
      'xbcy',
      1,
    ],
    [
      'are left as a whole when a part overlaps',
      'abcd',
      [
        [[2, 4, 'x']],
        [
          [0, 1, 'y'],
          [3, 4, 'y'],
        ],
      ],
      'abx',
      1,
    ],
    ['have no order at one place', 'abc', [[[1, 1, 'x']], [[1, 1, 'y']]], 'axbc', 1],
    ['end lines as the file does', 'a\r\nb', [[[3, 3, 'x\ny\r\n']]], 'a\r\nx\r\ny\r\nb', 1],
  ] as [string, string, Change[][], string, number][])('%s', (_, text, fixes, expected, made) =>
    expect(apply(text, ...fixes)).toEqual({ text: expected, made }),
  );

  test('are made only where they are mechanical and of this file', () => {
    const source = file('abc');
    const other = { path: 'b.yaml', text: 'abc' };
    expect(
      applyFixes(source, [finding(source, [[0, 1, 'x']], false), finding(other, [[0, 1, 'x']])]).text,
    ).toBe('abc');
    const across: Diagnostic = {
      ...finding(source, [[0, 1, 'x']]),
      fixes: [
        {
          title: 'x',
          mechanical: true,
          edits: [
            ...finding(source, [[0, 1, 'x']]).fixes![0]!.edits,
            ...finding(other, [[0, 1, 'x']]).fixes![0]!.edits,
          ],
        },
      ],
    };
    expect(applyFixes(source, [across]).text).toBe('abc');
  });

  test('change nothing else, whatever they are', () => {
    const change = fc
      .tuple(fc.nat(30), fc.nat(6), fc.constantFrom('', 'X', 'YY'))
      .map(([start, length, text]): Change => [Math.min(start, 30), Math.min(start + length, 30), text]);
    fc.assert(
      fc.property(
        fc.string({ minLength: 30, maxLength: 30 }).filter((text) => !text.includes('\r')),
        fc.array(fc.array(change, { minLength: 1, maxLength: 1 }), { maxLength: 8 }),
        (text, fixes) => {
          const source = file(text);
          const { text: result, fixed } = applyFixes(
            source,
            fixes.map((edits) => finding(source, edits)),
          );
          const edits = fixed
            .flatMap(({ fixes: [fix] = [] }) => fix?.edits ?? [])
            .sort((a, b) => b.place.span.start - a.place.span.start);
          expect(result).toBe(
            edits.reduce(
              (rest, { place: { span }, text: by }) => rest.slice(0, span.start) + by + rest.slice(span.end),
              text,
            ),
          );
        },
      ),
    );
  });
});
