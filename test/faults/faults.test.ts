import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCases, type Case, nameOf } from './cases.ts';
import { WHOLE } from '../random-cases.ts';
import { FAULTS, SIGNALS } from './kinds.ts';
import { makeReference, type Reference } from './reference.ts';
import { isFine, type Result } from './result.ts';
import { openRunner, type Runner } from './run-case.ts';

/*
 * A fixed part of what `npm run faults` runs: whatever goes wrong with a write, the report says what is the
 * case, the next run does the rest, no secret is lost, and nothing is there twice.
 */

/** Where each kind of fault goes wrong: the writes for which it matters most. */
const SAMPLE = [
  '502-before at POST /core/groups/ deck',
  '503-before at PATCH /flows/instances/old-flow/',
  '504-before at DELETE /core/groups/<old-gone>/',
  '429-retry-before at POST /core/tokens/ robot-1',
  '503-retry-before at POST /core/applications/ faults-one',
  'reset-before at POST /policies/bindings/ 0',
  'reset-after at POST /policies/bindings/ 1',
  '500-before at POST /core/users/<grace>/set_password/',
  '500-after at POST /core/users/<alan>/set_password/',
  '502-after at POST /flows/instances/import/',
  '503-after at POST /providers/oauth2/ faults-oauth2',
  '504-after at POST /flows/bindings/ 20',
  '429-retry-after at POST /policies/bindings/ 2',
  '503-retry-after at POST /providers/saml/ faults-saml',
  'delay at POST /outposts/instances/ faults-ldap',
  'timeout-not-done at POST /events/rules/ faults-rule',
  'timeout-done at POST /policies/bindings/ 4',
  'cut-body at POST /core/users/ grace',
  'html-not-done at POST /core/users/<edsger>/set_password/',
  'html-done at POST /core/tokens/ grace-1',
  'empty-not-done at POST /policies/bindings/ 5',
  'empty-done at PATCH /core/tokens/robot-1/',
  'twice-first at POST /policies/bindings/ 6',
  'twice-second at POST /core/users/ edsger',
  'SIGKILL after write 50',
  'SIGKILL before write 56',
  'SIGINT before write 12',
  'SIGINT after write 75',
  'SIGTERM after write 42',
  'SIGHUP before write 25',
  'SIGHUP after write 61',
  'undo-SIGINT before write 8 of the undo',
  'undo-SIGTERM after write 26 of the undo',
  'pair 1',
];
/** With TEST_WHOLE=1 these, too. */
const MORE = [
  'reset-after at DELETE /core/users/<old-gone>/',
  '500-after at POST /policies/bindings/ 3',
  'cut-body at PATCH /core/tokens/old-token/',
  'html-not-done at DELETE /policies/expression/<old-policy-gone>/',
  'empty-not-done at PATCH /core/users/<old-ada>/',
  'twice-second at POST /policies/bindings/ 0',
  'SIGKILL before write 36',
  'pair 4',
];
const tried = WHOLE ? [...SAMPLE, ...MORE] : SAMPLE;
/** Cases at a time: while one waits for a pause, another goes on. */
const AT_A_TIME = 4;

let reference: Reference;
let cases: readonly Case[];
const results = new Map<string, Result>();

beforeAll(async () => {
  reference = await makeReference();
  cases = allCases(reference.writes);
  const queue = tried.map((name) => cases.find((one) => nameOf(one) === name));
  const runners = await Promise.all(Array.from({ length: AT_A_TIME }, () => openRunner(reference)));
  const work = async (runner: Runner): Promise<void> => {
    for (let one = queue.shift(); one; one = queue.shift()) results.set(nameOf(one), await runner.run(one));
    await runner.close();
  };
  await Promise.all(runners.map(work));
}, 900_000);
afterAll(() => results.clear());

describe('whatever goes wrong in a run, its report is true, and the next one does the rest', () => {
  test.each(tried)('%s', (name) => {
    const result = results.get(name);
    expect(result).toBeDefined();
    expect(result && isFine(result), JSON.stringify(result, null, 2)).toBe(true);
  });
});

test('the plan is large enough to find something', () => {
  expect(reference.report.changes.length).toBeGreaterThanOrEqual(60);
  expect(new Set(reference.report.changes.map(({ model }) => model)).size).toBeGreaterThanOrEqual(15);
  expect(new Set(reference.report.changes.map(({ action }) => action))).toEqual(
    new Set(['create', 'update', 'delete']),
  );
});

test('every write has every fault, and every signal comes at 60 points, and at 20 of an undo', () => {
  const names = new Set(cases.map(nameOf));
  expect(names.size).toBe(cases.length);
  for (const kind of Object.keys(FAULTS))
    expect(cases.filter((one) => one.kind === kind)).toHaveLength(reference.writes.length);
  for (const signal of SIGNALS)
    expect(
      [signal, `undo-${signal}`].map((name) => cases.filter(({ kind }) => kind === name).length),
    ).toEqual([60, 20]);
});
