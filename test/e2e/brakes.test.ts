import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ak, startSandbox } from './binary.ts';

/* A brake ends plan and apply with exit code 6, names the option that lets it pass, and nothing is written. */

const G = 'authentik_core.group';
let server: Awaited<ReturnType<typeof startSandbox>>;
let folder: string;
beforeAll(async () => {
  server = await startSandbox('--seed', 'default');
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-brakes-'));
}, 60_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, entries: readonly string[]): void =>
  writeFileSync(join(folder, name), `version: 1\nentries:\n${entries.map((one) => `- ${one}\n`).join('')}`);
const run = (...args: readonly string[]) => ak(args, { cwd: folder, env: server.env });
const teams = [1, 2, 3, 4, 5, 6].map((n) => `identifiers: {name: Team ${n}}`);

test('too many deletes stop both, without a question, until the figure is given', async () => {
  write(
    'made.yaml',
    teams.map((team) => `{model: ${G}, ${team}}`),
  );
  write(
    'gone.yaml',
    teams.map((team) => `{model: ${G}, state: absent, ${team}}`),
  );
  expect((await run('apply', '--yes', 'made.yaml')).code).toBe(0);
  const planned = await run('plan', 'gone.yaml');
  expect([planned.code, planned.err]).toEqual([6, expect.stringContaining('--allow-changes 6')]);
  expect(planned.out).toContain('6 to delete');
  // Without --yes and without a terminal there would be another end, were it to ask.
  const asked = await run('apply', 'gone.yaml');
  expect([asked.code, asked.err]).toEqual([6, expect.stringContaining('Nothing was changed.')]);
  expect((await run('apply', '--yes', '--allow-changes', '5', 'gone.yaml')).code).toBe(6);
  expect((await run('plan', '--detailed-exitcode', 'made.yaml')).code).toBe(0);
  const json = await run('apply', '--yes', '--format', 'json', 'gone.yaml');
  const { diagnostics, summary } = JSON.parse(json.out) as {
    diagnostics: { code: string; severity: string; hint: string }[];
    summary: { delete: number; applied?: number };
  };
  expect([json.code, summary.delete, summary.applied ?? 0]).toEqual([6, 6, 0]);
  expect(diagnostics).toEqual([
    expect.objectContaining({
      code: 'too-many-deletes',
      severity: 'error',
      hint: expect.stringMatching(/--allow-changes 6$/) as string,
    }),
  ]);
  expect((await run('apply', '--yes', '--allow-changes', '6', 'gone.yaml')).code).toBe(0);
});

test('the project file adds to what is protected, and only the command line takes away', async () => {
  const file = (more: string): void =>
    writeFileSync(join(folder, 'ak-blueprint.yaml'), `files: [mine.yaml]\nrules: {}\n${more}`);
  write('mine.yaml', [`{model: ${G}, identifiers: {name: Platform}, attrs: {attributes: {floor: 1}}}`]);
  file('');
  expect((await run('apply', '--yes')).code).toBe(0);
  write('mine.yaml', [`{model: ${G}, identifiers: {name: Platform}, attrs: {attributes: {floor: 2}}}`]);
  file(`protect: ["${G}:Platform"]\n`);
  const alone = await run('apply', '--yes');
  expect([alone.code, alone.err]).toEqual([6, expect.stringContaining(`--allow-protected ${G}:Platform`)]);
  file(`protect: ["${G}:Platform"]\nallow-protected: ["${G}:Platform"]\n`);
  expect((await run('apply', '--yes')).code).toBe(1);
  file('protect: [authentik_core.grop]\n');
  const slip = await run('plan');
  expect([slip.code, slip.err]).toEqual([1, expect.stringContaining('did you mean authentik_core.group?')]);
  file(`protect: ["${G}:Platform"]\n`);
  expect((await run('apply', '--yes', '--allow-protected', `${G}:Platform`)).code).toBe(0);
});

test('a change that a protected object would suffer is not ignored by a comment or a rule', async () => {
  writeFileSync(join(folder, 'ak-blueprint.yaml'), 'rules: {protected-change: off}\n');
  const ada = (groups: string): string =>
    `{model: authentik_core.user, identifiers: {username: ada}, attrs: {name: Ada, groups: [${groups}]}}`;
  write('ada.yaml', [ada(`!Find [${G}, [name, authentik Admins]]`)]);
  const ruled = await run('plan', 'ada.yaml');
  expect([ruled.code, ruled.err]).toEqual([
    1,
    expect.stringContaining('protected-change is always an error'),
  ]);
  rmSync(join(folder, 'ak-blueprint.yaml'));
  expect((await run('apply', '--yes', 'ada.yaml')).code).toBe(0);
  write('ada.yaml', [ada('')]);
  const braked = await run('apply', '--yes', 'ada.yaml');
  expect([braked.code, braked.err]).toEqual([
    6,
    expect.stringContaining(`--allow-protected "${G}:authentik Admins"`),
  ]);
  const named = await run('apply', '--yes', '--allow-protected', `${G}:authentik Admins`, 'ada.yaml');
  expect(named.code).toBe(0);
});
