import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import type { ApplyOutcome, Outcome } from '../../src/apply/outcome.ts';
import { toDiagnostic } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { foldFindings } from '../../src/report/fold.ts';
import { formatOutcome } from '../../src/report/format-outcome.ts';
import { change } from '../apply/setup.ts';

/* What has one cause many times over is said once. */

const plain = new Chalk({ level: 0 });
const file = { path: 'b.yaml', text: 'x\n'.repeat(100) };
const one = (index: number) =>
  change(`r${index}`, { entry: { index, model: 'authentik_events.notificationrule' } });
const many = (count: number) => Array.from({ length: count }, (_, index) => one(index));
const outcomeOf = (outcomes: readonly Outcome[]): ApplyOutcome => ({
  outcomes,
  diagnostics: [],
  interrupted: false,
  requests: { total: 0, byMethod: {}, bytes: 0 },
  seconds: 0,
});
const failure = (index: number, why = 'the server says no'): Diagnostic =>
  toDiagnostic({
    code: 'change-failed',
    message: `cannot create authentik_events.notificationrule r${index}: ${why}`,
    place: { file, span: { start: index, end: index + 1 } },
    entry: { index, model: 'authentik_events.notificationrule' },
  });

test('38 changes that were not done as the server was gone are on one line', () => {
  const skipped = many(38).map(
    (one): Outcome => ({
      state: 'skipped',
      change: one,
      because: { kind: 'unreachable' },
    }),
  );
  expect(formatOutcome(outcomeOf(skipped), plain)).toBe(
    `  – 38 not done: the server was gone (${[0, 1, 2, 3, 4].map((at) => `authentik_events.notificationrule r${at}`).join(', ')}, and 33 more)`,
  );
});

test('other causes, and a cause of two, stay by themselves', () => {
  const [first, second, third, ...rest] = many(6);
  const shown = formatOutcome(
    outcomeOf([
      { state: 'applied', change: first!, made: undefined, seconds: 0 },
      { state: 'skipped', change: second!, because: { kind: 'unreachable' } },
      { state: 'skipped', change: third!, because: { kind: 'unreachable' } },
      ...rest.map(
        (one): Outcome => ({ state: 'skipped', change: one, because: { kind: 'waited', for: 'r0' } }),
      ),
    ]),
    plain,
  );
  expect(shown.split('\n').map((line) => line.slice(0, 16))).toEqual([
    '  ✓ created auth',
    '  – not done: cr',
    '  – not done: cr',
    '  – 3 not done: ',
  ]);
  expect(shown).toContain('3 not done: waits for authentik_events.notificationrule r0');
});

test('findings that say the same of several changes are one, which names the others', () => {
  const outcomes = many(10).map(
    (one): Outcome => ({ state: 'failed', change: one, made: undefined, diagnostics: [] }),
  );
  const folded = foldFindings(
    [...Array.from({ length: 9 }, (_, at) => failure(at)), failure(9, 'a name is taken')],
    outcomes,
  );
  expect(folded.map(({ message }) => message)).toEqual([
    'cannot create authentik_events.notificationrule r0: the server says no',
    'cannot create authentik_events.notificationrule r9: a name is taken',
  ]);
  expect(folded[0]?.notes?.map(({ message }) => message)).toEqual([
    'the same for 8 others: authentik_events.notificationrule r1, authentik_events.notificationrule r2, authentik_events.notificationrule r3, authentik_events.notificationrule r4, authentik_events.notificationrule r5, and 3 more',
  ]);
});
