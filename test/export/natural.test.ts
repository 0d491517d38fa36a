import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSnapshot } from '../../src/actual/read.ts';
import { emptySnapshot, type Snapshot } from '../../src/actual/snapshot.ts';
import type { Catalog } from '../../src/catalog/model.ts';
import { exportQuestions } from '../../src/export/questions.ts';
import { openOn } from '../oracle/run-case.ts';
import { type Ran, runHere } from '../run-here.ts';
import { hasShared, shared } from '../shared.ts';

const UUID = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/gi;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-natural-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runHere(args, { cwd: folder, env: { NO_COLOR: '1', XDG_CONFIG_HOME: join(folder, 'config'), ...env } });
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const key = (number: number): string => `6dfa2c0c-2d5b-4a0e-8b0a-${String(number).padStart(12, '0')}`;

/** A text made natural in place. */
async function natural(text: string, ...more: readonly string[]): Promise<Ran & { readonly text: string }> {
  const name = write('one.yaml', text);
  const ran = await run(['fmt', '--natural', ...more, name]);
  return { ...ran, text: read(name) };
}

test.each([
  '--insecure',
  '--header A=B',
  '--ca-file ca.pem',
  '--client-cert c.pem',
  '--url http://127.0.0.1:1',
])('a snapshot talks to no server: --from goes with no %s', async (option) => {
  const ran = await natural('version: 1\nentries: []\n', '--from', 'state.json', ...option.split(' '));
  expect([ran.code, ran.err]).toEqual([3, expect.stringContaining('cannot be used with option')]);
});

