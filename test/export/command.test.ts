import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import schema from '../../schemas/export-output-1.json' with { type: 'json' };
import { type Ran, runHere } from '../run-here.ts';
import { hasShared, shared } from '../shared.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../blueprints/examples');
const UUID = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/i;
const GIVEN = {
  GRAFANA_CLIENT_SECRET: 'for grafana',
  GITHUB_CLIENT_ID: 'an id',
  GITHUB_CLIENT_SECRET: 'a secret',
  LDAP_BIND_PASSWORD: 'a password',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-export-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runHere(args, { cwd: folder, env: { NO_COLOR: '1', XDG_CONFIG_HOME: join(folder, 'config'), ...env } });

/** All blueprints below a folder, by their paths in it. */
function blueprintsIn(out: string): Record<string, string> {
  const paths = readdirSync(join(folder, out), { recursive: true }).map(String);
  const found = paths.filter((path) => path.endsWith('.yaml')).sort();
  return Object.fromEntries(found.map((path) => [path, readFileSync(join(folder, out, path), 'utf8')]));
}

/** The variables of a `.env` that have a value, as a shell reads it. */
function variablesIn(out: string): Record<string, string> {
  const text = readFileSync(join(folder, out, '.env'), 'utf8');
  const found = text.matchAll(/^([A-Z0-9_]+)='((?:[^']|'\\'')*)'$/gm);
  return Object.fromEntries(
    [...found].map(([, name = '', value = '']) => [name, value.replaceAll("'\\''", "'")]),
  );
}

describe.skipIf(!hasShared).each([
  ['2023.2', '2023.2.3'],
  ['2025.12', '2025.12.4'],
])('the recorded fresh state of authentik %s', (target, recorded) => {
  const store = `store-${target}.json`;
  const here = ['--sandbox', '--target', target, '--store', store];
  const state = ['--state', shared(`data/state/${recorded}`)];

  test('is what authentik made: nothing is exported', async () => {
    const { code, out } = await run([
      'export',
      '--all',
      '--sandbox',
      '--target',
      target,
      ...state,
      '--out',
      'bare',
    ]);
    expect([code, out]).toEqual([0, expect.stringContaining('Exported 0 objects in 0 files')]);
  });

  test('with the examples is exported as a person would write it', { timeout: 60_000 }, async () => {
    const examples = `examples-${target}`;
    cpSync(EXAMPLES, join(folder, examples), {
      recursive: true,
      filter: (path) => !/remove-grafana|tenant|proxy-forward/.test(basename(path)),
    });
    // authentik's own examples, too, which no server applies by itself.
    const own = shared(`data/blueprints/${recorded}/example`);
    for (const name of readdirSync(own))
      writeFileSync(
        join(folder, examples, name),
        readFileSync(join(own, name), 'utf8').replace(/^.*blueprints.goauthentik.io\/instantiate:.*$/m, ''),
      );
    // A release that wants more of a provider than the examples say.
    if (target !== '2023.2')
      for (const name of readdirSync(join(folder, examples))) {
        const file = join(folder, examples, name);
        const more = '$1invalidation_flow: !Find [authentik_flows.flow, [slug, default-invalidation-flow]]';
        const text = readFileSync(file, 'utf8');
        writeFileSync(file, text.replace(/^( +)authorization_flow:/gm, `${more}\n$&`));
      }
    await run(['validate', '--fix', '--target', target, examples], GIVEN);
    const applied = await run(['apply', '--yes', ...here, ...state, examples], GIVEN);
    expect(applied.code, applied.out + applied.err).toBe(0);

    const out = `out-${target}`;
    const exported = await run([
      'export',
      '--all',
      '--users',
      '--secrets',
      'env-file',
      ...here,
      '--out',
      out,
    ]);
    expect(exported.code, exported.out + exported.err).toBe(0);
    const files = blueprintsIn(out);
    expect(Object.values(files).join('').match(UUID)).toBeNull();
    const grafana = files['applications/grafana.yaml'] ?? '';
    expect(grafana.split('\n').length).toBeLessThan(60);
    for (const model of ['oauth2provider', 'application', 'policybinding']) expect(grafana).toContain(model);
    expect(grafana).toContain('client_secret: !Env GRAFANA_CLIENT_SECRET');
    expect(Object.values(files).join('')).not.toContain(GIVEN.GRAFANA_CLIENT_SECRET);
    expect(variablesIn(out)).toMatchObject({ GRAFANA_CLIENT_SECRET: expect.any(String) as string });

    expect(await run(['validate', '--strict', '--target', target, out])).toMatchObject({ code: 0 });
    expect(await run(['fmt', '--check', out])).toMatchObject({ code: 0 });
    const hidden = Object.fromEntries(
      [...readFileSync(join(folder, out, '.env.example'), 'utf8').matchAll(/^(\w+)=$/gm)].map(
        ([, name = '']) => [name, 'not shown'],
      ),
    );
    const planned = await run(['plan', '--detailed-exitcode', ...here, out], {
      ...hidden,
      ...variablesIn(out),
    });
    expect(planned.code, planned.out + planned.err).toBe(0);

    await run(['export', '--all', '--users', ...here, '--out', `again-${target}`]);
    expect(blueprintsIn(`again-${target}`)).toEqual(files);
    // From a snapshot, what is masked is a variable, or is not written; what is written is as it should be.
    await run(['snapshot', ...here, '--out', `snap-${target}.json`]);
    const from = `from-${target}`;
    await run(['export', '--all', '--users', '--from', `snap-${target}.json`, '--out', from]);
    expect(blueprintsIn(from)).toEqual(files);
    const alone = await run(['export', '--application', 'grafana', '--users', ...here]);
    expect(alone.out.trimEnd()).toBe(grafana.trimEnd());
  });
});

