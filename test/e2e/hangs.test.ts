import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ak, type Finished, ROOT, startSandbox } from './binary.ts';
import { close, listen, passOn } from './proxy.ts';

/*
 * A server that hangs, drips, or sends half an answer: each request ends within its time limit, also while
 * memory is collected, and Ctrl-C ends the run. Nothing is timed: what does not end keeps the test waiting.
 */

const GARBAGE = {
  NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'collect-garbage.mjs')).href}`,
};
/** So long that no run ends by it. */
const NO_LIMIT = ['--timeout', '3600'];

let folder: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
const servers: Server[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-hangs-'));
  sandbox = await startSandbox();
});
afterAll(async () => {
  servers.forEach(close);
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A server that answers this way, or hands a request to the sandbox where `answer` gives false. */
async function serverThat(
  answer: (request: IncomingMessage, response: ServerResponse) => boolean,
): Promise<Record<string, string>> {
  const server = createServer((request, response) => {
    if (answer(request, response)) return;
    void passOn(sandbox.url, request).then(({ status, headers, text }) =>
      response.writeHead(status, headers).end(text),
    );
  });
  servers.push(server);
  return {
    AUTHENTIK_URL: `http://127.0.0.1:${await listen(server)}`,
    AUTHENTIK_TOKEN: sandbox.token,
  };
}

function groups(prefix: string, count: number): string {
  const path = join(folder, `${prefix}.yaml`);
  const entries = Array.from(
    { length: count },
    (_, index) => `- model: authentik_core.group\n  identifiers: {name: ${prefix}-${index}}\n`,
  );
  writeFileSync(path, `version: 1\nentries:\n${entries.join('')}`);
  return path;
}

/** Runs the program; sends it SIGINT after `first`, and `second` once it has said what it waits for. */
function interrupted(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  first: Promise<void>,
  second?: NodeJS.Signals,
): Promise<Finished> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(ROOT, 'bin/ak-blueprint.js'), ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    });
    let out = '';
    let err = '';
    void first.then(() => child.kill('SIGINT'));
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      const wasSaid = err.includes('Stopping');
      err += chunk.toString();
      if (second && !wasSaid && err.includes('Stopping')) child.kill(second);
    });
    child.on('close', (code) => done({ code, out, err }));
  });
}

describe('the time limit of a request holds while memory is collected', () => {
  test.each<[what: string, answer: (request: IncomingMessage, response: ServerResponse) => boolean]>([
    ['never answers', () => true],
    [
      'sends headers and nothing else',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
        return true;
      },
    ],
    [
      'sends a byte now and then',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 100);
        response.on('close', () => clearInterval(timer));
        return true;
      },
    ],
  ])('with a server that %s', async (_, answer) => {
    const env = await serverThat(answer);
    const { code, err } = await ak(['plan', '--timeout', '1', groups('limit', 1)], {
      env: { ...env, ...GARBAGE },
    });
    expect(code).toBe(4);
    expect(err).toMatch(/did not answer in time/);
  });

  test('also where one of many lists hangs: the others are not asked any more', async () => {
    const env = await serverThat((request) => request.url?.includes('/core/groups/') === true);
    const { code, err } = await ak(['plan', '--timeout', '1', groups('list', 1)], {
      env: { ...env, ...GARBAGE },
    });
    expect([code, err]).toEqual([4, expect.stringMatching(/did not answer in time/)]);
  });
});

describe('Ctrl-C', () => {
  /** The first two creates are done, and all others hang; `hanging`: when there are three of these. */
  const hangsOnPost = async () => {
    let posts = 0;
    let isHanging = (): void => undefined;
    const hanging = new Promise<void>((done) => {
      isHanging = done;
    });
    const env = await serverThat((request) => {
      if (request.method !== 'POST') return false;
      posts += 1;
      if (posts === 5) isHanging();
      return posts > 2;
    });
    return { env, hanging };
  };

  test('while the server is read ends the run at once, in one line', async () => {
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((done) => {
      asked = done;
    });
    const env = await serverThat(() => {
      asked();
      return true;
    });
    const child = spawn(
      process.execPath,
      [join(ROOT, 'bin/ak-blueprint.js'), 'plan', ...NO_LIMIT, groups('read', 1)],
      {
        cwd: ROOT,
        env: { PATH: process.env['PATH'] ?? '', ...env },
      },
    );
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    await isAsked;
    child.kill('SIGINT');
    const code = await new Promise((done) => child.on('close', done));
    expect([code, err]).toEqual([130, 'Interrupted.\n']);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'while it is written says what is waited for, and a second %s ends it at once, with the report',
    async (second) => {
      const { env, hanging } = await hangsOnPost();
      const args = [
        'apply',
        '--yes',
        '--lock',
        'none',
        ...NO_LIMIT,
        '--parallelism',
        '3',
        groups(`hang-${second}`, 6),
      ];
      const { code, out, err } = await interrupted(args, env, hanging, second);
      expect(err).toMatch(
        /^Stopping: nothing new is started\. Waiting for at most 7200 s for what is in flight: (create authentik_core\.group hang-\w+-\d(, )?){3}\. Interrupt again to stop at once\.$/m,
      );
      expect(code).toBe(130);
      expect(out).toMatch(/Interrupted: 2 applied, 0 failed, 3 not known, 1 skipped/);
      expect(out.match(/not done: create/g)).toHaveLength(1);
    },
  );

  test('once: what is in flight is waited for no longer than is said', async () => {
    const { env, hanging } = await hangsOnPost();
    const args = [
      'apply',
      '--yes',
      '--lock',
      'none',
      '--timeout',
      '1',
      '--parallelism',
      '3',
      groups('once', 6),
    ];
    const { code, out, err } = await interrupted(args, env, hanging);
    expect(err).toContain('Waiting for at most 2 s');
    expect([code, out]).toEqual([130, expect.stringMatching(/Interrupted: \d applied/)]);
  });
});
