import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runHere } from '../run-here.ts';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import { listen } from '../../src/sandbox/http.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/* Renames through the real commands, with the inventory of a project in a file: all ways to apply a plan. */

const FLOW = 'authentik_flows.flow';
const folder = mkdtempSync(join(tmpdir(), 'ak-renames-'));
const INVENTORY = 'ak-blueprint.inventory.json';
let sandbox: Sandbox;
let server: Awaited<ReturnType<typeof listen>>;
let before: ReturnType<Sandbox['snapshot']>;
let inventory: string;
/** A part of the address of writes that the server refuses. */
let refused = '';
/** The writes that it was sent, but for those of its lock. */
let writes: string[] = [];

/** A group with members, a user, an application that the group may use, a stage in a flow; `n`: their new names. */
const entries = (n: '' | '2', was: boolean): string => {
  const comment = (text: string): string => (was ? `  # ak-blueprint-was: ${text}\n` : '');
  return `version: 1
entries:
${comment('username=ann')}  - {model: authentik_core.user, id: u, identifiers: {username: ann${n}}, attrs: {name: Ann}}
${comment('name=staff')}  - {model: authentik_core.group, id: g, identifiers: {name: staff${n}}, attrs: {users: [!KeyOf u], attributes: {a: 1}}}
${comment('slug=grafana')}  - {model: authentik_core.application, id: a, identifiers: {slug: grafana${n}}, attrs: {name: Grafana}}
  - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf a, group: !KeyOf g, order: 0}}
${comment('slug=in')}  - {model: ${FLOW}, id: f, identifiers: {slug: in${n}}, attrs: {name: In, title: In, designation: enrollment}}
${comment('name=deny')}  - {model: authentik_stages_deny.denystage, id: s, identifiers: {name: deny${n}}}
${comment('order=10')}  - {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf f, stage: !KeyOf s, order: ${n ? 20 : 10}}}
`;
};

function write(text: string): void {
  writeFileSync(join(folder, 'a.yaml'), text);
}

async function run(...args: string[]) {
  const env = { AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: sandbox.token };
  const { code, out, err } = await runHere(args, { cwd: folder, env });
  return { code, said: out + err };
}

const rows = (): string[] =>
  (
    JSON.parse(readFileSync(join(folder, INVENTORY), 'utf8')) as { rows: { model: string; key: string }[] }
  ).rows.map(({ model, key }) => `${model.split('.')[1]} ${/^[0-9a-f-]{36}$/.test(key) ? 'uuid' : key}`);

beforeAll(async () => {
  ({ sandbox } = await openSandbox({ target: '2025.12' }, { ...processIo(false), env: {} }));
  server = await listen((method, url, headers, body) => {
    if (method !== 'GET' && !url.includes('managed/blueprints')) writes.push(`${method} ${url}`);
    return method !== 'GET' && refused !== '' && url.includes(refused)
      ? Promise.resolve({
          status: 403,
          headers: { 'content-type': 'application/json' },
          body: '{"detail": "No."}',
        })
      : sandbox.respond(method, url, headers, body);
  }, 0);
  writeFileSync(
    join(folder, 'ak-blueprint.yaml'),
    'files: [a.yaml]\nproject: {name: r, id: 7d0f3c52-7b0e-4e0f-9d0a-0a4f1c2b3d4e}\ninventory: file\n',
  );
  write(entries('', false));
  const made = await run('apply', '--yes');
  expect([made.code, made.said]).toEqual([0, expect.stringContaining('0 failed')]);
  before = sandbox.snapshot();
  inventory = readFileSync(join(folder, INVENTORY), 'utf8');
});
beforeEach(() => {
  sandbox.restore(before);
  writeFileSync(join(folder, INVENTORY), inventory);
  writes = [];
  refused = '';
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('what has another name', () => {
  test('is updated once each, is owned as before, and --prune deletes nothing', async () => {
    write(entries('2', true));
    const { code, said } = await run('apply', '--yes', '--prune', '--allow-changes', '7');
    expect([code, said]).toEqual([0, expect.stringContaining('Done: 6 applied, 0 failed')]);
    expect(writes).toHaveLength(6);
    expect(writes.every((line) => line.startsWith('PATCH'))).toBe(true);
    expect(
      rows()
        .filter((row) => !row.endsWith('uuid'))
        .sort(),
    ).toEqual(['application grafana2', 'flow in2', expect.stringMatching(/^user \d+$/)]);
    expect(rows()).toHaveLength(7);
    const again = await run('plan', '--prune', '--detailed-exitcode');
    expect([again.code, again.said.match(/\(was-done\)/g)]).toEqual([0, expect.any(Array)]);
    expect(again.said.match(/\(was-done\)/g)).toHaveLength(6);
    const quiet = await run('plan', '--quiet');
    expect(quiet.said).not.toContain('was-done');
  });

  test('goes in a transaction', async () => {
    write(entries('2', true));
    const { code, said } = await run('apply', '--yes', '--atomic', '--allow-changes', '7');
    expect([code, said]).toEqual([0, expect.stringContaining('6 applied')]);
    expect(writes).toEqual(['POST /api/v3/flows/instances/import/']);
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
  });

  test('is a plan that is saved, and applied as it is', async () => {
    write(entries('2', true));
    expect((await run('plan', '--out', 'plan.json', '--allow-changes', '7')).code).toBe(0);
    expect(await run('apply', 'plan.json', '--yes')).toMatchObject({ code: 0 });
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
  });

  test('has its old name again where a run is taken back', async () => {
    write(entries('2', true));
    refused = '/flows/bindings/';
    const { said } = await run('apply', '--yes', '--on-error', 'undo', '--allow-changes', '9');
    expect(said).toContain('taken back');
    expect(writes.filter((line) => line.startsWith('PATCH')).length).toBeGreaterThan(5);
    refused = '';
    write(entries('', false));
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
    const withoutRun = (text: string): string => text.replace(/"run": "[0-9a-f]+"/, '');
    expect(withoutRun(readFileSync(join(folder, INVENTORY), 'utf8'))).toBe(withoutRun(inventory));
  });

  test('is asked about where nothing says so, but not where entries are left out', async () => {
    write(entries('2', false));
    const { said } = await run('plan');
    for (const was of ['username=ann', 'name=staff', 'slug=grafana', 'slug=in', 'name=deny'])
      expect(said).toContain(`add "# ak-blueprint-was: ${was}" above line `);
    expect((await run('plan', '--only', 'authentik_core.group:staff2')).said).not.toContain('was-missing');
  });
});
