import { afterEach, describe, expect, test, vi } from 'vitest';
import { releases } from '../../src/cli/catalogs.ts';
import { holderWords } from '../../src/ownership/holder.ts';
import { heldLock, type HeldLock, takeLock, type Taking } from '../../src/ownership/lock.ts';
import { LOCK } from '../../src/ownership/own-instances.ts';
import {
  hasMoved,
  type InstancesApi,
  instanceNamed,
  makeInstance,
  readTraces,
  type Traces,
  writeInstance,
} from '../../src/ownership/traces.ts';
import { type Change, openServer, type TestServer } from './server.ts';

const NOTHING: Traces = { instances: [], now: undefined };
const me = (run: string) => ({ project: 'shop', run, place: 'https://ci.example.org/jobs/7' });
const held: HeldLock[] = [];

async function take(
  api: InstancesApi,
  run: string,
  { isBroken = false, before = NOTHING }: { isBroken?: boolean; before?: Traces } = {},
): Promise<Taking> {
  const taking = await takeLock({ api, me: me(run), isBroken }, before);
  if (taking.kind === 'held') held.push(taking.lock);
  return taking;
}

const refused =
  (status: number, body = ''): Change =>
  (request, send) =>
    request.method === 'POST' ? Promise.resolve(new Response(body, { status })) : send();

/** The answer to the POST is lost after it was done. */
const lost: Change = async (request, send) => {
  const answer = await send();
  if (request.method === 'POST') throw new TypeError('fetch failed');
  return answer;
};

afterEach(async () => {
  vi.useRealTimers();
  // Whatever they held: their timers must end.
  await Promise.allSettled(held.splice(0).map((lock) => lock.release()));
});

describe.each(releases().filter((release) => release !== '2022.12'))('%s', (release) => {
  test('one run holds the lock, the next one is told which, and has it once it is given back', async () => {
    const server = openServer(release);
    const first = await take(server.api(), 'one');
    expect(first.kind).toBe('held');
    server.pass(30);
    const second = await take(server.api(), 'two');
    expect(second.kind).toBe('busy');
    if (second.kind === 'busy')
      expect(holderWords(second.by, second.traces)).toMatch(
        /^run one of the project shop \(https:\/\/ci\.example\.org\/jobs\/7\) holds it.*; unless it is renewed, it ends at 2026-03-01 12:02:00 UTC, which is in 90 s$/,
      );
    if (first.kind === 'held') await first.lock.release();
    expect((await take(server.api(), 'two')).kind).toBe('held');
  });
});

