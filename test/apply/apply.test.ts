import { Chalk } from 'chalk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ref } from '../../src/blueprint/value.ts';
import { ApiError } from '../../src/client/api-error.ts';
import { formatPlan } from '../../src/report/format-plan.ts';
import { body, change, fakeClient, made, planOf, run } from './setup.ts';
import { runs } from '../random-cases.ts';

describe('one change', () => {
  test('sends the keys of objects that this run has made', async () => {
    const { client, log } = fakeClient();
    await run(
      planOf([
        change('a'),
        change('b', {
          dependsOn: ['a'],
          body: body({ name: 'b', group: new Ref('a', 'pk') }),
        }),
      ]),
      client,
    );
    expect(log).toEqual([
      'POST /events/rules/ {"name":"a"}',
      'POST /events/rules/ {"name":"b","group":"pk-a"}',
    ]);
  });

  test('sends companions with an update, and calls setters before it', async () => {
    const { client, log } = fakeClient(() => ({ pk: 'x', identifier: 't 1' }));
    await run(
      planOf([
        change('t', {
          action: 'update',
          model: 'authentik_core.token',
          itemKey: 't 1',
          body: body({ description: 'd' }),
          companions: body({ user: 7, intent: 'api' }),
          setters: [{ field: 'key', value: 'k' }],
        }),
      ]),
      client,
    );
    expect(log).toEqual([
      'CALL /core/tokens/t%201/set_key/ {"key":"k"}',
      'PATCH /core/tokens/t%201/ {"user":7,"intent":"api","description":"d"}',
    ]);
  });

  test('counts a delete of what is gone as done', async () => {
    const { client } = fakeClient(() => new ApiError('not-found', 'x'));
    expect(
      (await run(planOf([change('a', { action: 'delete', itemKey: 'x' })]), client)).outcomes[0]?.state,
    ).toBe('applied');
  });

  test('asks a server once more that crashed on a delete', async () => {
    const answers: unknown[] = [
      new ApiError('crashed', 'x', { mayBeDone: true }),
      new ApiError('not-found', 'x'),
      new ApiError('crashed', 'x', { mayBeDone: true }),
      { pk: 'x' },
      new ApiError('crashed', 'x', { mayBeDone: true }),
      { pk: 'x' },
    ];
    const { client, log } = fakeClient(() => answers.shift());
    const remove = async () =>
      (await run(planOf([change('a', { action: 'delete', itemKey: 'x' })]), client)).outcomes[0]?.state;
    expect([await remove(), await remove(), log.length]).toEqual(['applied', 'failed', 6]);
  });

  test('shows the server message at the attribute', async () => {
    const { client } = fakeClient(
      () =>
        new ApiError('invalid', 'x', {
          fields: [
            { path: ['name', 0], message: 'This field is wrong.' },
            { path: [], message: 'As a whole.' },
          ],
        }),
    );
    const { diagnostics } = await run(planOf([change('a')]), client);
    expect(diagnostics.map((one) => [one.code, one.place?.span.end])).toEqual([
      ['change-failed', 7],
      ['change-failed', 0],
    ]);
    expect(diagnostics[0]?.message).toContain('This field is wrong.');
  });

  test('a create that was cut off is looked up before it is sent again', async () => {
    const answers: unknown[] = [
      new ApiError('unreachable', 'reset', { mayBeDone: true }),
      {
        items: [
          { pk: 'made', name: 'a' },
          { pk: 'other', name: 'ab' },
        ],
        next: 0,
        count: 2,
        pages: 1,
      },
    ];
    answers.push({ pk: 'b' });
    const found = fakeClient(() => answers.shift());
    const outcome = await run(
      planOf([
        change('a'),
        change('b', {
          dependsOn: ['a'],
          action: 'update',
          itemKey: 'b',
          body: body({ group: new Ref('a', 'pk') }),
        }),
      ]),
      found.client,
    );
    expect(found.log).toEqual([
      'POST /events/rules/ {"name":"a"}',
      'GET /events/rules/',
      'PATCH /events/rules/b/ {"group":"made"}',
    ]);
    expect(outcome.outcomes.map((one) => one.state)).toEqual(['applied', 'applied']);

    const again: unknown[] = [
      new ApiError('unreachable', 'reset', { mayBeDone: true }),
      { items: [], next: 0, count: 0, pages: 1 },
      { pk: 'new', name: 'a' },
    ];
    const missing = fakeClient(() => again.shift());
    await run(planOf([change('a')]), missing.client);
    expect(missing.log.map((line) => line.split(' ')[0])).toEqual(['POST', 'GET', 'POST']);
  });

  test('warns when the server stored something else', async () => {
    const { client } = fakeClient(() => ({ pk: 'x', name: 'A' }));
    expect((await run(planOf([change('a')]), client)).diagnostics.map((one) => one.code)).toEqual([
      'answer-differs',
    ]);
  });
});

