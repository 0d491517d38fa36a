import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ak, startSandbox } from './binary.ts';

const SECRET = 'Xq7-canary-of-the-log-93fK';
const BLUEPRINT = `version: 1
metadata:
  name: log
entries:
  - model: authentik_core.group
    identifiers:
      name: log-group
    attrs:
      attributes:
        note: seen
  - model: authentik_core.user
    identifiers:
      username: log-user
    attrs:
      name: Log User
      password: !Env CANARY
  - model: authentik_policies_expression.expressionpolicy
    identifiers:
      name: log-policy
    attrs:
      expression: |
        password = "kept-from-the-record"
        return True
`;

interface Line {
  readonly time: string;
  readonly run: string;
  readonly event: string;
  readonly [name: string]: unknown;
}

const folder = mkdtempSync(join(tmpdir(), 'ak-run-log-'));
const file = join(folder, 'log.yaml');
let sandbox: Awaited<ReturnType<typeof startSandbox>>;

beforeAll(async () => {
  writeFileSync(file, BLUEPRINT);
  sandbox = await startSandbox('--target', '2025.12');
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

function linesOf(path: string): Line[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe('the log of a run', () => {
  test('has each request and each decision, and no secret', async () => {
    const log = join(folder, 'run.jsonl');
    const record = join(folder, 'record.jsonl');
    const env = { ...sandbox.env, CANARY: SECRET };
    const { code, out } = await ak(
      ['apply', '--yes', '--format', 'json', '--log-file', log, '--record', record, file],
      { env },
    );
    expect(code).toBe(0);
    const { requests, digest } = JSON.parse(out) as { requests: { total: number }; digest: string };
    const lines = linesOf(log);
    const of = (event: string): Line[] => lines.filter((line) => line.event === event);
    expect(of('connected')).toEqual([expect.objectContaining({ server: sandbox.url, release: '2025.12.4' })]);
    // The report counts its requests before the last ones are done; each is a line.
    expect(of('request').length).toBeGreaterThanOrEqual(requests.total);
    expect(of('plan')).toEqual([expect.objectContaining({ digest, create: 3 })]);
    expect(of('change').map(({ state, key }) => `${String(key)} ${String(state)}`)).toEqual(
      expect.arrayContaining(['log-group begun', 'log-group applied', 'log-user begun', 'log-user applied']),
    );
    expect(of('end')).toEqual([expect.objectContaining({ code: 0 })]);
    expect(new Set(lines.map(({ run }) => run)).size).toBe(1);

    const recorded = linesOf(record);
    const written = recorded.find(
      ({ event, path, method }) => event === 'request' && method === 'POST' && path === '/core/groups/',
    );
    expect(written).toMatchObject({ status: 201, sent: { name: 'log-group', attributes: { note: 'seen' } } });
    expect(recorded.find(({ event }) => event === 'plan')).toHaveProperty('plan.changes');
    for (const path of [log, record]) {
      const text = readFileSync(path, 'utf8');
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(sandbox.token);
      expect(text).not.toContain('kept-from-the-record');
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  });

  test('is added to by the next run, and a refused run is in it', async () => {
    const log = join(folder, 'twice.jsonl');
    const { env } = sandbox;
    await ak(['plan', '--log-file', log, '--allow-env', 'CANARY', file], { env: { ...env, CANARY: SECRET } });
    const refused = await ak(['plan', '--log-file', log, file], {
      env: { ...env, AUTHENTIK_TOKEN: 'wrong-token' },
    });
    expect(refused.code).toBe(4);
    const lines = linesOf(log);
    expect(new Set(lines.map(({ run }) => run)).size).toBe(2);
    expect(lines.at(-1)).toMatchObject({ event: 'failed' });
    expect(lines.filter(({ event }) => event === 'request').at(-1)).toMatchObject({ status: 403 });
  });

  test('a log that cannot be written is said before anything is sent', async () => {
    const { code, err } = await ak(['plan', '--log-file', folder, file], { env: sandbox.env });
    expect(code).toBe(3);
    expect(err).toContain('cannot be written');
  });

  test('each request names tool, version and run; authentik keeps it in its events', async () => {
    const agents: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      agents.push(request.headers['user-agent']);
      response.writeHead(403, { 'content-type': 'application/json', 'x-authentik-id': 'a'.repeat(32) });
      response.end('{"detail": "no"}');
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const log = join(folder, 'agent.jsonl');
    await ak(['plan', '--log-file', log, file], {
      env: { AUTHENTIK_URL: url, AUTHENTIK_TOKEN: 'any-token-at-all' },
    });
    server.close();
    const lines = linesOf(log);
    const [first] = lines;
    expect(agents.length).toBeGreaterThan(0);
    for (const agent of agents) expect(agent).toMatch(/^ak-blueprint\/\d+\.\d+\.\d+ \(/);
    for (const agent of agents) expect(agent).toContain(`run ${first?.run ?? 'none'}`);
    expect(lines.find(({ event }) => event === 'request')).toMatchObject({ requestId: 'a'.repeat(32) });
  });
});