describe('a file that a person keeps', () => {
  test('keeps comments, tags and what has no primary key', async () => {
    const made = await natural(
      `# Our login.
version: 1
entries:
  - model: authentik_policies.policybinding
    # Only staff.
    identifiers:
      pk: ${key(4)}
      target: ${key(3)} # the binding below
      order: 0
    attrs:
      policy: ${key(5)}
      negate: !If [!Context strict, true, false]
  - model: authentik_flows.flow
    state: present
    identifiers: { pk: ${key(1)}, slug: staff }
    attrs: &flow
      title: !Format ["Welcome to %s", !Context name]
      name: Staff
      designation: authentication
`,
      '--target',
      '2025.12',
    );
    expect(made.code).toBe(1);
    expect(made.text).toBe(`# Our login.
version: 1
entries:
  # The primary key stays: nothing tells this object from another one.
  # target: no object with this primary key is known.
  # policy: no object with this primary key is known.
  - model: authentik_policies.policybinding
    # Only staff.
    identifiers:
      pk: ${key(4)}
      target: ${key(3)} # the binding below
      order: 0
    attrs:
      policy: ${key(5)}
      negate: !If [!Context strict, true, false]
  - model: authentik_flows.flow
    identifiers:
      slug: staff
    attrs: &flow
      title: !Format ["Welcome to %s", !Context name]
      name: Staff
      designation: authentication
`);
  });

  test('is in an order in which each entry comes after what it refers to', async () => {
    const made = await natural(
      `version: 1
entries:
  # Who may.
  - model: authentik_policies.policybinding
    identifiers:
      pk: ${key(4)}
    attrs:
      target: ${key(3)}
      order: 0
      group: ${key(6)}
  # The application.
  - model: authentik_core.application
    identifiers:
      pk: ${key(3)}
    attrs:
      slug: wiki
      name: Wiki
  - model: authentik_core.group
    id: staff
    identifiers:
      pk: ${key(6)}
      name: Staff
    attrs: {}
`,
      '--target',
      '2025.12',
    );
    expect([made.code, made.text]).toEqual([
      0,
      `version: 1
entries:
  - model: authentik_core.group
    id: staff
    identifiers:
      name: Staff
  # The application.
  - model: authentik_core.application
    id: wiki
    identifiers:
      slug: wiki
    attrs:
      name: Wiki
  # Who may.
  - model: authentik_policies.policybinding
    identifiers:
      group: !KeyOf staff
      target: !KeyOf wiki
      order: 0
`,
    ]);
    const again = await natural(made.text);
    expect([again.code, again.text, again.err]).toEqual([0, made.text, '0 files formatted, 1 unchanged\n']);
  });

  test('where two objects need each other, what a create does not need is set by a second entry', async () => {
    const { code, text } = await natural(
      `version: 1
entries:
- {model: authentik_flows.flow, identifiers: {pk: ${key(1)}}, attrs: {slug: login, name: Login, title: Login, designation: authentication}}
- {model: authentik_stages_identification.identificationstage, identifiers: {pk: ${key(2)}}, attrs: {name: who, user_fields: [email], recovery_flow: ${key(1)}, sources: [${key(7)}]}}
- {model: authentik_sources_oauth.oauthsource, identifiers: {pk: ${key(7)}}, attrs: {slug: git, name: Git, enrollment_flow: ${key(8)}, provider_type: github, consumer_key: a, consumer_secret: keep-me}}
- {model: authentik_flows.flow, identifiers: {pk: ${key(8)}}, attrs: {slug: enrol, name: Enrol, title: Enrol, designation: enrollment}}
`,
      '--target',
      '2025.12',
    );
    const models = [...text.matchAll(/- model: \w+\.(\w+)/g)].map(([, model]) => model);
    expect([code, models]).toEqual([0, ['flow', 'flow', 'oauthsource', 'identificationstage']]);
    expect(text).toContain('consumer_secret: !Env GIT_CONSUMER_SECRET');
    expect(text).not.toMatch(/keep-me|6dfa2c0c/);
  });

  test('keys of one file are found in another, and secrets stay where that is asked for', async () => {
    mkdirSync(join(folder, 'two'));
    write(
      'two/app.yaml',
      `version: 1
entries:
- {model: authentik_core.application, identifiers: {slug: wiki}, attrs: {name: Wiki, provider: 7}}
`,
    );
    write(
      'two/provider.yaml',
      `version: 1
entries:
- {model: authentik_providers_oauth2.oauth2provider, identifiers: {pk: 7}, attrs: {name: wiki, client_secret: "00000000"}}
`,
    );
    const check = await run(['fmt', '--natural', '--check', '--target', '2025.12', 'two']);
    expect([check.code, check.err]).toEqual([1, expect.stringContaining('2 files are not formatted')]);
    expect(read('two/app.yaml')).toContain('provider: 7');
    const { code, err } = await run([
      'fmt',
      '--natural',
      '--secrets',
      'env-file',
      '--target',
      '2025.12',
      'two',
    ]);
    expect([code, err]).toEqual([0, expect.stringContaining('WIKI_CLIENT_SECRET')]);
    expect(read('two/app.yaml')).toContain(
      'provider: !Find [authentik_providers_oauth2.oauth2provider, [name, wiki]]',
    );
    expect(read('two/provider.yaml')).toContain('client_secret: !Env WIKI_CLIENT_SECRET');
    expect([read('.env'), read('.gitignore')]).toEqual([
      expect.stringContaining("WIKI_CLIENT_SECRET='00000000'"),
      '/.env\n',
    ]);
  });

  test('what stands in an export twice goes once, and what a file looks up is listed', async () => {
    const provider = (model: string): string =>
      `- {model: ${model}, identifiers: {pk: 7}, attrs: {name: proxy, external_host: "https://a.example.com"}}`;
    const stage = `- {model: authentik_stages_user_login.userloginstage, identifiers: {pk: ${key(2)}, name: login}, attrs: {}}`;
    const { code, text, err } = await natural(
      [
        'version: 1',
        'entries:',
        provider('authentik_providers_oauth2.oauth2provider'),
        provider('authentik_providers_proxy.proxyprovider'),
        '- {model: authentik_core.application, identifiers: {slug: a}, attrs: {name: A, provider: 7}}',
        stage,
        stage,
        '- {model: authentik_core.token, identifiers: {identifier: mine}, attrs: {user: 1, intent: api}}',
        '',
      ].join('\n'),
      '--sandbox',
      '--seed',
      'default',
      '--target',
      '2025.12',
    );
    expect([code, [...text.matchAll(/- model: \w+\.(\w+)/g)].map(([, model]) => model)]).toEqual([
      0,
      ['proxyprovider', 'application', 'userloginstage', 'token'],
    ]);
    expect(text).toContain('provider: !KeyOf proxy');
    expect(text).toMatch(/user: !Find \[authentik_core\.user, \[username, akadmin\]\]/);
    expect(err).toContain('Left out: 1 that are in there as what they really are, 1 that stand twice.');
  });

  test('what identifies an object beside its key stays as it is written, and few objects prove nothing', async () => {
    const { code, text, err } = await natural(
      `version: 1
entries:
  - model: authentik_flows.flow
    id: flow
    identifiers: { slug: !Context slug }
  - model: authentik_flows.flowstagebinding
    identifiers:
      pk: ${key(3)}
      target: !KeyOf flow
      stage: !Find [authentik_stages_dummy.dummystage, [name, dummy]]
      order: 10
  - model: authentik_policies.policybinding
    identifiers:
      target: ${key(3)}
      order: 0
  - model: authentik_flows.flowstagebinding
    identifiers:
      pk: ${key(4)}
    attrs:
      order: 20
`,
      '--target',
      '2025.12',
    );
    expect([code, err.match(/\(primary-key-stays\)/g)?.length]).toEqual([1, 1]);
    expect(text).toContain(`    id: flowstagebinding
    identifiers:
      target: !KeyOf flow
      stage: !Find [authentik_stages_dummy.dummystage, [name, dummy]]
      order: 10
`);
    expect(text).toContain('target: !KeyOf flowstagebinding');
    expect(text).toContain(`pk: ${key(4)}`);
  });

  test('an entry that cannot be read is not lost', async () => {
    const text = `version: 1
entries:
  - model: authentik_core.group
    identifiers:
      pk: ${key(1)}
      name: Staff
  - just a text
`;
    const made = await natural(text, '--target', '2025.12');
    expect([made.code, made.text]).toEqual([1, text]);
    expect(made.err).toContain('entries of it cannot be read');
  });

  test('options about names are refused without --natural', async () => {
    expect(await run(['fmt', '--sandbox', write('one.yaml', 'version: 1\nentries: []\n')])).toMatchObject({
      code: 3,
    });
  });
});

