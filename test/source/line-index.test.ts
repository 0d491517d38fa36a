import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../src/source/line-index.ts';

describe('a line index', () => {
  it('counts lines and columns from 1', () => {
    const index = new LineIndex('ab\ncd\r\n\nx');
    expect(index.position(0)).toEqual({ line: 1, column: 1 });
    expect(index.position(4)).toEqual({ line: 2, column: 2 });
    expect(index.position(8)).toEqual({ line: 4, column: 1 });
    expect(index.line(2)).toBe('cd');
    expect(index.line(9)).toBe('');
  });

  it('takes an offset outside the text for its nearest end', () => {
    const index = new LineIndex('ab\nc');
    expect(index.position(-5)).toEqual({ line: 1, column: 1 });
    expect(index.position(99)).toEqual({ line: 2, column: 2 });
  });

  it('agrees with counting the line breaks before an offset', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é') }), fc.nat(40), (text, offset) => {
        const at = Math.min(offset, text.length);
        const before = text.slice(0, at).split('\n');
        expect(new LineIndex(text).position(offset)).toEqual({
          line: before.length,
          column: (before.at(-1) ?? '').length + 1,
        });
      }),
    );
  });
});
