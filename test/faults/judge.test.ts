import { describe, expect, test } from 'vitest';
import { differences, duplicates, type Expected, names, type Report, untrue } from './judge.ts';
import { FAULTS } from './kinds.ts';
import { labelOf, type State, type Thing } from './state.ts';

/*
 * The judge of `npm run faults` sees each kind of lie: a judge that sees nothing would pass everything.
 */

const MODEL = 'authentik_core.group';

function state(
  ...groups: readonly (readonly [name: string, values?: Readonly<Record<string, string>>])[]
): State {
  const things = new Map<string, Thing[]>();
  for (const [index, [name, values = {}]] of groups.entries()) {
    const label = labelOf(MODEL, name);
    const thing: Thing = { model: MODEL, pk: String(index), label, values };
    things.set(label, [...(things.get(label) ?? []), thing]);
  }
  return things;
}

function report(
  outcome: string,
  more: { error?: string; hint?: string; action?: string; code?: string } = {},
): Report {
  const { action = 'create', code = 'change-failed', error, hint = '' } = more;
  const change = { action, model: MODEL, key: 'a', fields: [{ path: 'name' }], outcome };
  return {
    changes: [error === undefined ? change : { ...change, error }],
    diagnostics: [{ code, severity: 'error', message: error ?? '', hint }],
    summary: {},
  };
}

const THERE = state(['a', { name: '"a"', time: '1' }]);
const created: Expected = {
  before: state(),
  after: THERE,
  volatile: new Set([`${labelOf(MODEL, 'a')}: time`]),
};
const changed: Expected = { ...created, before: state(['a', { name: '"b"' }]) };
const deleted: Expected = { ...created, before: THERE, after: state() };

describe('a report is', () => {
  test.each<[what: string, said: Report, now: State, expected: Expected]>([
    ['applied and there', report('applied'), state(['a', { name: '"a"', time: '2' }]), created],
    ['applied and gone', report('applied', { action: 'delete' }), state(), deleted],
    ['failed and not there', report('failed'), state(), created],
    [
      'failed, there, and said to be possible',
      report('failed', { hint: 'it may have been made' }),
      THERE,
      created,
    ],
    ['skipped and as before', report('skipped'), state(['a', { name: '"b"' }]), changed],
  ])('true: %s', (_, said, now, expected) => {
    expect(untrue(said, now, expected, FAULTS['reset-after'])).toEqual([]);
  });

  test.each<[what: string, said: Report, now: State, expected: Expected]>([
    ['applied and not there', report('applied'), state(), created],
    ['applied with another value', report('applied'), state(['a', { name: '"c"' }]), created],
    ['applied and not gone', report('applied', { action: 'delete' }), THERE, deleted],
    ['failed and there', report('failed', { error: 'cannot create' }), THERE, created],
    ['failed and changed', report('failed'), THERE, changed],
    ['skipped and changed', report('skipped'), THERE, changed],
    ['unknown where a read would have told', report('unknown'), THERE, created],
    ['silent', report('nothing'), THERE, created],
  ])('untrue: %s', (_, said, now, expected) => {
    expect(untrue(said, now, expected, FAULTS['reset-after'])).toHaveLength(1);
  });

  test('true where it does not know what nobody can know', () => {
    expect(untrue(report('unknown'), state(), created, FAULTS['timeout-not-done'])).toEqual([]);
  });
});

test('what is there twice is seen, and whether it is named', () => {
  const twice = state(['a'], ['a'], ['b']);
  expect(duplicates(twice, created)).toEqual([labelOf(MODEL, 'a')]);
  expect(duplicates(THERE, created)).toEqual([]);
  const named = report('applied', { code: 'made-twice', error: 'the server has crew / deck more than once' });
  expect(names(named, labelOf(MODEL, 'deck / crew'))).toBe(true);
  expect(names(named, labelOf(MODEL, 'deck / bridge'))).toBe(false);
  expect(names(report('failed', { error: 'cannot create a' }), labelOf(MODEL, 'a'))).toBe(false);
});

test('what differs in the end is seen, but for times', () => {
  expect(differences(state(['a', { name: '"a"', time: '9' }]), created)).toEqual([]);
  expect(differences(state(['a', { name: '"x"' }]), created)).toEqual([
    `${labelOf(MODEL, 'a')}: name: "x" instead of "a"`,
  ]);
  expect(differences(state(), created)).toEqual([`${labelOf(MODEL, 'a')}: 0 instead of 1`]);
});
