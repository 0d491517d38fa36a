import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import schema from '../../schemas/plan-output-1.json' with { type: 'json' };
import { type Ran, runHere } from '../run-here.ts';

/* What no file names, as the commands show it: a server with a team's groups, an application and a binding. */

interface PlanOutput {
  readonly digest: string;
  readonly diagnostics: readonly {
    code: string;
    severity: string;
    message: string;
    file?: string;
    hint?: string;
  }[];
  readonly unmanaged?: readonly { model: string; key: string; name: string }[];
  readonly summary: { readonly unmanaged?: Readonly<Record<string, number>> };
}

let folder: string;
const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const run = (...args: string[]): Promise<Ran> =>
  runHere([...args, '--sandbox', '--target', '2023.2', '--store', 'store.json'], {
    cwd: folder,
    env: { NO_COLOR: '1', XDG_CONFIG_HOME: join(folder, 'config') },
  });
const isOfSchema = new Ajv({ allowUnionTypes: true }).compile(schema);

async function planned(...args: string[]): Promise<PlanOutput> {
  const { out } = await run('plan', '--format', 'json', ...args);
  const output = JSON.parse(out) as PlanOutput;
  expect(isOfSchema(output), JSON.stringify(isOfSchema.errors)).toBe(true);
  return output;
}

const APP = '- {model: authentik_core.application, identifiers: {slug: shop}, attrs: {name: Shop}}\n';
const HAND = `${APP}- {model: authentik_core.group, identifiers: {name: team-a}}
- {model: authentik_core.group, identifiers: {name: team-b}}
- {model: authentik_core.user, id: eve, identifiers: {username: eve}, attrs: {name: Eve, groups: []}}
- {model: authentik_policies.policybinding, identifiers: {target: !Find [authentik_core.application, [slug, shop]], order: 99}, attrs: {user: !KeyOf eve}}
`;
const project = (...ignored: string[]): void =>
  put(
    'ak-blueprint.yaml',
    `files: [ours.yaml]\nunmanaged:\n  ignore: [${ignored.map((one) => `"${one}"`).join(', ')}]\n`,
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-unmanaged-'));
  put('ours.yaml', `version: 1\nentries:\n${APP}`);
  put('hand.yaml', `version: 1\nentries:\n${HAND}`);
  const { code, err } = await run('apply', '--yes', 'hand.yaml');
  expect([code, err]).toEqual([0, '']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a plan notes it at the entry, and lists all of it when asked', async () => {
  rmSync(join(folder, 'ak-blueprint.yaml'), { force: true });
  const plain = await run('plan', '--detailed-exitcode', 'ours.yaml');
  expect([plain.code, plain.err]).toEqual([
    0,
    expect.stringMatching(
      /^ours\.yaml:3:11 note 1 policy binding of application shop is in no file: user eve at order 99 \(child-not-declared\)/,
    ),
  ]);
  expect((await run('plan', '--quiet', 'ours.yaml')).err).toBe('');
  expect((await run('apply', '--yes', 'ours.yaml')).err).toContain('user eve at order 99');

  const { out } = await run('plan', '--unmanaged', 'ours.yaml');
  expect(out).toMatch(
    /In no file:\n {2}authentik_core\.group \(2\)\n {4}team-a {2}\S+\n {4}team-b {2}\S+\n {2}authentik_policies/,
  );
  expect(out).toMatch(
    /^3 objects of the server are in no file\. Not listed: \d+ that are users or what is theirs \(--users\), \d+ that authentik made itself\.$/m,
  );
  const output = await planned('--unmanaged', '--users', 'ours.yaml');
  expect(output.unmanaged?.map(({ model, name }) => `${model} ${name}`)).toEqual([
    'authentik_core.group team-a',
    'authentik_core.group team-b',
    'authentik_core.token authentik-bootstrap-token',
    'authentik_core.user eve',
    'authentik_policies.policybinding eve / shop / 99',
  ]);
  expect(output.summary.unmanaged).toMatchObject({ listed: 5, ignored: 0, users: 0 });
  expect((await planned('ours.yaml')).digest).toBe(output.digest);
});

test('the project file ignores some of it, and that is always said', async () => {
  project(
    'authentik_core.group:team-?',
    'authentik_policies.policybinding:*eve*',
    'authentik_flows.stage:x*',
  );
  const output = await planned('--unmanaged');
  expect(output.unmanaged).toEqual([]);
  expect(output.summary.unmanaged).toMatchObject({ listed: 0, ignored: 3 });
  const found = output.diagnostics.filter(
    ({ code }) => code.startsWith('unmanaged') || code.startsWith('child'),
  );
  expect(found.map(({ code, file, message }) => [code, file, message])).toEqual([
    [
      'unmanaged-ignored',
      'ak-blueprint.yaml',
      expect.stringContaining(
        'keeps 2 that are in no file from being noted: authentik_core.group team-a, authentik_core.group team-b',
      ),
    ],
    [
      'unmanaged-ignored',
      'ak-blueprint.yaml',
      expect.stringContaining(
        'keeps 1 that is in no file from being noted: authentik_policies.policybinding eve / shop / 99',
      ),
    ],
    [
      'unmanaged-unused',
      'ak-blueprint.yaml',
      expect.stringContaining('"authentik_flows.stage:x*" ignores nothing'),
    ],
  ]);
  const plain = await run('plan');
  expect(plain.err).toMatch(
    /^ak-blueprint\.yaml:3:\d+ note .* keeps 1 that is in no file from being noted: authentik_policies\.policybinding eve/,
  );
  expect(plain.err).not.toContain('child-not-declared');

  put('ak-blueprint.yaml', 'files: [ours.yaml]\nrules: {unmanaged-ignored: off}\n');
  expect((await run('plan')).err).toContain(
    'unmanaged-ignored is always an info: a project file cannot change that',
  );
  project('authentik_core.grop');
  const wrong = await run('plan');
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('did you mean authentik_core.group?')]);
});

test('--users and --only go with what they are about', async () => {
  project();
  expect((await run('plan', '--users')).code).toBe(3);
  expect((await run('plan', '--unmanaged', '--only', 'ours.yaml')).code).toBe(3);
});
