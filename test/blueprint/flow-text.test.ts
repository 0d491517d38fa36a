import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowText } from '../../src/blueprint/flow-text.ts';
import { plainNode } from '../../src/blueprint/plain.ts';
import { dict, Opaque, PyFloat, PyTime, Ref, type Value } from '../../src/blueprint/value.ts';
import { encodeValue, type PlanValue } from '../../src/plan/value/plan-value.ts';
import { runs, SEED } from '../random-cases.ts';
import { readText } from './read.ts';

const write = (value: Value): string => flowText(value, () => '!KeyOf "x"');

/** What a text is read as, with the types of its values. */
function read(text: string): PlanValue {
  const { root, findings } = readText(text);
  if (!root || findings.length > 0) throw new Error(`${text}: ${findings.join('\n')}`);
  return encodeValue(plainNode(root));
}

const float = fc.double({ noNaN: true }).map((one) => new PyFloat(one));
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    'yes',
    'no',
    'null',
    '1e3',
    '012',
    '12:30',
    '2020-01-02',
    '<<',
    '=',
    '!Find x',
    '# x',
    ': ',
  ),
  fc.constantFrom('\ud800', '\u0085\u2028\u2029\ufeff\u007f\u0000', '🎉', '"\\/\b\f\n\r\t', 'a'.repeat(1100)),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 1, 0, new PyFloat(1)),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 90n }).map((one) => (one % 2n === 0n ? one : -one)),
    float,
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(text, tie('value')), { maxLength: 4 })
      .map((pairs) => Object.assign(dict(), Object.fromEntries(pairs))),
  ),
}));

test('any value is read as it was', () => {
  fc.assert(
    fc.property(value, (one) => {
      const written = write(one);
      expect(written).toMatch(/^[ -~]*$/);
      expect(read(`[${written}]`)).toEqual([encodeValue(one)]);
    }),
    { seed: SEED, numRuns: runs(300) },
  );
});

test.each<[string, Value, string]>([
  ['a large float keeps its point, without which it is a text', new PyFloat(1e20), '1.0e+20'],
  ['infinity', new PyFloat(-Infinity), '-.inf'],
  ['a character beyond 16 bits is one escape, not two', '🎉', String.raw`"\U0001f389"`],
  ['a date is the text that the API is sent', new PyTime('date', '2020-01-02'), '"2020-01-02"'],
  ['a key of an object to be is what it is written as', [new Ref('r', 'pk')], '[!KeyOf "x"]'],
])('%s', (_, one, expected) => {
  expect(write(one)).toBe(expected);
});

test('a long key has a question mark, as PyYAML looks for its colon in 1,024 characters only', () => {
  const key = 'ü'.repeat(400);
  const written = write(Object.assign(dict(), { [key]: 1 }));
  expect(written).toMatch(/^\{\? "/);
  expect(read(written)).toEqual({ [key]: 1 });
});

test('what has no value is not written', () => {
  expect(() => write(new Opaque('!Find'))).toThrow(TypeError);
});