describe('the command export', () => {
  const sandbox = ['--sandbox', '--store', 'mine.json'];

  beforeAll(async () => {
    writeFileSync(
      join(folder, 'mine.yaml'),
      `version: 1
entries:
  - model: authentik_flows.flow
    id: flow
    identifiers: { slug: own }
    attrs: { name: Own, title: Own, designation: authorization }
  - model: authentik_providers_oauth2.oauth2provider
    id: provider
    identifiers: { name: "Café: über 100%" }
    attrs: { authorization_flow: !KeyOf flow, client_id: abc, client_secret: "it's secret" }
  - model: authentik_core.application
    identifiers: { slug: cafe }
    attrs: { name: Café, provider: !KeyOf provider }
`,
    );
    expect(await run(['apply', '--yes', ...sandbox, 'mine.yaml'])).toMatchObject({ code: 0 });
  });

  test('writes secrets only where it is told to, for nobody else, and not into git', async () => {
    mkdirSync(join(folder, 'secret'));
    writeFileSync(join(folder, 'secret/.gitignore'), 'dist');
    const { code } = await run(['export', '--all', ...sandbox, '--secrets', 'env-file', '--out', 'secret']);
    expect(code).toBe(0);
    expect(variablesIn('secret')).toEqual({ CAFE_UBER_100_CLIENT_SECRET: "it's secret" });
    expect(statSync(join(folder, 'secret/.env')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'secret/.gitignore'), 'utf8')).toBe('dist\n/.env\n');
    await run(['export', '--all', ...sandbox, '--out', 'open']);
    expect(readdirSync(join(folder, 'open')).sort()).toEqual(['.env.example', 'applications', 'flows']);
    expect(readFileSync(join(folder, 'open/.env.example'), 'utf8')).not.toContain("secret'");
  });

  test('overwrites its own files and no others, and writes through no link', async () => {
    const all = ['export', '--all', ...sandbox, '--out', 'kept'];
    expect(await run(all)).toMatchObject({ code: 0 });
    expect(await run(all)).toMatchObject({ code: 0 });
    const file = join(folder, 'kept/applications/cafe.yaml');
    writeFileSync(file, 'mine\n');
    expect(await run(all)).toMatchObject({
      code: 3,
      err: expect.stringContaining(
        'kept/applications/cafe.yaml is there, and no export has written it',
      ) as string,
    });
    expect(readFileSync(file, 'utf8')).toBe('mine\n');
    expect(await run([...all, '--force'])).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toContain('slug: cafe');
    // What it does not have any more is pointed out, and stays; what is somebody else's is not.
    mkdirSync(join(folder, 'kept/directory'));
    cpSync(file, join(folder, 'kept/directory/gone.yaml'));
    writeFileSync(join(folder, 'kept/directory/mine.yaml'), 'mine\n');
    const { code, out } = await run(all);
    expect([code, /Written by an earlier export.*\n((?: .*\n)*)/.exec(out)?.[1]]).toEqual([
      0,
      '  kept/directory/gone.yaml\n',
    ]);
    rmSync(join(folder, 'kept/flows'), { recursive: true });
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'kept/flows'));
    expect(await run(all)).toMatchObject({ code: 3 });
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  });

  test('prints one thing, says what it lacks, and has it all as JSON', async () => {
    const flow = await run(['export', '--flow', 'own', ...sandbox]);
    expect([flow.code, flow.out]).toEqual([0, expect.stringContaining('slug: own')]);
    const provider = await run([
      'export',
      '--model',
      'authentik_providers_oauth2.oauth2provider',
      ...sandbox,
    ]);
    expect(provider.out).toContain('authorization_flow: !Find [authentik_flows.flow, [slug, own]]');
    expect(provider.err).toContain('authentik_flows.flow own');
    const { code, out } = await run(['export', '--application', 'cafe', '--format', 'json', ...sandbox]);
    const ajv = new Ajv();
    expect(ajv.validate(schema, JSON.parse(out)), JSON.stringify(ajv.errors)).toBe(true);
    expect([code, JSON.parse(out)]).toEqual([
      0,
      expect.objectContaining({
        references: [{ model: 'authentik_flows.flow', name: 'own', everywhere: false }],
        variables: [
          {
            name: 'CAFE_UBER_100_CLIENT_SECRET',
            what: 'authentik_providers_oauth2.oauth2provider Café: über 100%: client_secret',
            shown: true,
          },
        ],
      }),
    ]);
  });

  test('leaves out what other files declare, and refers to it', async () => {
    writeFileSync(
      join(folder, 'other.yaml'),
      `version: 1
entries:
  - model: authentik_providers_oauth2.oauth2provider
    identifiers: { name: "Café: über 100%" }
    attrs: { client_secret: !Env NOT_SET }
`,
    );
    const { code, out } = await run([
      'export',
      '--application',
      'cafe',
      '--against',
      'other.yaml',
      ...sandbox,
    ]);
    expect([code, out]).toEqual([
      0,
      expect.stringContaining(
        'provider: !Find [authentik_providers_oauth2.oauth2provider, [name, "Café: über 100%"]]',
      ),
    ]);
    expect(out).not.toContain('client_id');
  });

  test('says that a file of --against cannot be read', async () => {
    writeFileSync(join(folder, 'cut.yaml'), 'version: 1\nentries: [\n');
    const { code, err } = await run(['export', '--application', 'cafe', '--against', 'cut.yaml', ...sandbox]);
    expect([code, err]).toEqual([
      0,
      expect.stringContaining(
        'cut.yaml:2:10 warning a file of --against cannot be read, so what it declares',
      ),
    ]);
  });

  test.each([
    [[], 'it is not said what to export'],
    [['--all'], 'name a folder for them with --out'],
    [['--all', '--flow', 'own'], 'cannot be used with'],
    [['--application', 'caffe'], 'did you mean cafe?'],
    [['--model', 'authentik_core.grop'], 'did you mean authentik_core.group?'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await run(['export', ...args, ...sandbox]);
    expect([code, err]).toEqual([3, expect.stringContaining(message)]);
  });
});
