import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import { listen } from '../../src/sandbox/http.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { runHere } from '../run-here.ts';

/*
 * Whose object it is × what became of its entry: what --prune deletes, through the real commands, with the
 * inventory on the server.
 */

const GROUP = 'authentik_core.group';
const ID = '7d0f3c52-7b0e-4e0f-9d0a-0a4f1c2b3d4e';

const group = (name: string, more = ''): string =>
  `  - model: ${GROUP}\n    identifiers: { name: ${name} }\n${more}`;
const APP = `  - model: authentik_core.application
    id: app
    identifiers: { slug: wiki }
    attrs: { name: Wiki }
`;
/** Uses the group `needed` and, from the second run on, says nothing of it. */
const USES = `  - model: authentik_policies.policybinding
    identifiers: { target: !KeyOf app, order: 0 }
    attrs: { group: !Find [${GROUP}, [name, needed]] }
`;
const NEEDS =
  '  - model: authentik_policies.policybinding\n    identifiers: { target: !KeyOf app, order: 0 }\n';
const MINE = ['made', 'adopted', 'needed', 'gone'];

const folder = mkdtempSync(join(tmpdir(), 'ak-prune-'));
let sandbox: Sandbox;
let server: Awaited<ReturnType<typeof listen>>;
let owned: ReturnType<Sandbox['snapshot']>;
/** Whether the server refuses to delete groups. */
let keepsGroups = false;

/** Writes the files of the project, and nothing else. */
function write(files: Readonly<Record<string, string>>, id = ID): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries({
    'ak-blueprint.yaml': `files: [bp]\nproject: { name: prune, id: ${id} }\n`,
    ...files,
  })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text.startsWith('files:') ? text : `version: 1\nentries:\n${text}`);
  }
}

async function run(...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
  const env = { AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: sandbox.token };
  const { code, out, err } = await runHere(args, { cwd: folder, env });
  return { code, said: out + err };
}

/** The groups that the server has, but for its own. */
async function groups(): Promise<string[]> {
  const { body } = await sandbox.respond(
    'GET',
    '/api/v3/core/groups/?page_size=100&ordering=name',
    { authorization: `Bearer ${sandbox.token}` },
    '',
  );
  const { results } = JSON.parse(body) as { results: { name: string }[] };
  return results.map(({ name }) => name).filter((name) => name !== 'authentik Admins');
}

async function remove(name: string): Promise<void> {
  const headers = { authorization: `Bearer ${sandbox.token}` };
  const { body } = await sandbox.respond('GET', `/api/v3/core/groups/?name=${name}`, headers, '');
  const { results } = JSON.parse(body) as { results: { pk: string }[] };
  for (const { pk } of results) await sandbox.respond('DELETE', `/api/v3/core/groups/${pk}/`, headers, '');
}

