import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasShared, shared } from '../shared.ts';
import type { Dump } from '../../src/sandbox/seed/dump.ts';
import { ask, startSandbox } from './start.ts';

const python = spawnSync('python3', ['--version']).status === 0;
const readDump = (name: string): Dump =>
  JSON.parse(readFileSync(shared(`data/oracle/2023.2.3/${name}.json`), 'utf8')) as Dump;

/** What the oracle's own program reads off the sandbox. */
async function readOff(
  sandbox: ReturnType<typeof startSandbox>,
): Promise<Record<string, Record<string, Record<string, unknown>>>> {
  const listening = await sandbox.listen();
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn('python3', [
        shared('tools/rest_dump.py'),
        '--url',
        listening.url,
        '--token',
        sandbox.token,
      ]);
      let out = '';
      let wrong = '';
      child.stdout.on('data', (part: Buffer) => (out += part.toString('utf8')));
      child.stderr.on('data', (part: Buffer) => (wrong += part.toString('utf8')));
      child.on('close', (code) =>
        code === 0 ? resolve(JSON.parse(out) as never) : reject(new Error(wrong)),
      );
    });
  } finally {
    await listening.close();
  }
}

describe.skipIf(!hasShared || !python)("the oracle's own program", () => {
  it.each(['base-bare', 'base-fresh'])('reads %s off a sandbox that starts from it', async (name) => {
    const dump = readDump(name);
    expect(await readOff(startSandbox({ state: { kind: 'dump', dump } }))).toEqual(dump);
  });

  it('reads base-bare off a bare sandbox, apart from its certificate and token', async () => {
    const own = await readOff(startSandbox({ token: 'boottoken' }));
    const recorded = readDump('base-bare');
    for (const state of [own, recorded])
      for (const one of Object.values(state['authentik_crypto.certificatekeypair'] ?? {}))
        Reflect.deleteProperty(one, 'fingerprint_sha256');
    expect(own).toEqual(recorded);
  });

  it('reads the same off a sandbox that starts from what another one exported', async () => {
    const first = startSandbox({ state: { kind: 'dump', dump: readDump('base-fresh') } });
    const made = await ask(first, 'POST', '/core/groups/', { name: 'kept', attributes: { a: 1 } });
    expect(made.status).toBe(201);
    const second = startSandbox({ state: { kind: 'store', file: first.export() } });
    expect(await readOff(second)).toEqual(await readOff(first));
    expect((await ask(second, 'GET', `/core/groups/${String(made.body['pk'])}/`)).body['name']).toBe('kept');
  });
});

describe('a snapshot', () => {
  it('is the way back to a state, and cheap', async () => {
    const sandbox = startSandbox();
    const before = sandbox.snapshot();
    await ask(sandbox, 'POST', '/core/groups/', { name: 'gone' });
    await ask(sandbox, 'PATCH', '/core/users/1/', { name: 'Renamed' });
    sandbox.restore(before);
    expect((await ask(sandbox, 'GET', '/core/groups/?name=gone')).body.results).toEqual([]);
    expect((await ask(sandbox, 'GET', '/core/users/1/')).body['name']).toBe('authentik Default Admin');
    // Rows are shared, not copied.
    const [row] = sandbox.snapshot().list(['authentik_core.user']);
    expect(sandbox.snapshot().list(['authentik_core.user'])[0]).toBe(row);
  });
});
