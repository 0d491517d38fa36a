import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDifference, differenceOf } from '../../src/catalog/difference.ts';

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.stringMatching(/^[a-c]{1,2}$/), tie('value'), { maxKeys: 4 }),
})).object;

test('what differs, put on its base, gives the other', () => {
  fc.assert(
    fc.property(json, json, (base, other) => {
      const difference = differenceOf(base, other);
      expect(difference ? applyDifference(base, difference) : base).toEqual(other);
    }),
  );
});

test('equal values do not differ, and a difference survives its text', () => {
  fc.assert(
    fc.property(json, json, (base, other) => {
      expect(differenceOf(base, structuredClone(base))).toBeUndefined();
      const difference = differenceOf(base, other);
      if (difference)
        expect(applyDifference(base, JSON.parse(JSON.stringify(difference)) as typeof difference)).toEqual(
          other,
        );
    }),
  );
});

test('null is a value and not a removal', () => {
  expect(differenceOf({ a: 1, b: 2 }, { a: null })).toEqual({ '-': ['b'], a: { '=': null } });
});

test('the order of members makes no difference, and none in what is written', () => {
  const base = { a: { x: [{ p: 1, q: 2 }], y: 0 } };
  expect(differenceOf(base, { a: { y: 0, x: [{ q: 2, p: 1 }] } })).toBeUndefined();
  const [one, other] = [
    { b: { d: 2, c: 1 }, ...base },
    { ...base, b: { c: 1, d: 2 } },
  ].map((value) => JSON.stringify(differenceOf(base, value)));
  expect(one).toBe(other);
});
