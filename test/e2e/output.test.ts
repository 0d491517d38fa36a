import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { type Answer, type Io, processIo } from '../../src/cli/io.ts';
import { ak, type Finished, ROOT, startSandbox } from './binary.ts';

/*
 * Outputs that are closed or full, a question that is interrupted, files that cannot be read or written:
 * nothing is half done without a report, and nothing of it is a bug of ours.
 */

const BINARY = join(ROOT, 'bin/ak-blueprint.js');
const EXAMPLE = 'blueprints/examples/groups.yaml';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-output-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Where = 'full' | 'closed' | 'read';

/** Runs the program with a disk that is full, or without a reader. */
function write(
  args: readonly string[],
  { out = 'read', err = 'read' }: { out?: Where; err?: Where },
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const stdio = (where: Where): 'pipe' | number => (where === 'full' ? openSync('/dev/full', 'w') : 'pipe');
  return new Promise((done) => {
    const child = spawn(process.execPath, [BINARY, ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', stdio(out), stdio(err)],
    });
    const read = { out: '', err: '' };
    child.stdout?.on('data', (chunk: Buffer) => (read.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (read.err += chunk.toString()));
    if (out === 'closed') child.stdout?.destroy();
    if (err === 'closed') child.stderr?.destroy();
    child.on('close', (code) => done({ code, ...read }));
  });
}

describe('a command that only shows something', () => {
  test.each([['--version'], ['--help'], ['explain'], ['schema', 'print'], ['plan', '--sandbox', EXAMPLE]])(
    'ends quietly when nobody reads it: %s %s',
    async (...args) => {
      expect(await write(args, { out: 'closed' })).toMatchObject({ code: 0, err: '' });
    },
  );

  test('keeps its exit code when nobody reads it', async () => {
    const path = join(folder, 'wrong.yaml');
    writeFileSync(path, 'version: 1\nentries: [{model: nothing.of_this}]\n');
    const { code, err } = await write(['validate', '--format', 'json', path], { out: 'closed' });
    expect([code, err]).toEqual([1, expect.not.stringContaining('EPIPE')]);
  });

  test.each([['--version'], ['--help'], ['explain'], ['plan', '--sandbox', EXAMPLE]])(
    'says in one line that the disk is full: %s %s',
    async (...args) => {
      const { code, err } = await write(args, { out: 'full' });
      expect([code, err]).toEqual([3, 'error: standard output cannot be written: the disk is full\n']);
    },
  );

  test('says by its exit code that the disk for its messages is full', async () => {
    expect((await write(['validate', EXAMPLE], { err: 'full' })).code).toBe(3);
  });
});

describe('apply', () => {
  test.each(['closed', 'full'] as const)('starts nothing when its plan can not be shown: %s', async (out) => {
    const { code, err } = await write(['apply', '--yes', '--sandbox', EXAMPLE], { out });
    expect([code, err]).toEqual([130, expect.stringContaining('Nothing was changed.')]);
  });

  test('tells on standard error what it did when nobody reads the rest', async () => {
    const args = ['apply', '--yes', '--format', 'json', '--sandbox', EXAMPLE];
    const { code, err } = await write(args, { out: 'closed' });
    expect(code).toBe(0);
    expect((JSON.parse(err) as { summary: unknown }).summary).toMatchObject({ applied: 3 });
  });

  test('tells on standard error what it did when the disk is full, and fails', async () => {
    const args = ['apply', '--yes', '--format', 'json', '--sandbox', EXAMPLE];
    const { code, err } = await write(args, { out: 'full' });
    expect([code, err]).toEqual([
      3,
      expect.stringMatching(/"applied": 3[^]*\nerror: standard output cannot/),
    ]);
  });

  test('tells on standard output what it did when standard error is closed', async () => {
    const { code, out } = await write(['apply', '--yes', '--sandbox', EXAMPLE], { err: 'closed' });
    expect([code, out]).toEqual([0, expect.stringContaining('3 applied')]);
  });

  test('prints its report when the store cannot be written afterwards, and fails', async () => {
    // Whether a name is too long is only known when it is written.
    const store = join(folder, `${'x'.repeat(300)}store.json`);
    const { code, out, err } = await ak(['apply', '--yes', '--sandbox', '--store', store, EXAMPLE]);
    expect([code, out, err]).toEqual([
      3,
      expect.stringContaining('3 applied'),
      expect.stringMatching(/^error: the store .*store\.json cannot be written.*\n$/),
    ]);
  });
});

describe('apply in the middle', () => {
  const servers: Server[] = [];
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await sandbox.stop();
  });

  /** The sandbox, with `atWrite` called before the write of each number, from 1. */
  async function slowly(atWrite: (count: number) => Promise<void> | void): Promise<Record<string, string>> {
    let count = 0;
    const server = createServer((incoming, outgoing) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming) chunks.push(chunk as Buffer);
        const isRead = incoming.method === 'GET';
        if (!isRead) await atWrite(++count);
        const answer = await fetch(`${sandbox.url}${incoming.url ?? ''}`, {
          method: incoming.method ?? 'GET',
          headers: {
            authorization: incoming.headers.authorization ?? '',
            'content-type': 'application/json',
          },
          body: isRead ? null : Buffer.concat(chunks),
        });
        outgoing
          .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
          .end(await answer.text());
      })();
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return { AUTHENTIK_URL: `http://127.0.0.1:${port}`, AUTHENTIK_TOKEN: sandbox.token };
  }

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s finishes what is in flight', async (signal) => {
    const path = join(folder, `${signal}.yaml`);
    const entries = Array.from(
      { length: 8 },
      (_, index) => `- model: authentik_core.group\n  identifiers: {name: ${signal}-${index}}\n`,
    );
    writeFileSync(path, `version: 1\nentries:\n${entries.join('')}`);
    const started: { kill?: () => void } = {};
    const env = await slowly(async (count) => {
      if (count === 2) started.kill?.();
      await new Promise((done) => setTimeout(done, 50));
    });
    const args = [BINARY, 'apply', '--yes', '--lock', 'none', '--parallelism', '1', '--format', 'json', path];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    });
    started.kill = () => void child.kill(signal);
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const code = await new Promise((done) => child.on('close', done));
    expect(code).toBe(130);
    expect((JSON.parse(out) as { summary: unknown }).summary).toMatchObject({
      applied: 2,
      failed: 0,
      skipped: 6,
    });
  });
});

