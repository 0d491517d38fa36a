import fc from 'fast-check';
import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import type { Change, FieldChange, Plan } from '../../src/plan/value/plan.ts';
import type { PlanValue } from '../../src/plan/value/plan-value.ts';
import { summarise } from '../../src/plan/value/summarise.ts';
import { canonicalText } from '../../src/plan/value/written-part.ts';
import { formatPlan } from '../../src/report/format-plan.ts';
import { formatPlanJson } from '../../src/report/plan-json.ts';
import { cleanLines } from '../../src/source/clean.ts';
import { change } from '../apply/setup.ts';
import { runs } from '../random-cases.ts';
import { HEAD } from './head.ts';
import { hostile } from './hostile.ts';
import { expectWhole } from './whole-words.ts';

/*
 * Two plans that write different values, or write the same over different values, are never shown alike: whatever
 * the values, at every width and in every format. No line is broken inside a word.
 */

const plain = new Chalk({ level: 0 });
const WIDTHS = [40, 60, 80, 200, Infinity];
const NAMES = {
  k1: 'one',
  k2: 'null',
  k3: 'one',
  k4: '(known after apply)',
  k5: '5',
  r1: 'new',
  r2: 'one',
  r3: 'a, b',
};

/** Texts that are easily taken for each other. */
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      'a',
      'a ',
      ' a',
      'a  b',
      'a b',
      'a\tb',
      'null',
      '1',
      '(none)',
      '(secret)',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...Object.keys(NAMES), ...Object.values(NAMES), '⟨U+0009⟩', '·', '→', '│ a'),
  },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.constantFrom('one', 'two', '\n', ' ', '\n\n', '::x', '\r'), { maxLength: 12 })
      .map((all) => all.join('')),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('https://grafana.example.com/login/'), fc.string({ maxLength: 4 }))
      .map(([a, b]) => a.repeat(3) + b),
  },
  { weight: 2, arbitrary: hostile },
);
const scalar: fc.Arbitrary<PlanValue> = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.constantFrom<PlanValue>(
    null,
    true,
    false,
    0,
    1,
    -5,
    { $float: '1.0' },
    { $int: '12345678901234567890' },
    { $date: '2020-01-02' },
  ),
  fc.constantFrom<PlanValue>(
    ...['r1', 'r2', 'r3'].map((row) => ({ $ref: { row, aspect: 'pk' } })),
    { $format: { template: '%s', values: [{ $ref: { row: 'r1', aspect: 'pk' } }] } },
    { $format: { template: 'x-%s', values: [{ $ref: { row: 'r1', aspect: 'pk' } }] } },
  ),
);
const value = fc.letrec<{ value: PlanValue; list: PlanValue; dict: PlanValue }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, { weight: 3, arbitrary: scalar }, tie('list'), tie('dict')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  dict: fc
    .dictionary(fc.constantFrom('url', 'a b', 'x', 'a.b', '::c', '1'), tie('value'), { maxKeys: 3 })
    .map((one) => ({ ...one })),
})).value;

/** A value that is much like another, as before and after often are. */
const near = (one: PlanValue): fc.Arbitrary<PlanValue> =>
  fc.oneof(
    value,
    fc.constant([one]),
    fc.constant({ x: one }),
    fc.array(fc.constantFrom<PlanValue>(one, 'x', 1), { maxLength: 3 }),
    fc
      .constantFrom(' ', '\n', '·', '"', '\t', '\u2028')
      .map((end) => (typeof one === 'string' ? one + end : end)),
  );
const alike = value.chain((one) => fc.tuple(fc.constant(one), near(one), near(one)));

function planOf(before: PlanValue | undefined, after: PlanValue, more: Partial<Change> = {}): Plan {
  const field: FieldChange = {
    path: 'field',
    before,
    after,
    beforeNames: NAMES,
    secret: false,
    leftAlone: false,
  };
  const changes = [
    change('x', { action: before === undefined ? 'create' : 'update', fields: [field], ...more }),
  ];
  return { target: '2025.12.4', digest: '', changes, summary: summarise(changes) };
}

