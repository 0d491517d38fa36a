import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listen } from '../../src/sandbox/http.ts';
import { openServer, type TestServer } from '../ownership/server.ts';
import { type Finished, ROOT } from './binary.ts';

/*
 * Two runs at once, in processes of their own, against a server in this one, whose clock the tests move.
 */

const PAIRS = process.env['TEST_WHOLE'] ? 20 : 2;
const folder = mkdtempSync(join(tmpdir(), 'ak-lock-'));
const ID = 'a0a0a0a0-0000-4000-8000-00000000000';

let server: TestServer;
let listening: Awaited<ReturnType<typeof listen>>;
/** What is done before the server does a request. */
let before: (method: string, url: string) => Promise<void> = () => Promise.resolve();

beforeEach(async () => {
  server = openServer('2025.12');
  listening = await listen(async (method, url, headers, body) => {
    await before(method, url);
    return server.sandbox.respond(method, url, headers, body);
  }, 0);
});
afterEach(async () => {
  before = () => Promise.resolve();
  await listening.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A project with six groups, whose notes are `note`; `bare`: without a project file. */
function project(name: string, note: string, isBare = false): string {
  const at = join(folder, `${name}-${note}`);
  mkdirSync(at, { recursive: true });
  const entries = ['a', 'b', 'c', 'd', 'e', 'f'].map(
    (group) =>
      `  - model: authentik_core.group\n    identifiers: {name: lock-${group}}\n    attrs: {attributes: {note: ${note}}}\n`,
  );
  writeFileSync(join(at, 'groups.yaml'), `version: 1\nentries:\n${entries.join('')}`);
  const file = isBare
    ? 'files: groups.yaml\n'
    : `files: groups.yaml\nproject: {name: ${name}, id: ${ID}${name.length}}\n`;
  writeFileSync(join(at, 'ak-blueprint.yaml'), file);
  return at;
}

interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Finished>;
}

function start(cwd: string, ...args: readonly string[]): Running {
  const child = spawn(process.execPath, [join(ROOT, 'bin/ak-blueprint.js'), 'apply', '--yes', ...args], {
    cwd,
    env: {
      PATH: process.env['PATH'] ?? '',
      AUTHENTIK_URL: listening.url,
      AUTHENTIK_TOKEN: server.sandbox.token,
      CI_JOB_URL: 'https://user:secret@ci.example.org/jobs/7?token=secret',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<Finished>((done) => child.on('close', (code) => done({ code, out, err })));
  return { process: child, ended };
}

async function rows(path: string): Promise<Readonly<Record<string, unknown>>[]> {
  const answer = await server.sandbox.respond('GET', `/api/v3${path}`, {
    authorization: `Bearer ${server.sandbox.token}`,
  });
  return (JSON.parse(answer.body) as { results: Record<string, unknown>[] }).results;
}

/** The notes of the groups: six of them, whoever wrote them. */
async function notes(): Promise<unknown[]> {
  const groups = await rows('/core/groups/?page_size=100&search=lock-');
  expect(groups.map(({ name }) => name).sort()).toEqual(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((group) => `lock-${group}`),
  );
  return groups.map(({ attributes }) => (attributes as { readonly note?: unknown }).note);
}

const own = async (): Promise<unknown[]> =>
  (await rows('/managed/blueprints/?search=ak-blueprint')).map(({ name }) => name);

describe.each<[string, string, boolean]>([
  ['of one project', 'one', false],
  ['of two projects', 'two', false],
  ['without a project', 'none', true],
])('two runs at once %s', (_, kind, isBare) => {
  test.each(Array.from({ length: PAIRS }, (__, index) => index))(
    'one waits for the other, and the state is one of the two, whole (%i)',
    async (index) => {
      const first = project('one', `x${index}`, isBare);
      const second = project(kind === 'two' ? 'other' : 'one', `y${index}`, isBare);
      before = (method) => sleep(method === 'GET' ? 0 : 5);
      const ran = await Promise.all(
        [first, second].map(async (at, which) => {
          await sleep(which * (index % 5) * 40);
          return start(at, '--lock-timeout', '120').ended;
        }),
      );
      expect(
        ran.map(({ code }) => code),
        JSON.stringify(ran),
      ).toEqual([0, 0]);
      const all = await notes();
      expect(new Set(all).size).toBe(1);
      expect([`x${index}`, `y${index}`]).toContain(all[0]);
      expect(await own()).not.toContain('ak-blueprint lock');
    },
  );

  test('without waiting, one is refused with 5 and told whose the lock is', async () => {
    const first = project('one', 'p', isBare);
    const second = project(kind === 'two' ? 'other' : 'one', 'q', isBare);
    let go = (): void => undefined;
    const isHeld = new Promise<void>((done) => (go = done));
    let end = (): void => undefined;
    const isTold = new Promise<void>((done) => (end = done));
    before = async (method, url) => {
      if (method !== 'POST' || !url.includes('/core/groups/')) return;
      go();
      await isTold;
    };
    const running = start(first);
    await isHeld;
    const refused = await start(second).ended;
    end();
    expect(refused.code).toBe(5);
    expect(refused.err).toMatch(
      /^error: another run holds the lock of this server: run [0-9a-f]{16}( of the project one)? \(https:\/\/ci\.example\.org\/jobs\/7\) holds it since 2026-03-01 12:00:\d\d UTC; unless it is renewed, it ends at 2026-03-01 12:02:00 UTC, which is in 1\d\d s\n/,
    );
    expect(refused.err).toContain('--lock-timeout SECONDS');
    expect((await running.ended).code).toBe(0);
    expect(new Set(await notes())).toEqual(new Set(['p']));
  });
});

test('a holder that is killed blocks for two minutes of the time of the server, and no longer', async () => {
  const at = project('one', 'killed');
  let writes = 0;
  before = async (method, url) => {
    if (method !== 'POST' || !url.includes('/core/groups/')) return;
    writes += 1;
    if (writes !== 3) return;
    victim.process.kill('SIGKILL');
    await victim.ended;
  };
  const victim = start(at, '--parallelism', '1');
  await victim.ended;
  expect(await own()).toContain('ak-blueprint lock');
  server.pass(110);
  expect((await start(at).ended).code).toBe(5);
  // Nobody waits in vain for one that is over meanwhile.
  const waiting = start(at, '--lock-timeout', '60');
  setTimeout(() => server.pass(11), 1500);
  expect(await waiting.ended).toMatchObject({ code: 0 });
  expect(new Set(await notes())).toEqual(new Set(['killed']));
  expect(await own()).toEqual(['ak-blueprint: one']);
});

test('--break-lock takes it from a run that is gone', async () => {
  const at = project('one', 'broken');
  before = async (method, url) => {
    if (method === 'POST' && url.includes('/core/groups/')) await sleep(60_000);
  };
  const gone = start(at);
  while (!(await own()).includes('ak-blueprint lock')) await sleep(20);
  gone.process.kill('SIGKILL');
  before = () => Promise.resolve();
  expect((await start(at).ended).code).toBe(5);
  expect((await start(at, '--break-lock').ended).code).toBe(0);
  expect(await own()).toEqual(['ak-blueprint: one']);
});

test('Ctrl-C gives the lock back, also while something is in flight', async () => {
  const at = project('one', 'stopped');
  let writes = 0;
  before = async (method, url) => {
    if (method !== 'POST' || !url.includes('/core/groups/')) return;
    writes += 1;
    if (writes === 2) running.process.kill('SIGINT');
    await sleep(100);
  };
  const running = start(at, '--parallelism', '1');
  const { code, out } = await running.ended;
  expect(code).toBe(130);
  expect(out).toMatch(/Interrupted: \d applied/);
  expect(await own()).toEqual(['ak-blueprint: one']);
  expect((await start(at).ended).code).toBe(0);
  expect(new Set(await notes())).toEqual(new Set(['stopped']));
});

test('--lock none asks for no lock, and waits for nobody', async () => {
  const at = project('one', 'alone', true);
  const other = project('other', 'held');
  before = async (method, url) => {
    if (method === 'POST' && url.includes('/core/groups/')) await sleep(60_000);
  };
  const gone = start(other);
  while (!(await own()).includes('ak-blueprint lock')) await sleep(20);
  gone.process.kill('SIGKILL');
  const asked: string[] = [];
  before = (method, url) => {
    asked.push(`${method} ${url}`);
    return Promise.resolve();
  };
  const ran = await start(at, '--lock', 'none').ended;
  expect(ran.code).toBe(0);
  // Who else writes what changes is asked all the same.
  const isOurs = (one: string): boolean =>
    one.includes('/managed/blueprints/') && (!one.startsWith('GET') || one.includes('search=ak-blueprint'));
  expect(asked.filter(isOurs)).toEqual([]);
});