describe('the question', () => {
  const script =
    "import './scripts/typescript.mjs'; const { processIo } = await import('./src/cli/io.ts');" +
    'process.stdout.write(await processIo(false).confirm("Do it? "));';

  /** What the question of a real process gives for an input, and for what is done once it is asked. */
  function asked(input: string | undefined, signal?: NodeJS.Signals): Promise<string> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT });
    child.stderr.on('data', (chunk: Buffer) => {
      if (!chunk.toString().includes('Do it?')) return;
      if (signal) child.kill(signal);
      else child.stdin.end(input);
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    return new Promise((done) => child.on('close', () => done(out)));
  }

  test.each<[what: string, input: string | undefined, signal: NodeJS.Signals | undefined, answer: Answer]>([
    ['yes', 'yes\n', undefined, 'yes'],
    ['Y', 'Y\n', undefined, 'yes'],
    ['nothing', '\n', undefined, 'no'],
    ['the end of the input', '', undefined, 'interrupted'],
    ['SIGINT', undefined, 'SIGINT', 'interrupted'],
    ['SIGHUP', undefined, 'SIGHUP', 'interrupted'],
  ])('answered by %s', async (_, input, signal, answer) => {
    expect(await asked(input, signal)).toBe(answer);
  });

  test.each<[Answer, number]>([
    ['no', 1],
    ['interrupted', 130],
  ])('%s changes nothing: exit %i', async (answer, expected) => {
    let err = '';
    const io: Io = {
      ...processIo(false),
      cwd: ROOT,
      out: () => undefined,
      err: (text) => void (err += text),
      isInteractive: true,
      confirm: () => Promise.resolve(answer),
    };
    expect(await main(['apply', '--sandbox', EXAMPLE], io)).toBe(expected);
    expect(err).toBe('Nothing was changed.');
  });
});

