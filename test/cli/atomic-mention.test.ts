import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ran, runOnTerminal } from '../run-here.ts';
import { openServer, type Served } from './served.ts';

/* Before the question, or where nobody is asked before anything is done, it is said, once, that all of a plan could go in one transaction. */

const POLICY = (name: string): string =>
  `- {model: authentik_policies_dummy.dummypolicy, identifiers: {name: ${name}}}\n`;
const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-mention-'));
let server: Served;
beforeAll(async () => {
  server = await openServer('2023.2');
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const ran = async (entries: string, ...args: string[]): Promise<Ran> => {
  writeFileSync(join(folder, 'b.yaml'), `version: 1\nentries:\n${entries}`);
  return runOnTerminal(['apply', ...args, 'b.yaml'], {
    cwd: folder,
    env: server.env,
    more: { confirm: (question) => Promise.reject(new Error(question)) },
  });
};
const asked = async (entries: string, ...args: string[]): Promise<string> =>
  (await ran(entries, ...args)).err;

test.each<[what: string, entries: string, args: string[], isSaid: boolean]>([
  ['all can', POLICY('a') + POLICY('b'), [], true],
  ['one change is all or nothing anyway', POLICY('a'), [], false],
  ['it does', POLICY('a') + POLICY('b'), ['--atomic'], false],
  [
    'a token cannot on this release',
    `${POLICY('a')}- {model: authentik_core.token, identifiers: {identifier: t}, attrs: {intent: api}}\n`,
    [],
    false,
  ],
  ['they are too many', POLICY('a') + POLICY('b'), ['--atomic-limit', '1'], false],
])('%s', async (_, entries, args, isSaid) => {
  const said = await asked(entries, ...args);
  expect(said).toContain('Make ');
  expect(said.includes('All 2 changes could go in one transaction: --atomic')).toBe(isSaid);
});

test('with --yes it is said as well, unless --quiet', async () => {
  const plan = POLICY('a') + POLICY('b');
  const { out, err } = await ran(plan, '--yes');
  expect([out, err]).toEqual([
    expect.stringContaining('All 2 changes could go in one transaction: --atomic'),
    expect.not.stringContaining('--atomic'),
  ]);
  const others = [
    ['--yes', '--quiet'],
    ['--yes', '--format', 'json'],
  ];
  for (const [at, args] of others.entries())
    expect((await ran(POLICY(`c${at}`) + POLICY(`d${at}`), ...args)).out).not.toContain('could go');
  expect((await ran(plan, '--yes')).out).not.toContain('could go');
});

test('a transaction leaves nothing to take back: --on-error undo does not go with it', async () => {
  const said = await asked(POLICY('a') + POLICY('b'), '--atomic', '--on-error', 'undo');
  expect(said).toContain('--on-error undo does not go with --atomic');
  expect(said).not.toContain('Make ');
});