/** Changes whose dependencies point backwards only. */
const graphs = fc.integer({ min: 1, max: 25 }).chain((size) =>
  fc.tuple(
    ...Array.from({ length: size }, (_, index) =>
      fc.record({
        needs: fc.uniqueArray(fc.nat({ max: Math.max(0, index - 1) }), { maxLength: index === 0 ? 0 : 3 }),
        fails: fc.boolean(),
      }),
    ),
  ),
);

describe('many changes', () => {
  test('a failed one stops what waits for it, and nothing else; the order and the bound are kept', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 5 }), async (nodes, parallelism) => {
        const failing = new Set(nodes.flatMap((node, index) => (node.fails ? [`n${index}`] : [])));
        const fake = fakeClient((_, __, body) => {
          const { name } = JSON.parse(body) as { name: string };
          return failing.has(name) ? new ApiError('invalid', 'no') : { pk: name, name };
        });
        const changes = nodes.map((node, index) =>
          change(`n${index}`, { dependsOn: node.needs.map((need) => `n${need}`) }),
        );
        const { outcomes } = await run(planOf(changes), fake.client, { parallelism });
        const state = new Map(outcomes.map((one) => [one.change.id, one.state]));
        for (const one of changes) {
          const blocked = one.dependsOn.some((id) => state.get(id) !== 'applied');
          const tried = failing.has(one.id) ? 'failed' : 'applied';
          expect(state.get(one.id)).toBe(blocked ? 'skipped' : tried);
        }
        const sent = fake.log.map(
          (line) => (JSON.parse(line.split(' ')[2] ?? '{}') as { name: string }).name,
        );
        expect(new Set(sent).size).toBe(sent.length);
        for (const one of changes)
          for (const need of one.dependsOn)
            if (sent.includes(one.id)) expect(sent.indexOf(need)).toBeLessThan(sent.indexOf(one.id));
        expect(fake.most()).toBeLessThanOrEqual(parallelism);
      }),
      { numRuns: runs(60) },
    );
  });

  test('an interruption starts nothing new, finishes what is in flight, and says what was not done', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 12 }),
        async (size, after) => {
          const stop = new AbortController();
          let done = 0;
          const fake = fakeClient((_, __, body) => {
            done += 1;
            if (done > after) stop.abort();
            return { pk: done, ...(JSON.parse(body) as object) };
          });
          const outcome = await run(
            planOf(Array.from({ length: size }, (_, index) => change(`n${index}`))),
            fake.client,
            { parallelism: 2, signal: stop.signal },
          );
          expect(outcome.outcomes).toHaveLength(size);
          expect(outcome.outcomes.filter((one) => one.state === 'applied')).toHaveLength(fake.log.length);
          expect(outcome.interrupted).toBe(fake.log.length < size);
        },
      ),
      { numRuns: runs(40) },
    );
  });
});

describe('an object that no entry stands for', () => {
  const orphan = change('orphan', {
    action: 'delete',
    itemKey: 'k',
    before: { pk: 'k', name: 'orphan' },
    body: {},
    fields: [],
    place: undefined,
    entry: undefined,
  });

  test('is deleted, and shown without a file', async () => {
    const { client, log } = fakeClient();
    const { outcomes } = await run(planOf([orphan]), client);
    expect(log).toEqual(['GET /events/rules/k/', 'DELETE /events/rules/k/']);
    expect(outcomes).toMatchObject([{ state: 'applied' }]);
    expect(formatPlan(planOf([orphan]), new Chalk({ level: 0 }))).toBe(
      '(no file)\n  - authentik_events.notificationrule  orphan\n',
    );
  });

  test('and cannot be deleted is a finding without a place', async () => {
    const { client } = fakeClient(() => new ApiError('forbidden', 'you may not', { status: 403 }));
    const { diagnostics } = await run(planOf([orphan]), client);
    expect(diagnostics).toMatchObject([
      { code: 'change-failed', message: expect.stringMatching(/cannot delete .* orphan/) as string },
    ]);
    expect(diagnostics[0]?.place).toBeUndefined();
  });
});

test('an outcome says the key of what was made or changed, also where something failed afterwards', async () => {
  const { client } = fakeClient((method, path, sent) =>
    method === 'CALL' ? new ApiError('invalid', 'refused') : made(method, path, sent),
  );
  const { outcomes } = await run(
    planOf([
      change('a'),
      change('b', {
        model: 'authentik_core.user',
        body: body({ name: 'b', username: 'b' }),
        setters: [{ field: 'password', value: 'p' }],
      }),
      change('c', { action: 'delete', itemKey: 'c', body: {} }),
    ]),
    client,
    { parallelism: 1 },
  );
  expect(outcomes).toMatchObject([
    { state: 'applied', made: { pk: 'pk-a', key: 'pk-a' } },
    { state: 'failed', made: { pk: 'pk-b', key: 'pk-b' } },
    { state: 'applied', made: undefined },
  ]);
});
