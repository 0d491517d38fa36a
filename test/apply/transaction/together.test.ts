import { expect, test } from 'vitest';
import { applyTogether } from '../../../src/apply/transaction/transaction.ts';
import { ApiError } from '../../../src/client/api-error.ts';
import { loadCatalog } from '../../../src/cli/catalogs.ts';
import type { Change, Plan } from '../../../src/plan/value/plan.ts';
import { body, groupChange, fakeClient, planOf, sourcesOf } from '../setup.ts';

/*
 * What a plan that is made after a transaction shows: what was not made, was made otherwise, or was not planned, is said
 * and not written.
 */

const catalog = loadCatalog('2025.12', () => undefined);
const at = (line: number): Partial<Change> => ({ place: { path: 'b.yaml', line, start: line, end: line } });
const a = groupChange('new-1', { key: 'a', body: body({ name: 'a' }), ...at(1) });
const b = groupChange('new-2', { key: 'b', body: body({ name: 'b' }), ...at(2) });
/** The object of an entry, as it is there after the transaction. */
const there = (key: string, line: number, more: Partial<Change> = {}): Change =>
  groupChange(`authentik_core.group#${key}`, {
    action: 'noop',
    key,
    itemKey: key,
    before: body({ pk: key, name: key }),
    body: {},
    fields: [],
    ...at(line),
    ...more,
  });

async function run(after: Plan, answer: unknown = { success: true, logs: [] }) {
  const plan = planOf([a, b]);
  const { client, log } = fakeClient((method) => (method === 'UPLOAD' ? answer : {}));
  const outcome = await applyTogether(plan, {
    client,
    catalog,
    sources: sourcesOf(plan),
    parallelism: 1,
    division: { together: [a, b], afterwards: [] },
    planAgain: () => Promise.resolve({ plan: after, sources: sourcesOf(after), diagnostics: [] }),
    isApproved: true,
    now: () => 0,
  });
  return { outcome, writes: log.filter((line) => !line.startsWith('UPLOAD')) };
}

test('all of it is there', async () => {
  const { outcome, writes } = await run(planOf([there('a', 1), there('b', 2)]));
  expect(outcome.outcomes.map((one) => [one.state, 'made' in one ? one.made?.key : undefined])).toEqual([
    ['applied', 'a'],
    ['applied', 'b'],
  ]);
  expect([outcome.diagnostics, writes]).toEqual([[], []]);
});

test.each<[what: string, after: readonly Change[], says: RegExp]>([
  ['was not made', [there('a', 1), b], /has not done the create of authentik_core\.group b/],
  [
    'was made otherwise',
    [there('a', 1), there('b', 2, { action: 'update', body: body({ is_superuser: true }) })],
    /made authentik_core\.group b otherwise than it is planned: is_superuser would still be written/,
  ],
  [
    'was not planned',
    [there('a', 1), there('b', 2), there('c', 3, { action: 'update', body: body({ name: 'd' }) })],
    /authentik_core\.group c would now be written, too, which was not planned/,
  ],
])('what %s is said, and not written', async (_, after, says) => {
  const { outcome, writes } = await run(planOf(after));
  expect(outcome.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ['answer-differs', 'error'],
  ]);
  expect(outcome.diagnostics[0]?.message).toMatch(says);
  expect(writes).toEqual([]);
});

test('a refusal is not believed where some of it is there', async () => {
  const { outcome } = await run(planOf([there('a', 1), b]), { success: false, logs: [] });
  expect([outcome.refused, outcome.diagnostics.map(({ code }) => code)]).toEqual([
    false,
    ['import-failed', 'answer-differs'],
  ]);
});

test('a crash of which some is there is unknown', async () => {
  const crash = new ApiError('crashed', 'failed', { mayBeDone: true, status: 500 });
  const { outcome } = await run(planOf([there('a', 1), b]), crash);
  expect(outcome.outcomes.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
  expect(outcome.diagnostics[0]?.notes?.map(({ message }) => message)).toEqual([
    'authentik_core.group b is not there, and others are',
  ]);
});

test('a server that was certainly not asked has done nothing', async () => {
  const error = new ApiError('unreachable', 'nobody listens');
  await expect(run(planOf([a, b]), error)).rejects.toBe(error);
});
