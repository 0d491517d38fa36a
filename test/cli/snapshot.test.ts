import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import outputSchema from '../../schemas/snapshot-output-1.json' with { type: 'json' };
import schema from '../../schemas/snapshot-1.json' with { type: 'json' };
import type { SavedSnapshot } from '../../src/actual/saved-snapshot.ts';
import { seedSandbox } from '../../src/cli/seed.ts';
import { ROOT } from '../e2e/binary.ts';
import { type Ran, runHere } from '../run-here.ts';
import { openServer, type Served } from './served.ts';

/* Snapshots on the command line: what is in the file, and that a plan against it is the plan at the server. */

const KEY = 'a key of some length';
const APP = `version: 1
entries:
- model: authentik_flows.flow
  id: flow
  identifiers: {slug: sign-in}
  attrs: {name: Sign in, title: Sign in, designation: authorization}
- model: authentik_providers_oauth2.oauth2provider
  id: provider
  identifiers: {name: shop}
  attrs:
    authorization_flow: !KeyOf flow
    invalidation_flow: !KeyOf flow
    client_id: shop
    client_secret: !Env SHOP
    redirect_uris: [{matching_mode: strict, url: "https://shop.example.com/"}]
- model: authentik_core.group
  identifiers: {name: staff}
  attrs: {attributes: {team: shop, api_token: !Env SHOP, note: !Format ["https://me:%s@example.com/", !Env SHOP]}}
`;
const GRANTS = `version: 1
entries:
- {model: authentik_rbac.role, id: role, identifiers: {name: readers}, attrs: {permissions: [authentik_core.view_user]}}
- model: authentik_core.user
  id: ada
  identifiers: {username: ada}
  attrs: {name: Ada, permissions: [authentik_core.view_group]}
- model: authentik_core.group
  identifiers: {name: staff}
  permissions:
  - {permission: view_group, role: !KeyOf role}
  - {permission: change_group, user: !KeyOf ada}
`;

const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-snapshot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

interface Report {
  readonly digest: string;
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
  readonly summary: Readonly<Record<string, number>>;
  readonly uncompared: readonly unknown[];
  readonly requests: { readonly total: number };
}

