import { expect, test } from 'vitest';
import { requestsSince } from '../../src/apply/requests-since.ts';
import type { Dict } from '../../src/blueprint/value.ts';
import { dict } from '../../src/blueprint/value.ts';
import { ApiError } from '../../src/client/api-error.ts';
import { body, groupChange as change, fakeClient, pageOf, planOf, run } from './setup.ts';

/*
 * A server that crashes gives no reason: what people can look at is what was empty, or not given.
 */

const map = (fields: Dict): Dict => Object.assign(dict(), fields);

test.each<[what: string, sent: Dict, hint: string]>([
  ['nothing that is given', { name: 'a', attributes: map({ a: 1 }), users: [1] }, 'h'],
  ['an empty text', { name: '', attributes: map({ a: 1 }), users: [1] }, 'h; empty: name'],
  ['an empty list', { name: 'a', attributes: map({ a: 1 }), users: [] }, 'h; empty: users'],
  ['an empty mapping', { name: 'a', attributes: map({}), users: [1] }, 'h; empty: attributes'],
  ['what is null', { name: 'a', attributes: null, users: [1] }, 'h; empty: attributes'],
  ['no field that may be null', { name: 'a', parent: null, attributes: map({ a: 1 }), users: [1] }, 'h'],
  ['what is not given', { attributes: map({ a: 1 }), users: [1] }, 'h; not given: name'],
])('a crash points at %s', async (_, sent, hint) => {
  const { client } = fakeClient((method) =>
    method === 'GET'
      ? pageOf()
      : new ApiError('crashed', 'crash', { mayBeDone: true, status: 500, hint: 'h' }),
  );
  const { diagnostics } = await run(planOf([change('a', { body: body(sent) })]), client);
  expect(diagnostics[0]?.hint).toBe(hint);
});

test('a crash without a hint says that there is no reason', async () => {
  const { client } = fakeClient((method) =>
    method === 'GET' ? pageOf() : new ApiError('crashed', 'crash', { mayBeDone: true, status: 500 }),
  );
  const sent = { name: 'a', attributes: map({ a: 1 }), users: [1] };
  const { diagnostics } = await run(planOf([change('a', { body: body(sent) })]), client);
  expect(diagnostics[0]?.hint).toBe('the server gives no reason');
});

test('requests are counted from where a run began', () => {
  const before = { total: 3, byMethod: { GET: 2, POST: 1 }, bytes: 10 };
  const after = { total: 6, byMethod: { GET: 4, POST: 1, PATCH: 1 }, bytes: 25 };
  expect(requestsSince(before, after)).toEqual({ total: 3, byMethod: { GET: 2, PATCH: 1 }, bytes: 15 });
});