describe.each(['2023.2', '2025.12'])('%s', (release) => {
  const open = (): TestServer => openServer(release);

  test('of eight at once exactly one has it', async () => {
    const server = open();
    const runs = Array.from({ length: 8 }, (_, index) => take(server.api(), `run ${index}`));
    const kinds = (await Promise.all(runs)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'held')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'busy')).toHaveLength(7);
  });

  test("a holder that is gone blocks for two minutes of the server's time, and no longer", async () => {
    const server = open();
    await take(server.api(), 'gone');
    server.pass(119);
    expect((await take(server.api(), 'next')).kind).toBe('busy');
    server.pass(2);
    expect(heldLock(await readTraces(server.api()))).toBeUndefined();
    const next = await take(server.api(), 'next');
    expect(next).toMatchObject({ kind: 'held', wasTakenOver: true });
    const { instances } = await readTraces(server.api());
    expect(instances.map(({ name, context }) => [name, context])).toEqual([
      [LOCK, expect.objectContaining({ run: 'next', project: 'shop' })],
    ]);
  });

  test('of eight that take over one that is gone exactly one has it', async () => {
    const server = open();
    await take(server.api(), 'gone');
    server.pass(121);
    const before = await readTraces(server.api());
    const runs = Array.from({ length: 8 }, (_, index) => take(server.api(), `run ${index}`, { before }));
    const kinds = (await Promise.all(runs)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'held')).toHaveLength(1);
  });

  test('it is renewed, and a renewal that fails stops the holder', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const server = open();
    let isDown = false;
    const api = server.api((_, send) =>
      isDown ? Promise.resolve(new Response('', { status: 500 })) : send(),
    );
    const taking = await take(api, 'one');
    if (taking.kind !== 'held') throw new Error(taking.kind);
    for (const seconds of [40, 40, 40, 40]) {
      server.pass(seconds);
      await vi.advanceTimersByTimeAsync(seconds * 1000);
    }
    expect(heldLock(await readTraces(api))).toBeDefined();
    expect(taking.lock.lost.aborted).toBe(false);
    isDown = true;
    await vi.advanceTimersByTimeAsync(41_000);
    expect(taking.lock.lost.aborted).toBe(true);
  });

  test('a holder that slept too long stops before it asks, and takes nothing away from the next one', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const server = open();
    const asked: string[] = [];
    const taking = await take(
      server.api((request, send) => {
        asked.push(request.method);
        return send();
      }),
      'asleep',
    );
    if (taking.kind !== 'held') throw new Error(taking.kind);
    server.pass(300);
    expect((await take(server.api(), 'next', { before: await readTraces(server.api()) })).kind).toBe('held');
    vi.setSystemTime(Date.now() + 300_000);
    await vi.advanceTimersByTimeAsync(41_000);
    expect(taking.lock.lost.aborted).toBe(true);
    expect(asked).not.toContain('PATCH');
    await taking.lock.release();
    expect(heldLock(await readTraces(server.api()))?.context).toMatchObject({ run: 'next' });
  });

  test('--break-lock takes it, and the holder notices', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const server = open();
    const first = await take(server.api(), 'first');
    const before = await readTraces(server.api());
    expect(await take(server.api(), 'second', { isBroken: true, before })).toMatchObject({
      kind: 'held',
      wasTakenOver: true,
    });
    await vi.advanceTimersByTimeAsync(41_000);
    expect(first.kind === 'held' && first.lock.lost.reason).toMatchObject({
      message: 'another run, or somebody, has taken it',
    });
  });

  test('a lost answer does not lose the lock: the list tells whose it is', async () => {
    const server = open();
    expect((await take(server.api(lost), 'one')).kind).toBe('held');
    expect((await take(server.api(lost), 'two')).kind).toBe('busy');
  });

  test.each([400, 405, 500, 503])(
    'whoever is answered with %i has lost if another holds it',
    async (status) => {
      const server = open();
      await take(server.api(), 'one');
      expect((await take(server.api(refused(status, '{}')), 'two')).kind).toBe('busy');
    },
  );

  test('a token that may not is told so; a server that fails is an error', async () => {
    const server = open();
    const detail = '{"detail": "You do not have permission to perform this action."}';
    expect(await take(server.api(refused(403, detail)), 'one')).toMatchObject({ kind: 'off' });
    expect(await take(server.api(refused(400, '{"name": ["no"]}')), 'one')).toMatchObject({ kind: 'off' });
    await expect(take(server.api(refused(500)), 'one')).rejects.toMatchObject({ kind: 'crashed' });
  });

  test('it is given back though the run was told to stop at once', async () => {
    const server = open();
    const hard = new AbortController();
    const stop = { soft: hard.signal, hard: hard.signal };
    const taking = await take(server.api(undefined, stop), 'one');
    hard.abort();
    if (taking.kind === 'held') await taking.lock.release();
    expect((await readTraces(server.api())).instances).toEqual([]);
  });

  test('it is given back though the connection breaks', async () => {
    const server = open();
    let breaks = 2;
    const api = server.api(async (request, send) => {
      const answer = await send();
      if (request.method === 'DELETE' && breaks-- > 0) throw new TypeError('fetch failed');
      return answer;
    });
    const taking = await take(api, 'one');
    if (taking.kind === 'held') await taking.lock.release();
    expect((await readTraces(server.api())).instances).toEqual([]);
  });

  test('a context that somebody has edited is no reason to fail', async () => {
    const server = open();
    await makeInstance(server.api(), LOCK, { holder: 'nobody' });
    const taking = await take(server.api(), 'one');
    expect(taking.kind === 'busy' && holderWords(taking.by, taking.traces)).toContain(
      'somebody who does not say who it is holds it',
    );
  });

  test('another run that wrote in between is seen, however little it wrote', async () => {
    const server = open();
    const api = server.api();
    await makeInstance(api, 'ak-blueprint: shop', { rows: [] });
    const before = await readTraces(api);
    await take(api, 'one');
    expect(hasMoved(before, await readTraces(api))).toBe(false);
    server.pass(1);
    const there = instanceNamed(before, 'ak-blueprint: shop');
    if (there) await writeInstance(api, there, { rows: [] });
    expect(hasMoved(before, await readTraces(api))).toBe(true);
  });
});