/** Runs the program; `given`: variables beside those of the server. */
function runnerOf(server: Served) {
  const run = (args: readonly string[], given: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    runHere(args, { cwd: folder, env: { SHOP: 'shop-secret-0815', ...server.env, ...given } });
  const plan = async (args: readonly string[], given?: Readonly<Record<string, string>>): Promise<Report> => {
    const { out, err } = await run(['plan', ...args, '--format', 'json'], given);
    expect(out, err).toMatch(/^\{/);
    return JSON.parse(out) as Report;
  };
  return { run, plan };
}

describe('a snapshot of a server', () => {
  let server: Served;
  let run: ReturnType<typeof runnerOf>['run'];
  let plan: ReturnType<typeof runnerOf>['plan'];

  beforeAll(async () => {
    server = await openServer('2025.12');
    ({ run, plan } = runnerOf(server));
    writeFileSync(file('app.yaml'), APP);
    writeFileSync(file('grants.yaml'), GRANTS);
    const { code, err } = await run(['apply', '--yes', 'app.yaml', 'grants.yaml']);
    expect(code, err).toBe(0);
    await run(['snapshot', '--out', 'plain.json']);
    await run(['snapshot', '--out', 'keyed.json'], { AK_BLUEPRINT_KEY: KEY });
  });
  afterAll(() => server.close());

  test('is for whom it was taken, as its schema says, and always the same text', async () => {
    expect(statSync(file('plain.json')).mode & 0o777).toBe(0o600);
    const text = readFileSync(file('plain.json'), 'utf8');
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate(JSON.parse(text)) || validate.errors).toBe(true);
    server.log.length = 0;
    const { out, code } = await run(['snapshot', '--out', 'again.json', '--format', 'json']);
    const validateOut = new Ajv({ strict: false }).compile(outputSchema);
    expect(validateOut(JSON.parse(out)) || validateOut.errors).toBe(true);
    expect([code, readFileSync(file('again.json'), 'utf8')]).toEqual([0, text]);
    expect(server.log.filter((request) => !request.startsWith('GET '))).toEqual([]);
  });

  test('has neither secrets nor the token; with a key it tells whether another is the same', () => {
    for (const name of ['plain.json', 'keyed.json']) {
      const text = readFileSync(file(name), 'utf8');
      expect(text).not.toContain('shop-secret-0815');
      expect(text).not.toContain(server.env['AUTHENTIK_TOKEN']);
    }
    const [plain, keyed] = ['plain.json', 'keyed.json'].map((name) => {
      const { models } = JSON.parse(readFileSync(file(name), 'utf8')) as SavedSnapshot;
      return models['authentik_core.group']?.find((row) => row['name'] === 'staff')?.['attributes'];
    });
    expect(plain).toEqual({
      api_token: '(secret)',
      note: 'https://me:(secret)@example.com/',
      team: 'shop',
    });
    expect(keyed).toEqual({
      api_token: expect.stringMatching(/^\(secret [0-9a-f]{32}\)$/) as string,
      note: expect.stringMatching(/^https:\/\/me:\(secret [0-9a-f]{32}\)@example.com\/$/) as string,
      team: 'shop',
    });
  });

  test('gives the plans of the server, rotated secrets too where there is a key', async () => {
    const key = { AK_BLUEPRINT_KEY: KEY };
    for (const given of [key, { ...key, SHOP: 'rotated-secret-4711' }]) {
      const live = await plan(['app.yaml', 'grants.yaml'], given);
      server.log.length = 0;
      const { requests, ...offline } = await plan(
        ['app.yaml', 'grants.yaml', '--against', 'keyed.json'],
        given,
      );
      expect(server.log).toEqual([]);
      expect(requests.total).toBe(0);
      expect(offline).toMatchObject({ digest: live.digest, summary: live.summary, uncompared: [] });
    }
  });

  test('without a key says that secrets are not compared, and guesses nothing', async () => {
    const { summary, uncompared, diagnostics } = await plan(['app.yaml', '--against', 'plain.json'], {
      SHOP: 'rotated-secret-4711',
    });
    expect(summary).toMatchObject({ create: 0, update: 0, delete: 0 });
    expect(uncompared).toHaveLength(2);
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^secret-not-compared: client_secret of .* is masked in the snapshot/),
      ]),
    );
    // Without the key the hashes tell nothing either.
    expect((await plan(['app.yaml', '--against', 'keyed.json'])).uncompared).toHaveLength(2);
    // What is not secret is compared all the same.
    writeFileSync(file('other.yaml'), APP.replace('team: shop', 'team: other'));
    const other = await plan(['other.yaml', '--against', 'plain.json']);
    expect(other.summary).toMatchObject({ update: 1 });
  });

  test('knows who may do what', async () => {
    writeFileSync(
      file('less.yaml'),
      GRANTS.replace('authentik_core.view_user', 'authentik_core.delete_user'),
    );
    for (const args of [['less.yaml'], ['less.yaml', '--revoke-permissions']]) {
      const live = await plan(args);
      const offline = await plan([...args, '--against', 'plain.json']);
      expect(offline.summary).toMatchObject({ update: 1 });
      expect(offline).toMatchObject({ digest: live.digest, summary: live.summary });
    }
  });

  test('has what projects own', async () => {
    writeFileSync(
      file('ak-blueprint.yaml'),
      'project: {name: shop, id: 6f1d3c1e-0d5e-4b7e-9f0a-1f2e3d4c5b6a}\nfiles: [owned.yaml]\n',
    );
    const group = (name: string): string => `- {model: authentik_core.group, identifiers: {name: ${name}}}\n`;
    writeFileSync(file('owned.yaml'), `version: 1\nentries:\n${group('one')}${group('two')}`);
    const applied = await run(['apply', '--yes']);
    expect(applied.code, applied.err).toBe(0);
    await run(['snapshot', '--out', 'owned.json']);
    writeFileSync(file('owned.yaml'), `version: 1\nentries:\n${group('one')}`);
    for (const args of [[], ['--prune']]) {
      const live = await plan(args);
      const offline = await plan([...args, '--against', 'owned.json']);
      expect(offline.diagnostics).toEqual(live.diagnostics);
      expect(offline).toMatchObject({ digest: live.digest, summary: live.summary });
      expect(live.diagnostics.map(({ code }) => code)).toEqual(args.length === 0 ? ['orphan'] : []);
    }
    rmSync(file('ak-blueprint.yaml'));
  });

  test('is exported as the server is, its secrets as variables', async () => {
    await run(['snapshot', '--out', 'now.json']);
    server.log.length = 0;
    const offline = await run(['export', '--all', '--from', 'now.json', '--out', 'offline']);
    expect(server.log).toEqual([]);
    const live = await run(['export', '--all', '--out', 'live']);
    expect([offline.code, live.code]).toEqual([0, 0]);
    const textsIn = (name: string): Record<string, string> =>
      Object.fromEntries(
        readdirSync(file(name), { recursive: true, encoding: 'utf8' })
          .filter((path) => statSync(join(file(name), path)).isFile())
          .map((path) => [path, readFileSync(join(file(name), path), 'utf8')]),
      );
    const texts = textsIn('offline');
    expect(texts).toEqual(textsIn('live'));
    expect(Object.values(texts).join('')).not.toContain('(secret');
    expect(texts['.env.example']).toMatch(/CLIENT_SECRET=/);
    const { code, err } = await run([
      ...['export', '--all', '--from', 'plain.json', '--out', 'other', '--secrets', 'env-file'],
    ]);
    expect([code, err]).toEqual([3, expect.stringContaining('are masked') as string]);
  });

  test('that is none is refused, and so is another server beside it', async () => {
    writeFileSync(file('wrong.json'), '{"formatVersion": 1, "masks": "plain", "models": []}');
    writeFileSync(file('later.json'), '{"formatVersion": 2, "masks": "plain", "models": {}}');
    const said = async (...args: string[]): Promise<string> => {
      const { code, err } = await run(['plan', 'app.yaml', ...args]);
      expect(code).toBe(3);
      return err;
    };
    expect(await said('--against', 'missing.json')).toContain(
      'missing.json is no snapshot: it cannot be read',
    );
    expect(await said('--against', 'app.yaml')).toContain('app.yaml is no snapshot: it cannot be read');
    writeFileSync(file('of-secrets.env'), 'KEY=abc');
    expect(await said('--against', 'of-secrets.env')).toMatch(/it cannot be read: [^"]* is not valid JSON\n/);
    expect(await said('--against', 'wrong.json')).toContain('is not as it is written (required)');
    expect(await said('--against', 'later.json')).toContain('format 2, and this version reads format 1');
    expect(await said('--against', 'plain.json', '--url', 'http://127.0.0.1:1')).toContain('--url');
    const { err } = await run([
      'snapshot',
      '--sandbox',
      '--state',
      'plain.json',
      '--target',
      '2023.2',
      '--out',
      'x',
    ]);
    expect(err).toContain('the snapshot is of authentik 2025.12.4, and --target says 2023.2');
  });
});

test('our own blueprints have the same plan against a snapshot as at the server that it is of', async () => {
  const server = await openServer('2023.2');
  await seedSandbox(server.sandbox, server.catalog);
  const { run, plan } = runnerOf(server);
  await run(['snapshot', '--out', 'seeded.json']);
  for (const name of ['default', 'examples']) {
    const path = join(ROOT, 'blueprints', name);
    const live = await plan([path]);
    const offline = await plan([path, '--against', 'seeded.json']);
    expect(offline).toMatchObject({ digest: live.digest, summary: live.summary });
  }
  await server.close();
});