beforeAll(async () => {
  ({ sandbox } = await openSandbox({ target: '2025.12' }, { ...processIo(false), env: {} }));
  server = await listen(
    (method, url, headers, body) =>
      method === 'DELETE' && url.includes('/core/groups/') && keepsGroups
        ? Promise.resolve({
            status: 403,
            headers: { 'content-type': 'application/json' },
            body: '{"detail": "You do not have permission to perform this action."}',
          })
        : sandbox.respond(method, url, headers, body),
    0,
  );
  // What is there before: one that is adopted, one that nobody declares.
  write({ 'bp/a.yaml': group('adopted') + group('foreign') });
  expect(await run('apply', '--yes', '--project', '/dev/null', 'bp')).toMatchObject({ code: 0 });
  write({ 'bp/a.yaml': MINE.map((name) => group(name)).join(''), 'bp/b.yaml': APP + USES });
  expect(await run('apply', '--yes')).toMatchObject({ code: 0 });
  await remove('gone');
  owned = sandbox.snapshot();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => sandbox.restore(owned));

const ALL = ['adopted', 'foreign', 'made', 'needed'];
const others = { 'bp/b.yaml': APP + NEEDS };

describe('what --prune deletes', () => {
  test.each<[what: string, files: Readonly<Record<string, string>>, left: string[]]>([
    ['the entries are deleted', { 'bp/a.yaml': group('new'), ...others }, ['foreign', 'needed', 'new']],
    ['their file is gone', { ...others }, ['foreign', 'needed']],
    [
      'they have other names',
      { 'bp/a.yaml': MINE.map((name) => group(`${name}-2`)).join(''), ...others },
      ['adopted-2', 'foreign', 'gone-2', 'made-2', 'needed', 'needed-2'],
    ],
    [
      'they are in another file',
      { 'bp/c/d.yaml': MINE.map((name) => group(name)).join(''), ...others },
      [...ALL, 'gone'].sort(),
    ],
    [
      'their conditions are false',
      { 'bp/a.yaml': MINE.map((name) => group(name, '    conditions: [false]\n')).join(''), ...others },
      ALL,
    ],
    ['what needs one of them goes, too', { 'bp/a.yaml': group('made') }, ['foreign', 'made']],
  ])('%s', async (_, files, left) => {
    write(files);
    const { code, said } = await run('apply', '--yes', '--prune');
    expect(said).not.toMatch(/failed [^0]/);
    expect(code).toBe(0);
    expect(await groups()).toEqual(left);
    // What is gone is out of the inventory; what stays is named again.
    const again = await run('plan', '--detailed-exitcode', '--prune');
    expect(again.code).toBe(0);
  });

  test.each<[what: string, files: Readonly<Record<string, string>>, args: string[], said: string]>([
    ['one file is named', { 'bp/a.yaml': group('made'), ...others }, ['bp/a.yaml'], 'needs all files'],
    [
      'a file has an error',
      {
        'bp/a.yaml': group('made'),
        'bp/b.yaml': '  - model: authentik_core.gruop\n    identifiers: { name: x }\n',
      },
      [],
      'needs to know all',
    ],
  ])('%s: refused, and nothing is done', async (_, files, args, words) => {
    write(files);
    const { code, said } = await run('apply', '--yes', '--prune', ...args);
    expect(said).toContain(words);
    expect(code).toBe(3);
    expect(await groups()).toEqual(ALL);
  });

  test('what somebody made anew under the same name stays, also where a path names it by its slug', async () => {
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    const path = '/api/v3/core/applications/';
    await sandbox.respond('DELETE', `${path}wiki/`, headers, '');
    await sandbox.respond('POST', path, headers, '{"name": "Theirs", "slug": "wiki"}');
    write({ 'bp/a.yaml': MINE.map((name) => group(name)).join('') });
    expect(await run('apply', '--yes', '--prune')).toMatchObject({ code: 0 });
    expect(await sandbox.respond('GET', `${path}wiki/`, headers, '')).toMatchObject({ status: 200 });
  });

  test('another project of the same name owns nothing of it', async () => {
    write({ 'bp/a.yaml': group('made') }, '00000000-0000-4000-8000-000000000001');
    const { code } = await run('apply', '--yes', '--prune');
    expect([3, 5]).toContain(code);
    expect(await groups()).toEqual(ALL);
  });

  test('what the server refuses to delete stays in the inventory, and goes the next time', async () => {
    write({ 'bp/a.yaml': group('made'), ...others });
    keepsGroups = true;
    const refused = await run('apply', '--yes', '--prune');
    keepsGroups = false;
    expect(refused.code).toBe(1);
    expect(await groups()).toEqual(ALL);
    expect(await run('apply', '--yes', '--prune')).toMatchObject({ code: 0 });
    expect(await groups()).toEqual(['foreign', 'made', 'needed']);
  });

  test('without --prune they are named, and stay', async () => {
    write({ 'bp/a.yaml': group('made'), ...others });
    const { code, said } = await run('apply', '--yes');
    expect(code).toBe(0);
    expect(said).toContain(`${GROUP} adopted is still on the server`);
    expect(said).not.toContain('foreign');
    expect(await groups()).toEqual(ALL);
  });
});
