import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../../src/catalog/model.ts';
import { listen } from '../../src/sandbox/http.ts';
import { openServer, type TestServer } from '../ownership/server.ts';
import { type Ran, runHere } from '../run-here.ts';

/*
 * What becomes of the inventory of a project, through the commands, against a sandbox in this process.
 */

type Item = Readonly<Record<string, Json>>;
const ID = '5f0c2b6e-8d4b-4a53-9f0e-7a3f6c1d2e90';
const NAME = 'ak-blueprint: shop';
const GROUP = 'authentik_core.group';
const folder = mkdtempSync(join(tmpdir(), 'ak-inventory-'));

let server: TestServer;
let listening: Awaited<ReturnType<typeof listen>>;
let asked: string[] = [];
/** The status with which a request is refused; undefined: the server does it. */
let refuse: (method: string, url: string) => number | undefined = () => undefined;
let project = 0;

beforeEach(async () => {
  server = openServer('2025.12');
  listening = await listen((method, url, headers, body) => {
    asked.push(`${method} ${url.replace(/^\/api\/v3/, '').split('?')[0] ?? ''}`);
    const status = refuse(method, url);
    const detail = '{"detail": "You do not have permission to perform this action."}';
    if (status !== undefined)
      return Promise.resolve({ status, headers: { 'content-type': 'application/json' }, body: detail });
    server.pass(1);
    return server.sandbox.respond(method, url, headers, body);
  }, 0);
});
afterEach(async () => {
  refuse = () => undefined;
  await listening.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with a project and one blueprint of these entries. */
function repository(entries: readonly string[], more = '', id = ID): string {
  project += 1;
  const at = join(folder, String(project));
  mkdirSync(at);
  writeFileSync(join(at, 'ak-blueprint.yaml'), `files: b.yaml\nproject: {name: shop, id: ${id}}\n${more}`);
  declare(at, entries);
  return at;
}

function declare(at: string, entries: readonly string[]): void {
  writeFileSync(join(at, 'b.yaml'), `version: 1\nentries:\n${entries.map((one) => `  - ${one}\n`).join('')}`);
}

const group = (name: string, note = 'x'): string =>
  `{model: ${GROUP}, identifiers: {name: ${name}}, attrs: {attributes: {note: ${note}}}}`;
const user = (name: string): string =>
  `{model: authentik_core.user, identifiers: {username: ${name}}, attrs: {name: ${name}, password: !Env PASSWORD}}`;

async function run(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  asked = [];
  return runHere(args, {
    cwd,
    env: {
      AUTHENTIK_URL: listening.url,
      AUTHENTIK_TOKEN: server.sandbox.token,
      PASSWORD: 'first-Wp4hYc8n',
      NO_COLOR: '1',
      ...env,
    },
  });
}

async function send(method: string, path: string, body?: Json): Promise<Item> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${server.sandbox.token}`,
    'content-type': 'application/json',
  };
  const answer = await server.sandbox.respond(method, `/api/v3${path}`, headers, text);
  return (answer.body === '' ? {} : JSON.parse(answer.body)) as Item;
}

const listOf = async (path: string): Promise<Item[]> => (await send('GET', path))['results'] as Item[];
const instance = async (name = NAME): Promise<Item | undefined> =>
  (await listOf('/managed/blueprints/?search=ak-blueprint')).find((one) => one['name'] === name);
const groups = async (): Promise<Json[]> =>
  (await listOf('/core/groups/?search=own-')).map((one) => one['name'] ?? null).sort();

async function owned(): Promise<Item[]> {
  const context = (await instance())?.['context'] as { readonly rows?: Item[] } | undefined;
  return context?.rows ?? [];
}
const ownedNames = async (): Promise<Json[]> =>
  (await owned())
    .map(({ identifiers, by }) => `${String(by)} ${Object.values(identifiers as Item).join()}`)
    .sort();

const APPLY = ['apply', '--yes'];

test('what a run makes and finds is owned; at most six requests come to those of the plan and its changes', async () => {
  await send('POST', '/core/groups/', { name: 'own-a', attributes: { note: 'x' } });
  const at = repository([group('own-a'), group('own-b')]);
  /** The requests of the plan; the one for the inventory is one of the six. */
  const reads = async (): Promise<number> => {
    await run(at, ['plan']);
    return asked.length - 1;
  };
  let planned = await reads();
  const first = await run(at, APPLY);
  expect(first.code, first.err).toBe(0);
  expect(await ownedNames()).toEqual(['adopted own-a', 'made own-b']);
  // One create.
  expect(asked).toHaveLength(planned + 1 + 6);
  expect(await instance()).toMatchObject({ enabled: false, path: '', content: 'version: 1\nentries: []' });
  declare(at, [group('own-a', 'y'), group('own-b')]);
  planned = await reads();
  expect((await run(at, APPLY)).code).toBe(0);
  expect(asked).toHaveLength(planned + 1 + 6);
  const again = await run(at, APPLY);
  expect([again.code, asked.filter((one) => !one.startsWith('GET'))]).toEqual([0, []]);
});

test('without project and lock there is no request more', async () => {
  const at = repository([group('own-a')]);
  writeFileSync(join(at, 'ak-blueprint.yaml'), 'files: b.yaml\n');
  await run(at, ['plan']);
  const planned = asked.length;
  expect((await run(at, [...APPLY, '--lock', 'none'])).code).toBe(0);
  expect(asked).toHaveLength(planned + 1);
});

describe('somebody does something to the inventory in the web interface', () => {
  test.each<[string, (key: string) => Promise<unknown>]>([
    ['deletes it', (key) => send('DELETE', `/managed/blueprints/${key}/`)],
    [
      'switches it on',
      (key) =>
        send('PATCH', `/managed/blueprints/${key}/`, { enabled: true, content: 'version: 1\nentries: []' }),
    ],
    ['applies it', (key) => send('POST', `/managed/blueprints/${key}/apply/`, {})],
    [
      'edits it into something else',
      (key) =>
        send('PATCH', `/managed/blueprints/${key}/`, {
          context: { rows: 'none' },
          content: 'version: 1\nentries: []',
        }),
    ],
    [
      'empties it',
      (key) =>
        send('PATCH', `/managed/blueprints/${key}/`, { context: {}, content: 'version: 1\nentries: []' }),
    ],
    [
      'renames it',
      (key) =>
        send('PATCH', `/managed/blueprints/${key}/`, { name: 'mine', content: 'version: 1\nentries: []' }),
    ],
    [
      'puts entries into it',
      (key) =>
        send('PATCH', `/managed/blueprints/${key}/`, {
          content: `version: 1\nentries:\n- {model: ${GROUP}, identifiers: {name: own-c}}`,
        }),
    ],
  ])('%s: nothing is deleted, and the next run writes it anew', async (_, does) => {
    const at = repository([group('own-a'), group('own-b')]);
    expect((await run(at, APPLY)).code).toBe(0);
    await does(String((await instance())?.['pk']));
    declare(at, [group('own-a', 'changed')]);
    const ran = await run(at, APPLY);
    expect(ran.code, ran.err).toBe(0);
    expect(asked.filter((one) => one.startsWith('DELETE /core'))).toEqual([]);
    expect(await groups()).toEqual(['own-a', 'own-b']);
    expect(await ownedNames()).toContainEqual(expect.stringMatching(/own-a$/));
    expect(await instance()).toMatchObject({ enabled: false, content: 'version: 1\nentries: []' });
  });

  test('one that is damaged is said', async () => {
    const at = repository([group('own-a')]);
    await run(at, APPLY);
    const key = String((await instance())?.['pk']);
    await send('PATCH', `/managed/blueprints/${key}/`, { context: {}, content: 'version: 1\nentries: []' });
    const { out, err } = await run(at, ['plan']);
    expect(out + err).toMatch(
      /the inventory "ak-blueprint: shop" on the server cannot be read .*inventory-damaged/,
    );
  });
});

test('a project of another id under the same name is refused, and nothing is written', async () => {
  const at = repository([group('own-a')]);
  await run(at, APPLY);
  const other = repository([group('own-b')], '', '00000000-8d4b-4a53-9f0e-7a3f6c1d2e90');
  for (const args of [APPLY, ['plan'], ['adopt', '--yes']]) {
    const ran = await run(other, args);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain(`belongs to another project of this name: its id is ${ID}`);
    expect(asked.filter((one) => !one.startsWith('GET'))).toEqual([]);
  }
});

test('an inventory in a file has what one on the server has, and survives what the file does not', async () => {
  const at = repository([group('own-a')], 'inventory: file\n');
  const path = join(at, 'ak-blueprint.inventory.json');
  expect((await run(at, APPLY)).code).toBe(0);
  const rows = (): Item[] => (JSON.parse(readFileSync(path, 'utf8')) as { rows: Item[] }).rows;
  expect(rows()).toEqual([
    { model: GROUP, key: expect.any(String) as string, identifiers: { name: 'own-a' }, by: 'made' },
  ]);
  expect(await instance()).toBeUndefined();
  // Other runs see that this one wrote.
  expect(await instance('ak-blueprint runs')).toBeDefined();
  writeFileSync(path, '{');
  declare(at, [group('own-a', 'y')]);
  const ran = await run(at, APPLY);
  expect([ran.code, ran.out.includes('inventory-damaged') || ran.err.includes('inventory-damaged')]).toEqual([
    0,
    true,
  ]);
  expect(rows()).toHaveLength(1);
});

test('what is deleted is owned no longer, nor is what the server deletes along with it', async () => {
  const app =
    '{model: authentik_core.application, id: app, identifiers: {slug: own-app}, attrs: {name: own-app}}';
  const bound =
    '{model: authentik_policies.policybinding, identifiers: {order: 0, target: !KeyOf app, group: !Find [authentik_core.group, [name, own-a]]}}';
  const at = repository([group('own-a'), app, bound]);
  const made = await run(at, APPLY);
  expect(made.code, made.out + made.err).toBe(0);
  expect(await owned()).toHaveLength(3);
  declare(at, [
    group('own-a'),
    '{model: authentik_core.application, identifiers: {slug: own-app}, state: absent}',
  ]);
  expect((await run(at, APPLY)).code).toBe(0);
  expect(await ownedNames()).toEqual(['made own-a']);
});

test('a name that comes from a secret is not in it', async () => {
  const at = repository([group('!Env NAME').replace('own-', '')]);
  expect((await run(at, APPLY, { NAME: 'own-Zk8wQp3vTn' })).code).toBe(0);
  expect(await groups()).toEqual(['own-Zk8wQp3vTn']);
  expect(JSON.stringify(await instance())).not.toContain('Zk8wQp3vTn');
  declare(at, [group('!Env NAME', 'y')]);
  expect((await run(at, APPLY, { NAME: 'own-Zk8wQp3vTn' })).code).toBe(0);
  expect(JSON.stringify(await instance())).not.toContain('Zk8wQp3vTn');
  expect(await owned()).toMatchObject([{ identifiers: {}, by: 'made' }]);
});

describe('--secrets on-change', () => {
  const KEY = { AK_BLUEPRINT_KEY: 'Kb7-qLw2zXn9-Rt5vPm8cJd4-Hy6sGf3bNa1' };
  const setters = (): string[] => asked.filter((one) => one.includes('/set_password/'));

  test('writes exactly what changed, where there is a key', async () => {
    const at = repository([user('own-u1'), user('own-u2').replace('PASSWORD', 'OTHER')]);
    expect((await run(at, APPLY, { ...KEY, OTHER: 'same-3Kd8vQ' })).code).toBe(0);
    expect(setters()).toHaveLength(2);
    const same = await run(at, APPLY, { ...KEY, OTHER: 'same-3Kd8vQ' });
    expect([same.code, setters().length, same.out.includes('cannot be compared')]).toEqual([0, 0, false]);
    const rotated = await run(at, APPLY, { ...KEY, OTHER: 'same-3Kd8vQ', PASSWORD: 'second-Hx2mRe' });
    expect([rotated.code, setters().length]).toEqual([0, 1]);
    expect(
      (await run(at, ['plan'], { ...KEY, OTHER: 'same-3Kd8vQ', PASSWORD: 'second-Hx2mRe' })).out,
    ).toContain('Nothing to do');
  });

  test('what nobody can tell is counted as before: without a key, and with a value that was never applied', async () => {
    const at = repository([user('own-u1')]);
    expect((await run(at, APPLY)).code).toBe(0);
    expect((await run(at, ['plan'])).out).toContain('1 secret cannot be compared');
    expect((await run(at, ['plan'], KEY)).out).toContain('1 secret cannot be compared');
    expect((await run(at, [...APPLY, '--secrets', 'always'], KEY)).code).toBe(0);
    expect((await run(at, ['plan'], KEY)).out).not.toContain('cannot be compared');
    expect((await run(at, ['plan'])).out).toContain('1 secret cannot be compared');
  });
});

test('a password that a run meant to write is written by the next one, for this reason', async () => {
  const at = repository([user('own-u1'), group('own-a')]);
  await run(at, APPLY);
  const found = await instance();
  const context = found?.['context'] as Item & { rows: Item[] };
  // As a run leaves it that was cut off.
  const rows = context.rows.map((row) =>
    row['model'] === GROUP ? row : { ...row, open: 'update', pending: ['password'] },
  );
  await send('PATCH', `/managed/blueprints/${String(found?.['pk'])}/`, {
    context: { ...context, rows },
    content: 'version: 1\nentries: []',
  });
  const plan = await run(at, ['plan']);
  expect(plan.out).toMatch(/~ authentik_core\.user\s+own-u1 .*a run was cut off before its password was set/);
  expect((await run(at, APPLY)).code).toBe(0);
  expect(asked.filter((one) => one.includes('/set_password/'))).toHaveLength(1);
  expect((await owned()).map(({ open, pending }) => [open, pending])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
});

test('adopt takes what is declared and there, changes nothing of it, and needs a yes', async () => {
  await send('POST', '/core/groups/', { name: 'own-a', attributes: { note: 'other' } });
  const at = repository([group('own-a'), group('own-b')]);
  expect((await run(at, ['adopt'])).code).toBe(3);
  const ran = await run(at, ['adopt', '--yes']);
  expect(ran.code, ran.err).toBe(0);
  expect(ran.out).toMatch(/authentik_core\.group {2}own-a {2}b\.yaml:3\nAdopted: 1 object\./);
  expect(asked.filter((one) => !one.startsWith('GET') && !one.includes('/managed/blueprints/'))).toEqual([]);
  expect(await ownedNames()).toEqual(['adopted own-a']);
  expect((await run(at, ['adopt', '--yes'])).out).toContain('Nothing to adopt');
});

describe('a token without the rights goes on without', () => {
  const isOurs = (url: string): boolean => url.includes('/managed/blueprints/');
  test.each<[string, typeof refuse, RegExp]>([
    [
      'that sees no instances',
      (_, url) => (isOurs(url) ? 403 : undefined),
      /^warning: this run goes without lock and inventory: /m,
    ],
    [
      'that makes none',
      (method, url) => (isOurs(url) && method === 'POST' ? 403 : undefined),
      /^warning: this run goes without lock and inventory: .*\n$/,
    ],
  ])('%s', async (_, refusal, said) => {
    refuse = refusal;
    const at = repository([group('own-a')]);
    const ran = await run(at, APPLY);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.err).toMatch(said);
    expect(await groups()).toEqual(['own-a']);
    const plan = await run(at, ['plan']);
    expect(plan.code).toBe(0);
  });
});

test('our own instances are in nobody else’s plan', async () => {
  await run(repository([group('own-a')]), APPLY);
  const at = repository([
    `{model: ${GROUP}, identifiers: {name: own-z}, attrs: {attributes: {found: !Find [authentik_blueprints.blueprintinstance, [name, "${NAME}"]]}}}`,
  ]);
  const { out, err } = await run(at, ['plan']);
  expect(out + err).toContain('find-no-match');
});