describe('what the operating system refuses is one line', () => {
  let port: string;
  let taken: Server;
  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const address = taken.address();
    port = String(typeof address === 'object' && address ? address.port : 0);
    writeFileSync(join(folder, 'a.yaml'), 'version: 1\nentries: []\n');
    writeFileSync(join(folder, 'plan.json'), '{"formatVersion": 1, "changes": []}');
    symlinkSync('circle', join(folder, 'circle'));
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('named'), Buffer.from('/')]));
    const odd = Buffer.concat([Buffer.from(`${folder}/named/gr`), Buffer.from([0xfc]), Buffer.from('n')]);
    mkdirSync(odd);
    writeFileSync(Buffer.concat([odd, Buffer.from('/a.yaml')]), 'version: 1\nentries: []\n');
    writeFileSync(Buffer.concat([odd, Buffer.from('.yaml')]), 'version: 1\nentries: []\n');
  });
  afterAll(() => taken.close());

  const server = ['--url', 'http://127.0.0.1:1'];
  test.each<[what: string, args: () => readonly string[], message: RegExp]>([
    [
      'a port in use',
      () => ['sandbox', '--port', port],
      /port \d+ of this machine cannot be opened: another/,
    ],
    [
      'no token file',
      () => ['plan', ...server, '--token-file', 'none', 'a.yaml'],
      /file none cannot be read: it does/,
    ],
    [
      'a folder for a token file',
      () => ['plan', ...server, '--token-file', '.', 'a.yaml'],
      /file \. cannot .* a folder/,
    ],
    [
      'a token file below a file',
      () => ['plan', ...server, '--token-file', 'a.yaml/t', 'a.yaml'],
      /a\.yaml\/t .* a file/,
    ],
    [
      'a folder for a context',
      () => ['plan', '--sandbox', '--context-file', '.', 'a.yaml'],
      /context file \. .* folder/,
    ],
    [
      'a folder for a store',
      () => ['apply', '--yes', '--sandbox', '--store', '.', 'a.yaml'],
      /cannot be read: it is a/,
    ],
    [
      'a store below a file',
      () => ['apply', '--yes', '--sandbox', '--store', 'a.yaml/s', 'a.yaml'],
      /store .*a file/,
    ],
    [
      'no folder for a store',
      () => ['sandbox', '--store', 'none/s'],
      /store .*none\/s cannot .* does not exist/,
    ],
    ['no state', () => ['sandbox', '--state', 'none'], /there is no state at .*none/],
    [
      'something else than a state',
      () => ['sandbox', '--state', 'plan.json'],
      /plan\.json is not a state of a sandbox: it is neither/,
    ],
    ['nothing as a part', () => ['plan', '--sandbox', '--only', '', 'a.yaml'], /--only is empty/],
    ['links in a circle', () => ['validate', 'circle'], /circle cannot be read: its symbolic links/],
    [
      'a path below a file',
      () => ['validate', 'a.yaml/b.yaml'],
      /there is no file or folder a\.yaml\/b\.yaml/,
    ],
    [
      'a project below a file',
      () => ['validate', '--project', 'a.yaml/b', 'a.yaml'],
      /project file a\.yaml\/b cannot/,
    ],
    ['a name that is no UTF-8', () => ['validate', 'named'], /no UTF-8: gr\\xfcn, gr\\xfcn\.yaml/],
    [
      'such a name in a glob',
      () => ['validate', 'named/*.yaml'],
      /the name of named\/gr.n\.yaml is no UTF-8/,
    ],
    [
      'a name that is too long',
      () => ['validate', 'a'.repeat(300)],
      /a cannot be read: the name is too long/,
    ],
  ])('%s', async (_, args, message) => {
    const { code, out, err } = await ak(args(), { cwd: folder });
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(message);
    expect(err).toMatch(/^(a\.yaml:2:1 warning [^]*\n\n)?error: [^\n]*\n( {2}hint: [^\n]*\n)?$/);
  });

  test('a working folder that is gone', async () => {
    const gone = join(folder, 'gone');
    mkdirSync(gone);
    const script = `cd '${gone}' && rmdir '${gone}' && exec '${process.execPath}' '${BINARY}' validate a.yaml`;
    const child = spawn('sh', ['-c', script]);
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const code = await new Promise((done) => child.on('close', done));
    expect([code, err]).toEqual([3, 'error: the working folder cannot be read: it does not exist\n']);
  });
});