const shown = (plan: Plan, columns: number): string => formatPlan(plan, plain, { columns });
const json = (plan: Plan): string =>
  formatPlanJson({
    head: HEAD,
    plan,
    diagnostics: [],
    requests: { total: 0, byMethod: {}, bytes: 0 },
    seconds: 0,
  });
const isSame = (one: PlanValue, other: PlanValue): boolean => canonicalText(one) === canonicalText(other);
const check = { numRuns: runs(100) };

describe('two plans', () => {
  test.each(WIDTHS)('that write different values are shown differently at %d columns', (columns) => {
    fc.assert(
      fc.property(alike, ([one, before, other]) => {
        fc.pre(!isSame(one, other) && !isSame(one, before) && !isSame(other, before));
        expect(shown(planOf(before, one), columns)).not.toBe(shown(planOf(before, other), columns));
        expect(shown(planOf(undefined, one), columns)).not.toBe(shown(planOf(undefined, other), columns));
      }),
      check,
    );
  });

  test.each(WIDTHS)('that write over different values are shown differently at %d columns', (columns) => {
    fc.assert(
      fc.property(alike, ([one, after, other]) => {
        fc.pre(!isSame(one, other) && !isSame(one, after) && !isSame(other, after));
        expect(shown(planOf(one, after), columns)).not.toBe(shown(planOf(other, after), columns));
      }),
      check,
    );
  });

  test('are different in JSON', () => {
    fc.assert(
      fc.property(alike, ([one, , other]) => {
        fc.pre(!isSame(one, other) && !JSON.stringify([one, other]).includes('$float'));
        expect(json(planOf(null, one))).not.toBe(json(planOf(null, other)));
        // What the server has is known.
        if (!/"\$(ref|format)"/.test(JSON.stringify([one, other])))
          expect(json(planOf(one, null))).not.toBe(json(planOf(other, null)));
      }),
      check,
    );
  });
});

test('in an overview, the two values of a change never look alike', () => {
  fc.assert(
    fc.property(alike, fc.constantFrom(40, 80), ([before, after], columns) => {
      fc.pre(!isSame(before, after));
      for (const line of formatPlan(planOf(before, after), plain, { columns, compact: true }).split('\n')) {
        const [old, now] = line.replace(/^ *field\S* {2}/, '').split(' → ');
        if (line.split(' → ').length === 2) expect(old).not.toBe(now);
      }
    }),
    check,
  );
});

test('no line is broken inside a word, nor changed by the last step before it is shown', () => {
  fc.assert(
    fc.property(alike, fc.constantFrom(...WIDTHS), ([before, after], columns) => {
      const text = shown(planOf(before, after), columns);
      expectWhole(text, columns);
      expect(cleanLines(text)).toBe(text);
      // All that is there in a pipe is there at any width: the same words, beside each other or below.
      const words = (one: string): string[] =>
        one
          .split('\n')
          .filter((line) => !/^ *\? /.test(line))
          .flatMap((line) => line.split(' '))
          .filter((word) => !['', '→', '-', '+', '│'].includes(word))
          .sort();
      expect(words(text)).toEqual(words(shown(planOf(before, after), Infinity)));
    }),
    check,
  );
});

test.each<[what: string, one: PlanValue, other: PlanValue]>([
  ['a character and its number', 'a\tb\nx', 'a⟨U+0009⟩b\nx'],
  ['white space at the end and dots', 'a  \nx', 'a··\nx'],
  ['a command and how it is taken apart', '::x\ny', '⟨U+003A⟩:x\ny'],
  ['line breaks at the end', 'a\nb', 'a\nb\n'],
  ['the order of a list', ['b', 'a', 'c'], ['c', 'b', 'a']],
  ['a number and a text', 1, '1'],
  ['two objects of one name', 'k1', 'k3'],
  ['an object and what it is called', 'k2', null],
])('%s are told apart', (_, one, other) => {
  for (const columns of WIDTHS) {
    expect(shown(planOf(['a', 'b', 'c'], one), columns)).not.toBe(
      shown(planOf(['a', 'b', 'c'], other), columns),
    );
    expect(shown(planOf('x\ny\nz', one), columns)).not.toBe(shown(planOf('x\ny\nz', other), columns));
  }
});
