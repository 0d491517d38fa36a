import { expect, test } from 'vitest';
import { applyOnServer } from '../../src/apply/apply-on-server.ts';
import type { MetaModel, Resource } from '../../src/catalog/model.ts';
import { ApiError } from '../../src/client/api-error.ts';
import { itemPath } from '../../src/client/item-path.ts';
import { catalog } from '../plan/setup.ts';
import { UnconfirmedError } from '../../src/apply/unconfirmed-error.ts';
import { fakeClient } from './setup.ts';

/*
 * The wait for a server that applies a blueprint of its own: what it says it has come to, and when nobody
 * waits any longer.
 */

const model = catalog.models['authentik_blueprints.blueprintinstance'] as Resource;
const meta = catalog.models['authentik_blueprints.metaapplyblueprint'] as MetaModel;
const applying = { ...meta.applying!, tasks: undefined };
const at = itemPath(model.collection, 'k');

/** A server that is through after so many looks, with this status; `answer`: what it says to the request. */
function server(status: string, looks: number, answer?: unknown) {
  let seen = -1;
  return fakeClient((method, path) => {
    if (method === 'CALL') return answer;
    if (!path.startsWith(at)) return [];
    seen += 1;
    return seen > looks
      ? { pk: 'k', name: 'i', status, last_applied: 'now' }
      : { pk: 'k', name: 'i', status: 'unknown', last_applied: 'before' };
  });
}

const wait = (client: ReturnType<typeof server>['client'], more: object = {}) =>
  applyOnServer(client, model, applying, 'k', { seconds: 0.3, signal: undefined, now: Date.now, ...more });
const late = (mayStillRun: boolean) => new ApiError('unreachable', 'no answer', { mayStillRun });

test.each<[what: string, status: string, looks: number, kind: string]>([
  ['at once', 'successful', 0, 'applied'],
  ['after a while', 'successful', 1, 'applied'],
  ['with an error', 'error', 0, 'failed'],
  ['with a warning', 'warning', 0, 'failed'],
])('a server comes to an end %s', async (_, status, looks, kind) => {
  const outcome = await wait(server(status, looks).client);
  expect(outcome).toMatchObject(kind === 'failed' ? { kind, status } : { kind });
});

test('a server is not waited for longer than is said', async () => {
  const { client, log } = server('successful', 50);
  expect(await wait(client, { seconds: 0 })).toMatchObject({ kind: 'too-slow' });
  expect(log.filter((line) => line.includes(at)).length).toBeLessThan(5);
});

test('nobody waits for a server once the run is interrupted', async () => {
  expect(await wait(server('successful', 50).client, { signal: AbortSignal.abort() })).toEqual({
    kind: 'interrupted',
  });
});

test('a server that takes longer than one request may is waited for', async () => {
  expect(await wait(server('successful', 0, late(true)).client)).toEqual({ kind: 'applied' });
});

test.each([late(false), new ApiError('forbidden', 'no', { status: 403 }), new Error('a bug')])(
  'a server that does not take the request is not waited for: %s',
  async (error) => {
    await expect(wait(server('successful', 0, error).client)).rejects.toBe(error);
  },
);

test.each<[what: string, error: ApiError]>([
  ['a connection that breaks', new ApiError('unreachable', 'broke', { mayBeDone: true })],
  ['a failure', new ApiError('crashed', 'failed', { mayBeDone: true })],
  ['a second Ctrl-C', new ApiError('interrupted', 'cut', { mayBeDone: true, mayStillRun: true })],
])('after %s it is not known whether the server applies it', async (_, error) => {
  await expect(wait(server('successful', 0, error).client)).rejects.toBeInstanceOf(UnconfirmedError);
});

test.each<[what: string, answer: unknown]>([
  ['nothing', {}],
  ['null', null],
  ['another object', { pk: 'other', status: 'successful', last_applied: 'now' }],
  ['no answer', new ApiError('unreachable', 'no')],
])('what came of it is not read from %s', async (_, answer) => {
  let reads = 0;
  const { client } = fakeClient((method) => {
    if (method !== 'GET') return {};
    reads += 1;
    return reads === 1 ? { pk: 'k', status: 'unknown', last_applied: 'before' } : answer;
  });
  await expect(wait(client)).rejects.toBeInstanceOf(UnconfirmedError);
});

test('a server that shows no such blueprint is not told to apply it', async () => {
  const { client, log } = fakeClient(() => ({}));
  await expect(wait(client)).rejects.toThrow(/is not the object/);
  expect(log.filter((line) => line.startsWith('CALL'))).toEqual([]);
});
