import { describe, expect, test } from 'vitest';
import { importFile } from '../../src/apply/import-file.ts';
import type { Change, Plan } from '../../src/plan/value/plan.ts';
import { secretValue } from '../../src/plan/value/plan-value.ts';
import { ApiError } from '../../src/client/api-error.ts';
import { body, groupChange as change, fakeClient, planOf, sourcesOf } from './setup.ts';

/*
 * A plan that the server's importer carries out: what it says, at the entry that it means.
 */

const importing = (
  plan: Plan,
  answer: unknown,
  again: Plan | ApiError = isRefusal(answer) ? plan : planOf([]),
) => {
  const { client, log } = fakeClient(() => answer);
  const outcome = importFile(plan, {
    client,
    path: '/import/',
    file: { name: 'b.yaml', text: 'name: x' },
    sources: sourcesOf(plan),
    moved: new Map(),
    isApproved: true,
    planAgain: () =>
      again instanceof ApiError
        ? Promise.reject(again)
        : Promise.resolve({ plan: again, sources: sourcesOf(again), diagnostics: [] }),
    now: () => 0,
  });
  return { outcome, log };
};
const isRefusal = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'success' in answer && answer.success === false;
const refusing = (...logs: unknown[]): unknown => ({ success: false, logs });
const about = (identifiers: object): object => ({
  log_level: 'warning',
  event: 'Entry invalid',
  attributes: { entry: { model: 'authentik_core.group', identifiers } },
});
const noop = (id: string): Change => change(id, { action: 'noop', body: body({}), fields: [] });

describe('the importer', () => {
  test('is not asked when there is nothing to do', async () => {
    const { outcome, log } = importing(planOf([noop('a')]), { success: true });
    expect(await outcome).toMatchObject({ outcomes: [], diagnostics: [], refused: false });
    expect(log).toEqual([]);
  });

  test('takes all of a file', async () => {
    const { outcome, log } = importing(planOf([change('a'), noop('b'), change('c')]), { success: true });
    const { outcomes, diagnostics, refused } = await outcome;
    expect(outcomes.map(({ state, change: { id } }) => [state, id])).toEqual([
      ['applied', 'a'],
      ['applied', 'c'],
    ]);
    expect([diagnostics, refused, log]).toEqual([[], false, ['UPLOAD /import/ name: x']]);
  });

  test('may leave something, which is said', async () => {
    const left = planOf([noop('b'), change('a'), change('c', { leftAlone: true })]);
    const { diagnostics } = await importing(planOf([change('a')]), { success: true }, left).outcome;
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the importer did not make authentik_core.group a as the file says: name',
    ]);
  });

  test('says what it has against the file, without the secrets', async () => {
    const after = secretValue({ from: 'geheim' });
    const field = {
      path: 'word',
      before: undefined,
      after,
      secret: true,
      leftAlone: false,
      place: undefined,
    };
    const secret = change('a', { body: { name: 'a', word: after }, fields: [field] });
    const { outcome } = importing(planOf([secret]), refusing('geheim is too short'));
    const { diagnostics, refused, outcomes } = await outcome;
    expect(diagnostics[0]?.notes?.map(({ message }) => message)).toEqual([
      'the server says: (secret) is too short',
    ]);
    expect([refused, outcomes[0]?.state]).toEqual([true, 'failed']);
  });

  test.each<[what: string, identifiers: object, at: number | undefined]>([
    ['the entry with these identifiers', { name: 'b' }, 1],
    ['none where the key is all that it says', { pk: 'b' }, undefined],
    ['none that has other identifiers', { name: 'c' }, undefined],
    ['none of two', { is_superuser: true }, undefined],
  ])('points at %s', async (_, identifiers, at) => {
    const entry = (index: number) => ({ entry: { index, model: 'authentik_core.group' } });
    const plan = planOf([
      change('a', { body: body({ name: 'a', is_superuser: true }), ...entry(0) }),
      change('b', { body: body({ name: 'b', is_superuser: true }), ...entry(1) }),
    ]);
    const { diagnostics } = await importing(plan, refusing(about(identifiers))).outcome;
    expect(diagnostics[0]?.entry?.index).toBe(at);
  });

  test('points at an entry that exists by what it is', async () => {
    const update = change('b', {
      action: 'update',
      before: body({ name: 'b' }),
      body: body({ is_superuser: true }),
      entry: { index: 1, model: 'authentik_core.group' },
    });
    const { diagnostics } = await importing(planOf([change('a'), update]), refusing(about({ name: 'b' })))
      .outcome;
    expect(diagnostics[0]?.entry?.index).toBe(1);
  });

  test.each(['crashed', 'invalid'] as const)('that is %s has kept nothing', async (kind) => {
    const plan = planOf([change('a')]);
    const { outcome } = importing(plan, new ApiError(kind, 'no', { status: 400 }), plan);
    const { diagnostics, refused } = await outcome;
    expect([diagnostics[0]?.code, diagnostics[0]?.place?.span, refused]).toEqual([
      'import-failed',
      { start: 0, end: 0 },
      true,
    ]);
  });

  test.each<[what: string, answer: unknown]>([
    ['a connection that breaks', new ApiError('unreachable', 'broke', { mayBeDone: true })],
    ['a failure', new ApiError('crashed', 'failed', { mayBeDone: true, status: 500 })],
    ['an answer of something in between', {}],
    ['an answer that is none', null],
  ])('took the file after %s, when nothing is left to do', async (_, answer) => {
    const { outcomes, diagnostics } = await importing(planOf([change('a')]), answer).outcome;
    expect([outcomes[0]?.state, diagnostics]).toEqual(['applied', []]);
  });

  test.each<[what: string, answer: unknown, state: string]>([
    ['a connection that breaks', new ApiError('unreachable', 'broke', { mayBeDone: true }), 'unknown'],
    ['an answer of something in between', {}, 'unknown'],
    ['a failure', new ApiError('crashed', 'failed', { mayBeDone: true, status: 500 }), 'failed'],
  ])('after %s, when all is left', async (_, answer, state) => {
    const plan = planOf([change('a')]);
    const { outcomes, diagnostics, refused } = await importing(plan, answer, plan).outcome;
    expect([outcomes[0]?.state, diagnostics[0]?.code, refused]).toEqual(
      state === 'failed' ? [state, 'import-failed', true] : [state, 'change-unknown', false],
    );
  });

  test('that was interrupted is told as such', async () => {
    const error = new ApiError('interrupted', 'cut', { mayBeDone: true });
    const { outcomes, interrupted } = await importing(planOf([change('a')]), error, error).outcome;
    expect([outcomes[0]?.state, interrupted]).toEqual(['unknown', true]);
  });

  test('has taken the file, also when nobody can read what it made', async () => {
    const { outcome } = importing(
      planOf([change('a')]),
      { success: true },
      new ApiError('unreachable', 'gone'),
    );
    const { outcomes, diagnostics } = await outcome;
    expect([outcomes[0]?.state, diagnostics[0]?.code]).toEqual(['applied', 'answer-differs']);
    expect(diagnostics[0]?.message).toMatch(/took the file, .* could not be read: gone/);
  });

  test('that cannot be asked is no finding', async () => {
    const error = new ApiError('unreachable', 'no');
    await expect(importing(planOf([change('a')]), error).outcome).rejects.toBe(error);
  });
});
