import { expect, test } from 'vitest';
import { allInside, lostId, lostKey, standsAt } from '../../src/diagnostics/cause.ts';
import { Collector, type Finding } from '../../src/diagnostics/collector.ts';

const FILE = { path: 'a.yaml', text: 'x'.repeat(100) };
const at = (start: number, end = start + 1) => ({ file: FILE, span: { start, end } });
const key: Finding = {
  code: 'structure-unknown-key',
  message: 'authentik does not read "idd"',
  place: at(10),
  explains: [lostKey(0, 'id'), lostId('flow')],
};
const user: Finding = {
  code: 'keyof-unknown',
  message: 'no entry of this file has the id flow',
  place: at(50),
  follows: [lostId('flow')],
};

function collect(...findings: readonly Finding[]) {
  const collector = new Collector();
  findings.forEach(collector.report);
  return collector.diagnostics.map(({ code, severity, notes }) => ({
    code,
    severity,
    notes: (notes ?? []).map(({ message, place }) => `${place?.span.start ?? ''} ${message}`),
  }));
}

test('what follows from a finding is a note on it, and it is as severe as that', () => {
  expect(collect(key, user)).toEqual([
    {
      code: 'structure-unknown-key',
      severity: 'error',
      notes: ['50 so no entry of this file has the id flow'],
    },
  ]);
});

test('what nothing explains stands by itself', () => {
  expect(collect(user)).toMatchObject([{ code: 'keyof-unknown' }]);
  expect(collect(key, { ...user, follows: [lostId('other')] })).toHaveLength(2);
  expect(
    collect(key, { ...user, place: { file: { path: 'b.yaml', text: FILE.text }, span: at(50).span } }),
  ).toHaveLength(2);
});

test('a mistake may explain whatever is found in a part of the text, but not what is only told', () => {
  const doubled: Finding = {
    code: 'yaml-duplicate-key',
    message: 'the keys stand twice',
    place: at(20),
    explains: [allInside({ start: 15, end: 40 })],
  };
  const inside: Finding = { code: 'attribute-unknown', message: 'no attribute', place: at(30) };
  const told: Finding = { code: 'secret-literal', message: 'a secret', place: at(32) };
  const outside: Finding = {
    code: 'attribute-type',
    message: 'the wrong model',
    place: at(60),
    follows: [standsAt({ start: 20, end: 25 })],
  };
  expect(collect(doubled, inside, told, outside).map(({ code, notes }) => [code, notes.length])).toEqual([
    ['yaml-duplicate-key', 2],
    ['secret-literal', 0],
  ]);
  expect(collect(doubled, { ...outside, follows: [standsAt({ start: 45, end: 46 })] })).toHaveLength(2);
});

test('what was settled explains nothing any more', () => {
  const collector = new Collector();
  [
    { ...key, supposed: true as const },
    { ...key, code: 'find-criterion' as const, message: 'kept', explains: [lostId('second')] },
  ].forEach(collector.report);
  expect([collector.failed, collector.certainlyFailed]).toEqual([false, false]);
  collector.settle();
  [user, { ...user, message: 'so what', follows: [lostId('second')] }].forEach(collector.report);
  expect(collector.diagnostics.map(({ code, notes }) => [code, notes?.length ?? 0])).toEqual([
    ['find-criterion', 1],
    ['keyof-unknown', 0],
  ]);
});

test('a supposed error fails a validation and not a plan', () => {
  const collector = new Collector();
  collector.report({ code: 'attribute-missing', message: 'name is required', supposed: true });
  expect([collector.failed, collector.certainlyFailed]).toEqual([true, false]);
  collector.settle();
  expect(collector.diagnostics).toEqual([]);
  collector.report({ code: 'attribute-missing', message: 'name is required' });
  collector.settle();
  expect(collector.certainlyFailed).toBe(true);
});

test('what was supposed can be said again once it was settled, and what was certain cannot', () => {
  const collector = new Collector();
  const missing = { ...user, message: 'one of policy, group, user must be set', follows: undefined };
  [{ ...missing, supposed: true as const }, key].forEach(collector.report);
  collector.settle();
  [missing, key, missing].forEach(collector.report);
  expect(collector.diagnostics.map(({ code }) => code)).toEqual([key.code, missing.code]);
});