describe.skipIf(!hasShared)('flows that a community exported', () => {
  const COMMUNITY = 'Metropolis-nexus__Authentik-Setup';

  test('have no primary keys but of what is in no file, which is said', async () => {
    cpSync(shared(`data/community/${COMMUNITY}`), join(folder, 'flows'), { recursive: true });
    const ran = await run(['fmt', '--natural', '--target', '2025.12', 'flows']);
    expect(ran.code).toBe(1);
    const names = readdirSync(join(folder, 'flows'));
    expect(names.length).toBeGreaterThan(15);
    const left = new Set(names.flatMap((name) => read(`flows/${name}`).match(UUID) ?? []));
    // A group that the flows put new users in, and that no file makes.
    expect([...left]).toEqual(['fe62d202-253c-4a08-b3f9-c78b37392ca9']);
    const checked = await run(['validate', '--target', '2025.12', '--format', 'json', 'flows']);
    const { diagnostics } = JSON.parse(checked.out) as {
      diagnostics: { readonly code: string; readonly severity: string }[];
    };
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('are what a server has that has imported them as they were', async () => {
    const name = 'flows__metropolis-authenticator-webauthn-setup.yaml';
    const raw = write('raw.yaml', readFileSync(shared(`data/community/${COMMUNITY}/${name}`), 'utf8'));
    const here = ['--sandbox', '--target', '2025.12', '--store', 'imported.json'];
    const sent = await run(['flow', 'import', '--yes', ...here, raw]);
    expect(sent.code, sent.out + sent.err).toBe(0);
    expect((await run(['fmt', '--natural', ...here, raw])).code).toBe(0);
    expect(read(raw)).not.toMatch(UUID);
    expect((await run(['plan', ...here, raw])).out).toMatch(/^Nothing to do/m);
  });
});

describe.skipIf(!hasShared).each([
  ['2023.2', '2023.2.3'],
  ['2025.12', '2025.12.4'],
])('the recorded fresh state of authentik %s', (target, recorded) => {
  const here = ['--sandbox', '--target', target, '--store', `store-${target}.json`];
  const state = ['--state', shared(`data/state/${recorded}`)];

  test('each of its flows is exported with names, and is what the server has', async () => {
    const listed = await run(['flow', 'export', ...here, ...state]);
    expect(listed.out).toMatch(/^default-authentication-flow +authentication +Welcome to authentik!$/m);
    const out = `flows-${target}`;
    const ran = await run(['flow', 'export', '--all', '--out', out, ...here]);
    expect([ran.code, ran.err]).toEqual([0, expect.stringMatching(/^Wrote \d+ flows to/m)]);
    const names = readdirSync(join(folder, out)).sort();
    expect(names.length).toBe(listed.out.trim().split('\n').length);
    expect(names.flatMap((name) => read(`${out}/${name}`).match(UUID) ?? [])).toEqual([]);
    expect((await run(['fmt', '--check', out])).code).toBe(0);
    expect((await run(['plan', ...here, out])).out).toMatch(/^Nothing to do/m);
    // The same in two steps, and once more over its own files.
    const raw = await run(['flow', 'export', 'default-authentication-flow', '--raw', ...here]);
    const name = write('default-authentication-flow.yaml', raw.out);
    await run(['fmt', '--natural', ...here, name]);
    expect(read(`${out}/default-authentication-flow.yaml`)).toBe(
      `# Written by "ak-blueprint export".\n${read(name)}`,
    );
    expect((await run(['flow', 'export', '--all', '--out', out, ...here])).code).toBe(0);
    write(`${out}/default-invalidation-flow.yaml`, 'mine\n');
    expect(await run(['flow', 'export', '--all', '--out', out, ...here])).toMatchObject({ code: 3 });
  });

  test('a whole export of it, with the keys of all objects, has nothing to do at home', async () => {
    const { catalog, client } = await openOn(target, shared(`data/state/${recorded}`));
    const { models } = await readSnapshot(client, catalog, exportQuestions(catalog), emptySnapshot(target));
    const file = write(`all-${target}.yaml`, exportedText(models, catalog));
    const ran = await run(['fmt', '--natural', ...here, ...state, file]);
    expect([ran.code, ran.err]).toEqual([
      0,
      expect.stringMatching(/^Left out: .*\d\d that are authentik's own blueprints/m),
    ]);
    expect(read(file).match(UUID)).toBeNull();
    const planned = await run(['plan', ...here, ...state, file]);
    expect(planned.out, planned.err).toMatch(/^Nothing to do: 1\d\d objects/m);
    const strict = await run(['validate', '--strict', '--target', target, file]);
    expect(strict.code, strict.out).toBe(0);
  });
});

/** What authentik's exporter writes of objects: what can be written, and is not false or empty. */
function exportedText(models: Snapshot['models'], catalog: Catalog): string {
  const isEmpty = (value: unknown): boolean =>
    value === null || value === false || value === '' || JSON.stringify(value) === '[]';
  const entries = Object.entries(models).flatMap(([name, { rows }]) => {
    const model = catalog.models[name];
    if (model?.kind !== 'resource') return [];
    return rows.map((row) => ({
      attrs: Object.fromEntries(
        Object.entries(row).filter(([field, value]) => {
          const known = model.fields[field];
          return (
            known && !known.readOnly && !known.grants && !isEmpty(value) && field !== model.collection.pk
          );
        }),
      ),
      conditions: [],
      identifiers: { pk: row[model.collection.pk] },
      model: name,
      state: 'present',
    }));
  });
  const label = { 'blueprints.goauthentik.io/generated': 'true' };
  const lines = entries.map((entry) => `- ${JSON.stringify(entry)}`);
  return `version: 1\nmetadata: ${JSON.stringify({ name: 'authentik Export - 2026-01-01', labels: label })}\nentries:\n${lines.join('\n')}\n`;
}
