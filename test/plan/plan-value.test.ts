import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findNotJson, jsonText } from '../../src/blueprint/json.ts';
import { dict, Later, PyFloat, PyTime, Ref, Unknown, type Value } from '../../src/blueprint/value.ts';
import { decodeValue, encodeValue, type PlanValue, secretValue } from '../../src/plan/value/plan-value.ts';
import { runs } from '../random-cases.ts';

const KEYS = ['a', '$ref', '$int', '$float', '$dict', '$secret', '$other', '__proto__', '1', ''];

const { value } = fc.letrec<{ value: Value; list: Value[]; mapping: Value; later: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.bigInt({ min: 2n ** 53n }),
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true }).map((float) => new PyFloat(float)),
    fc.constantFrom(
      new PyTime('date', '2020-01-02'),
      new PyTime('datetime', '2020-01-02T03:04:05'),
      new Ref('authentik_core.group+1', 'pk'),
      new Ref('authentik_flows.flow+2', 'target'),
      new Unknown('made by the server'),
    ),
    tie('list'),
    tie('mapping'),
    tie('later'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  mapping: fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 3 }).map((pairs) => {
    const mapping = dict();
    for (const [key, item] of pairs) mapping[key] = item;
    return mapping;
  }),
  later: fc.array(tie('value'), { maxLength: 3 }).map((values) => new Later('%s of %d', values)),
}));

const saved = (encoded: PlanValue): PlanValue => JSON.parse(JSON.stringify(encoded)) as PlanValue;

test('every value comes back from a plan that was saved, to the digit', () => {
  fc.assert(
    fc.property(value, (one) => {
      const back = decodeValue(saved(encodeValue(one)));
      expect(back).toStrictEqual(one);
      if (!findNotJson(one)) expect(jsonText(back)).toBe(jsonText(one));
    }),
    { numRuns: runs(2000) },
  );
});

test.each<[string, Value, unknown]>([
  ['an integer', 1, 1],
  ['a float that is whole', new PyFloat(1), { $float: '1.0' }],
  ['a large integer', 12345678901234567890n, { $int: '12345678901234567890' }],
  ['what only the server knows', new Unknown('made there'), { $unknown: 'made there' }],
  ['a date', new PyTime('date', '2020-01-02'), { $date: '2020-01-02' }],
  ['a time', new PyTime('datetime', '2020-01-02T03:04:05'), { $datetime: '2020-01-02T03:04:05' }],
  ['a mapping that looks like a tag', { $int: '1' }, { $dict: { $int: '1' } }],
  ['a mapping with more than such a key', { $int: '1', b: 2 }, { $int: '1', b: 2 }],
])('%s is told from what is like it', (_, one, written) => {
  expect(encodeValue(one)).toEqual(written);
  expect(decodeValue(encodeValue(one))).toEqual(one);
});

test('a secret is its reference, and unknown to who is not given it', () => {
  const secret = saved(secretValue({ from: 'b.yaml#7/key', env: 'KEY' }));
  expect(secret).toEqual({ $secret: { from: 'b.yaml#7/key', env: 'KEY' } });
  expect(decodeValue([secret], (from) => `value of ${from}`)).toEqual(['value of b.yaml#7/key']);
  expect(decodeValue(secret)).toBeInstanceOf(Unknown);
});

test('a tag that no plan has is refused', () => {
  expect(() => decodeValue({ $later: 'x' })).toThrow('a plan has no $later');
});
