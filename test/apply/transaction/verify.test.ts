import { describe, expect, test } from 'vitest';
import type { Division } from '../../../src/plan/transaction/division.ts';
import type { Estimate } from '../../../src/apply/transaction/verified.ts';
import { verifyPlan } from '../../../src/apply/transaction/verify.ts';
import type { Catalog } from '../../../src/catalog/model.ts';
import { loadCatalog } from '../../../src/cli/catalogs.ts';
import { ApiError } from '../../../src/client/api-error.ts';
import type { Reply } from '../../../src/client/client.ts';
import type { Change } from '../../../src/plan/value/plan.ts';
import { change, fakeClient, groupChange, planOf, sourcesOf } from '../setup.ts';

const of = (release: string): Catalog => loadCatalog(release, () => undefined);
/** One that says why it refuses something, and one that does not. */
const TALKS = of('2025.12');
const SILENT = of('2023.2');

const GOOD: Reply = { status: 400, body: { name: ['This field is required.'] } };
const NO: Reply = { status: 405, body: undefined };
const says = (errors: string): Reply => ({
  status: 400,
  body: {
    name: ['This field is required.'],
    content: [
      'Failed to validate blueprint',
      `- Entry invalid: Serializer errors ${errors}`,
      '- Blueprint validation failed',
    ],
  },
});

const namesIn = (sent: string): string[] => {
  const { content, enabled, ...rest } = JSON.parse(sent) as { content: string; enabled: boolean };
  expect([enabled, rest]).toEqual([false, {}]);
  const { entries } = JSON.parse(content) as { entries: { attrs: { name: string } }[] };
  return entries.map(({ attrs }) => attrs.name);
};

/** Asks a server that answers as `answer` says to the names that it is asked about, each time. */
async function asked(
  catalog: Catalog,
  changes: readonly Change[],
  answer: (names: readonly string[], times: number) => Reply | Error,
  division: Partial<Division> = {},
) {
  const estimates: Estimate[] = [];
  const requests: string[][] = [];
  const { client, log } = fakeClient((_, __, sent) => {
    requests.push(namesIn(sent));
    return answer(requests.at(-1) ?? [], requests.length);
  });
  const plan = planOf(changes);
  const verified = await verifyPlan(
    plan,
    { together: changes, afterwards: [], forbidden: [], ...division },
    {
      client,
      catalog,
      sources: sourcesOf(plan),
      onStart: (estimate) => estimates.push(estimate),
      onPart: () => undefined,
      now: () => 0,
    },
  );
  expect(log.every((line) => line.startsWith('ASK /managed/blueprints/'))).toBe(true);
  expect(verified.requests).toBe(requests.length);
  return { ...verified, said: verified.refused.map(({ message }) => message), requests, estimates };
}

/** Groups g0, g1 …; `needs`: what each depends on. */
const groups = (number: number, needs: Readonly<Record<number, readonly number[]>> = {}): Change[] =>
  Array.from({ length: number }, (_, index) =>
    groupChange(`g${index}`, { dependsOn: (needs[index] ?? []).map((one) => `g${one}`) }),
  );
/** Refuses these, as 2023.2 does. */
const refuses =
  (...bad: string[]) =>
  (names: readonly string[]): Reply =>
    names.some((name) => bad.includes(name)) ? NO : GOOD;
const keys = (notVerified: readonly { change: Change; why: string }[]) =>
  notVerified.map(({ change: one, why }) => `${one.key}: ${why}`);

describe('what the server is asked', () => {
  test('nothing, where there is nothing to do', async () => {
    expect(await asked(TALKS, [], () => GOOD)).toMatchObject({
      requests: [],
      changes: 0,
      notVerified: [],
    });
  });

  test('is the whole plan, once, where it takes it', async () => {
    const { requests, estimates, ...verified } = await asked(TALKS, groups(60), () => GOOD);
    expect(verified).toMatchObject({ changes: 60, parts: 1, refused: [], notVerified: [] });
    expect(verified.noVerdict).toBeUndefined();
    expect(requests).toHaveLength(1);
    expect(estimates).toEqual([{ changes: 60, parts: 1, seconds: 6 }]);
  });

  test('comes in parts of at most 300, each with what it depends on', async () => {
    const needs = Object.fromEntries(Array.from({ length: 699 }, (_, index) => [index + 1, [0]]));
    const { requests, parts, changes, estimates } = await asked(TALKS, groups(700, needs), () => GOOD);
    expect(requests.map((names) => names.length)).toEqual([300, 300, 102]);
    expect(requests.every(([first]) => first === 'g0')).toBe(true);
    expect([parts, changes]).toEqual([3, 700]);
    expect(estimates).toEqual([{ changes: 700, parts: 3, seconds: expect.closeTo(70.2) as number }]);
  });

  test('is not what needs more than a part may have', async () => {
    const chain = Object.fromEntries(Array.from({ length: 301 }, (_, index) => [index + 1, [index]]));
    const { notVerified, changes } = await asked(TALKS, groups(302, chain), () => GOOD);
    expect(changes).toBe(300);
    expect(keys(notVerified)).toEqual([
      'g300: it needs more than 300 other changes',
      'g301: it needs more than 300 other changes',
    ]);
  });

  test('has users last, and what depends on them', async () => {
    const user = change('u', { model: 'authentik_core.user', dependsOn: ['g1'] });
    const [one, two, three, four] = groups(4, { 2: [] }) as [Change, Change, Change, Change];
    const { requests } = await asked(
      TALKS,
      [two, user, { ...three, dependsOn: ['u'] }, one, four],
      () => GOOD,
    );
    expect(requests).toEqual([['g1', 'g0', 'g3', 'u', 'g2']]);
  });
});

