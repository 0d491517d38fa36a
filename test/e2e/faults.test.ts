import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ak, ROOT, startSandbox } from './binary.ts';

/*
 * A server that is slow, breaks connections and restarts in the middle. Whatever happens, the next run
 * converges and no object is made twice.
 */

let folder: string;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
const servers: Server[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-faults-'));
  sandbox = await startSandbox();
});
afterAll(async () => {
  for (const server of servers) server.close();
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Fault = 'none' | 'before' | 'after' | 'busy';

/**
 * A proxy in front of the sandbox: `fault` decides what happens to each request, before it is passed on or
 * after.
 */
async function proxy(
  fault: (method: string, count: number, url: string) => Fault,
  delay = 0,
): Promise<Record<string, string>> {
  let count = 0;
  const broken = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      count += 1;
      // Never twice in a row for one request: which of several requests at once comes when is chance.
      const request = `${incoming.method} ${incoming.url} ${Buffer.concat(chunks).toString()}`;
      const kind = broken.delete(request) ? 'none' : fault(incoming.method ?? '', count, incoming.url ?? '');
      if (kind !== 'none') broken.add(request);
      await new Promise((done) => setTimeout(done, delay));
      if (kind === 'before') return incoming.socket.destroy();
      if (kind === 'busy') return outgoing.writeHead(503, { 'retry-after': '0' }).end('{}');
      const method = incoming.method ?? 'GET';
      const answer = await fetch(`${sandbox.url}${incoming.url ?? ''}`, {
        method,
        headers: { authorization: incoming.headers.authorization ?? '', 'content-type': 'application/json' },
        ...(method === 'GET' || method === 'DELETE' ? {} : { body: Buffer.concat(chunks) }),
      });
      const text = await answer.text();
      if (kind === 'after') return incoming.socket.destroy();
      return outgoing
        .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/html' })
        .end(text);
    })();
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    AUTHENTIK_URL: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    AUTHENTIK_TOKEN: sandbox.token,
  };
}

function groups(prefix: string, count: number): string {
  const path = join(folder, `${prefix}.yaml`);
  writeFileSync(
    path,
    `version: 1\nentries:\n${Array.from({ length: count }, (_, index) => `- model: authentik_core.group\n  id: g${index}\n  identifiers: {name: ${prefix}-${index}}\n${index > 0 && index % 3 === 0 ? `  attrs: {parent: !KeyOf g${index - 1}}\n` : ''}`).join('')}`,
  );
  return path;
}

async function namesOf(prefix: string): Promise<string[]> {
  const answer = await fetch(`${sandbox.url}/api/v3/core/groups/?page_size=500`, {
    headers: { authorization: `Bearer ${sandbox.token}` },
  });
  return ((await answer.json()) as { results: { name: string }[] }).results
    .map((group) => group.name)
    .filter((name) => name.startsWith(`${prefix}-`))
    .sort();
}

test.each<[string, (method: string, count: number) => Fault]>([
  ['breaks connections before it looks at a request', (_, count) => (count % 3 === 0 ? 'before' : 'none')],
  ['breaks connections after it has done what was asked', (_, count) => (count % 4 === 0 ? 'after' : 'none')],
  // Not every second time: between two tries of a create it is looked for.
  ['is busy now and then', (_, count) => (count % 3 === 0 ? 'busy' : 'none')],
])('a server that %s: everything is made, and nothing twice', async (title, fault) => {
  const prefix = title
    .split(' ')
    .slice(0, 1)
    .concat(title.includes('after') ? 'after' : '')
    .join('');
  const path = groups(prefix, 12);
  const { code, out, err } = await ak(['apply', '--yes', path], { env: await proxy(fault) });
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('12 applied, 0 failed');
  expect(await namesOf(prefix)).toHaveLength(12);
  expect((await ak(['plan', '--detailed-exitcode', path], { env: sandbox.env })).code).toBe(0);
});

test('Ctrl-C finishes what is in flight, says what was not done, and the next run does the rest', async () => {
  const path = groups('stopped', 20);
  let made = 0;
  const env = await proxy((method, _, url) => {
    if (method === 'POST' && url.startsWith('/api/v3/core/groups/')) {
      made += 1;
      if (made === 4) child.kill('SIGINT');
    }
    return 'none';
  }, 100);
  const child = spawn(
    process.execPath,
    [join(ROOT, 'bin/ak-blueprint.js'), 'apply', '--yes', '--parallelism', '2', path],
    { env: { PATH: process.env['PATH'] ?? '', ...env } },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  expect(code).toBe(130);
  expect(out).toMatch(/Interrupted: \d+ applied, 0 failed, \d+ skipped/);
  const done = (await namesOf('stopped')).length;
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(20);
  expect(out).toContain(`${done} applied`);
  expect((await ak(['apply', '--yes', path], { env: sandbox.env })).out).toContain(
    `${20 - done} applied, 0 failed`,
  );
  expect(await namesOf('stopped')).toHaveLength(20);
});
