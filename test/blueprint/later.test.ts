import { describe, expect, test } from 'vitest';
import { fillIn, laterText, refsIn } from '../../src/blueprint/later.ts';
import { Later, Ref, Unknown, type Value } from '../../src/blueprint/value.ts';

const G = new Ref('g', 'pk');
const H = new Ref('h', 'pk');
const unknown = new Unknown('made by the server');
const keys: Readonly<Record<string, Value>> = { g: 7, h: 'k' };
const known = (ref: Ref): Value | undefined => keys[ref.row];

describe('a text with keys that there will be', () => {
  test.each<[string, string, Value[], string]>([
    ['is made when they are there', '%s of %d', ['x', G], 'x of 7'],
    ['holds others of its kind', '<%s>', [new Later('%s-%s', [G, H])], '<7-k>'],
    ['has them in lists and mappings', '%s %s', [[G, H], { a: H }], "[7, 'k'] {'a': 'k'}"],
  ])('%s', (_, template, values, expected) => {
    const later = laterText(template, values, unknown);
    expect(later).toBeInstanceOf(Later);
    expect(fillIn(later, known)).toBe(expected);
    expect(fillIn({ a: [later] }, known)).toEqual({ a: [expected] });
  });

  test('is not made while one is missing, or where it does not fit', () => {
    const later = laterText('%s %s', [G, new Ref('nobody', 'pk')], unknown);
    expect(fillIn(later, known)).toBeUndefined();
    expect(fillIn([1, later], known)).toBeUndefined();
    expect(fillIn({ a: later }, known)).toBeUndefined();
    expect(fillIn(laterText('%d', [H], unknown), known)).toBeUndefined();
  });

  test('is none where something else is unknown, too', () => {
    expect(laterText('%s %s', [G, unknown], unknown)).toBe(unknown);
    expect(laterText('%s', [[unknown]], unknown)).toBe(unknown);
  });

  test('says whose keys it needs', () => {
    expect(refsIn({ a: [laterText('%s %s', [G, [H]], unknown)], b: G, c: 1 })).toEqual([G, H, G]);
  });
});