describe('a server that only says no', () => {
  test('is asked for the shortest beginning that it refuses, and then for the rest', async () => {
    const { said, requests, changes, refused } = await asked(SILENT, groups(60), refuses('g37'));
    expect(said).toEqual(['the server refuses to create authentik_core.group g37']);
    expect(refused[0]).toMatchObject({
      code: 'server-refuses',
      severity: 'error',
      hint: expect.stringContaining('no reason') as string,
    });
    expect(changes).toBe(59);
    // The whole, nothing (the control), six halvings, the last of them once more, the rest.
    expect(requests.map((names) => names.length)).toEqual([60, 0, 30, 45, 37, 41, 39, 38, 38, 59]);
  });

  test('is not taken to blame what depends on what it refuses', async () => {
    const { said, notVerified, changes } = await asked(
      SILENT,
      groups(10, { 5: [3], 7: [5], 8: [1] }),
      refuses('g3', 'g5', 'g7', 'g8'),
    );
    expect(said.map((text) => text.slice(-2))).toEqual(['g3', 'g8']);
    expect(keys(notVerified)).toEqual([
      'g5: it needs authentik_core.group g3, which the server refuses',
      'g7: it needs authentik_core.group g3, which the server refuses',
    ]);
    expect(changes).toBe(6);
  });

  test('is asked until it has refused five', async () => {
    const { said, notVerified, changes, requests } = await asked(
      SILENT,
      groups(40),
      refuses('g2', 'g5', 'g11', 'g12', 'g30', 'g33', 'g39'),
    );
    expect(said.map((text) => text.split(' ').at(-1))).toEqual(['g2', 'g5', 'g11', 'g12', 'g30']);
    expect(changes).toBe(26);
    expect(notVerified.map(({ change: one }) => one.key)).toEqual(
      Array.from({ length: 9 }, (_, index) => `g${index + 31}`),
    );
    expect(notVerified[0]?.why).toMatch(/^5 refusals were found/);
    // A bound: for each the rest and its halvings, and the control.
    expect(requests.length).toBeLessThanOrEqual(1 + 5 * (1 + 6 + 1));
  });

  test('leaves out in later parts what it refused in an earlier one', async () => {
    const needs = Object.fromEntries(Array.from({ length: 399 }, (_, index) => [index + 1, [index % 2]]));
    const { said, changes, notVerified } = await asked(SILENT, groups(400, needs), refuses('g1'));
    expect(said).toHaveLength(1);
    // g1 needs g0; all with an odd number after it need it, and so do their own.
    expect(changes + notVerified.length).toBe(399);
    expect(notVerified.every(({ why }) => why.includes('g1'))).toBe(true);
  });

  test('gives no verdict where it refuses a blueprint without entries as well', async () => {
    const { noVerdict, refused, changes, requests, notVerified } = await asked(SILENT, groups(9), () => NO);
    expect(noVerdict?.why).toContain('without entries');
    expect([refused, changes, notVerified.length]).toEqual([[], 0, 9]);
    expect(requests.map((names) => names.length)).toEqual([9, 0]);
  });

  test('blames nobody for what it takes when it is asked again', async () => {
    const once = await asked(SILENT, groups(8), (_, times) => (times === 1 ? NO : GOOD));
    expect([once.refused, once.noVerdict, once.changes]).toEqual([[], undefined, 8]);
    const early = await asked(SILENT, groups(8), (names, times) =>
      times < 5 && names.length > 1 ? NO : GOOD,
    );
    expect([early.refused, early.noVerdict, early.changes]).toEqual([[], undefined, 8]);
    const often = await asked(SILENT, groups(8), (_, times) => ([1, 7].includes(times) ? NO : GOOD));
    expect(often.refused).toEqual([]);
    expect(often.noVerdict?.why).toContain('asked again');
  });
});

describe('a server that says why', () => {
  const BAD = `{'email': [ErrorDetail(string='Enter a valid "address".', code='invalid')]}`;

  test('is asked first about what its words may be about', async () => {
    const user = change('u', { model: 'authentik_core.user' });
    const { said, requests } = await asked(TALKS, [...groups(30), user, ...groups(70).slice(30)], (names) =>
      names.includes('u') ? says(BAD) : GOOD,
    );
    expect(said).toEqual([
      'the server refuses to create authentik_core.user u: email: Enter a valid "address".',
    ]);
    // The whole, the control, and what is before the user: users come last.
    expect(requests.map((names) => names.length)).toEqual([71, 0, 70]);
  });

  test('is believed to the letter only where it is so: another one is found all the same', async () => {
    const user = change('u', { model: 'authentik_core.user' });
    const { said } = await asked(TALKS, [...groups(9), user], (names) =>
      names.includes('g4') ? says(BAD) : GOOD,
    );
    expect(said).toEqual([
      'the server refuses to create authentik_core.group g4: email: Enter a valid "address".',
    ]);
  });

  test('has each field at its place, and the secrets of the run hidden', async () => {
    const secret = groupChange('g0', {
      body: { name: 'g0', attributes: { $secret: { from: 'hushhushhush' } } },
    });
    const { refused } = await asked(TALKS, [secret], (names) =>
      names.length > 0
        ? says(
            `{'name': [ErrorDetail(string='"x" is bad', code='x')], 'attributes': [ErrorDetail(string='"hush\\x68ushhush" is no \\'mapping\\'', code='x')]}`,
          )
        : GOOD,
    );
    expect(refused).toMatchObject([
      {
        message: 'the server refuses to create authentik_core.group g0: name: "x" is bad',
        place: { span: { start: 0, end: 7 } },
      },
      {
        message: `the server refuses to create authentik_core.group g0: attributes: (secret) is no 'mapping'`,
      },
    ]);
  });
});

describe('no answer is no verdict', () => {
  test.each<readonly [string, Reply | Error]>([
    ['nobody answers', new ApiError('unreachable', 'x did not answer in time')],
    ['the token may not', new ApiError('forbidden', 'the user of the token may not do that')],
    ['it was stored', { status: 201, body: { pk: 'x' } }],
    ['the method is not allowed', { status: 405, body: { detail: 'Method "POST" not allowed.' } }],
    ['something else is wrong', { status: 400, body: { name: ['x'], enabled: ['y'] } }],
    ['the name is not missed', { status: 400, body: { content: ['x'] } }],
    ['there is nothing in it', { status: 400, body: undefined }],
  ])('where %s', async (_, answer) => {
    const { noVerdict, refused, changes, notVerified, requests } = await asked(
      TALKS,
      groups(3),
      () => answer,
    );
    expect(noVerdict?.why).toBeTruthy();
    expect([refused, changes, notVerified.length, requests.length]).toEqual([[], 0, 3, 1]);
  });

  test('what was taken before stays verified', async () => {
    const { noVerdict, changes, notVerified } = await asked(TALKS, groups(400), (_, times) =>
      times === 1 ? GOOD : new ApiError('unreachable', 'gone'),
    );
    expect([noVerdict?.why, changes, notVerified.length]).toEqual(['gone', 300, 100]);
  });

  test('an interruption ends it', async () => {
    await expect(asked(TALKS, groups(1), () => new ApiError('interrupted', 'x'))).rejects.toThrow('x');
  });
});

describe('what cannot be asked about', () => {
  test('is listed with its reason, and so is what must come after it', async () => {
    const [one, two, three, four] = groups(4, { 2: [1], 3: [2] }) as [Change, Change, Change, Change];
    const { requests, notVerified, noVerdict } = await asked(TALKS, [one, two, three, four], () => GOOD, {
      together: [one, three, four],
      afterwards: [{ change: two, part: 'whole', why: 'it has an endpoint of its own' }],
      forbidden: [{ change: three, needs: two, why: 'it must come after g1' }],
    });
    expect(requests).toEqual([['g0']]);
    expect(keys(notVerified)).toEqual([
      'g1: it has an endpoint of its own',
      'g2: it must come after g1',
      'g3: it comes after one that goes afterwards',
    ]);
    expect(noVerdict).toBeUndefined();
  });

  test('where that is all, there is no verdict', async () => {
    const plan = planOf(groups(2));
    const { client } = fakeClient();
    const options = {
      client,
      sources: sourcesOf(plan),
      onStart: () => undefined,
      onPart: () => undefined,
      now: () => 0,
    };
    const verified = await verifyPlan(
      plan,
      { impossible: 'it is too old' },
      { ...options, catalog: of('2022.12') },
    );
    expect(verified).toMatchObject({ requests: 0, noVerdict: { why: 'it is too old' } });
    expect(keys(verified.notVerified)).toEqual(['g0: it is too old', 'g1: it is too old']);
  });
});
