import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import schema from '../../schemas/saved-plan-1.json' with { type: 'json' };
import { digestOf } from '../../src/plan/value/digest.ts';
import { checksumOf, type SavedPlan } from '../../src/plan/value/saved-plan.ts';
import { type Ran, runOnTerminal } from '../run-here.ts';
import { Random } from '../mutants/random.ts';
import { openServer, type Served } from './served.ts';

/* A plan that was saved is done as it was, or refused in words that say what is another. */

const KEY = 'a key of some length';
const BEFORE = `version: 1
entries:
- {model: authentik_core.user, id: ada, identifiers: {username: ada}, attrs: {name: Ada, groups: []}}
- {model: authentik_core.group, identifiers: {name: staff}, attrs: {users: []}}
- {model: authentik_core.group, identifiers: {name: old}}
- {model: authentik_core.group, identifiers: {name: ops}, attrs: {attributes: {a: 1}}}
`;
const WANTED = `version: 1
entries:
- model: authentik_core.group
  identifiers: {name: staff}
  attrs: {users: [!Find [authentik_core.user, [username, ada]]]}
- {model: authentik_core.group, identifiers: {name: old}, state: absent}
- {model: authentik_core.group, identifiers: {name: ops}, attrs: {attributes: {a: 2}}}
- model: authentik_core.user
  identifiers: {username: carol}
  attrs: {name: !Context [who, Carol], groups: [], password: !Env PASSWORD}
`;

let server: Served;
let folder: string;
let base: ReturnType<Served['sandbox']['snapshot']>;
const file = (name: string): string => join(folder, name);
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runOnTerminal(args, {
    env: { PASSWORD: 'correct-horse-battery', ...server.env, ...env },
    cwd: folder,
    more: { isInteractive: false },
  });
const save = async (
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const { code, err } = await run(['plan', '--out', 'plan.json', 'wanted.yaml', ...args], env);
  expect([code, err]).toEqual([0, expect.stringContaining('ak-blueprint apply plan.json')]);
};
const saved = (): SavedPlan => JSON.parse(readFileSync(file('plan.json'), 'utf8')) as SavedPlan;
const rewrite = (change: (plan: SavedPlan) => unknown, key?: string): void => {
  const changed = change(saved()) as SavedPlan;
  writeFileSync(file('plan.json'), JSON.stringify({ ...changed, checksum: checksumOf(changed, key) }));
};

beforeAll(async () => {
  server = await openServer('2025.12');
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-saved-'));
  writeFileSync(file('before.yaml'), BEFORE);
  expect((await run(['apply', '--yes', '--lock', 'none', 'before.yaml'])).code).toBe(0);
  base = server.sandbox.snapshot();
}, 60_000);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  server.sandbox.restore(base);
  rmSync(file('plan.json'), { force: true });
  writeFileSync(file('wanted.yaml'), WANTED);
  server.log.length = 0;
});

describe('a saved plan', () => {
  test('is done, without a question, and then nothing is left to do', async () => {
    await save();
    const { code, out } = await run(['apply', 'plan.json']);
    expect([code, out]).toEqual([0, expect.stringContaining('Done: 4 applied')]);
    expect((await run(['plan', '--detailed-exitcode', 'wanted.yaml'])).code).toBe(0);
    expect((await run(['apply', 'plan.json'])).code).toBe(5);
  });

  test.each([[{}], [{ AK_BLUEPRINT_KEY: KEY }]])('fits its schema, with %j', async (env) => {
    await save([], env);
    const validate = new Ajv({ strict: false }).compile(schema);
    expect([validate(saved()), validate.errors]).toEqual([true, null]);
    expect(saved().secretsCovered).toBe('AK_BLUEPRINT_KEY' in env);
    expect(readFileSync(file('plan.json'), 'utf8')).not.toMatch(/correct-horse|a key of/);
  });

  test('is the same, byte by byte, when it is made again', async () => {
    await save();
    const first = readFileSync(file('plan.json'));
    await save();
    expect(readFileSync(file('plan.json')).equals(first)).toBe(true);
  });

  test('nobody else may read it, and nothing else is left in its folder', async () => {
    writeFileSync(file('plan.json'), 'old');
    chmodSync(file('plan.json'), 0o644);
    await save();
    expect(statSync(file('plan.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.includes('.new'))).toEqual([]);
    const { code, err } = await run(['plan', '--out', 'no/such/\0/x', 'wanted.yaml']);
    expect([code, err]).toEqual([3, expect.stringContaining('cannot be written')]);
  });

  test('of standard input, or of files with errors, is not saved', async () => {
    expect((await run(['plan', '--out', 'plan.json', '-'])).code).toBe(3);
    writeFileSync(file('wanted.yaml'), WANTED.replace('users:', 'usres: {}\n    users:'));
    writeFileSync(
      file('wanted.yaml'),
      'version: 1\nentries:\n- {model: authentik_core.grup, identifiers: {name: x}}\n',
    );
    expect((await run(['plan', '--out', 'plan.json', 'wanted.yaml'])).code).toBe(1);
    expect(() => saved()).toThrow();
  });

  test('takes its options from the file, and no others', async () => {
    await save(['--secrets', 'always', '--insensitive', 'PASSWORT']);
    expect(saved().options).toMatchObject({ secrets: 'always', insensitive: ['PASSWORT'] });
    for (const [option, ...value] of [
      ['--secrets', 'never'],
      ['--allow-protected', 'authentik_core.group'],
      ['--revoke-permissions'],
      ['--prune'],
      ['--target', '2025.12'],
    ] as const) {
      const { code, err } = await run(['apply', option, ...value, 'plan.json']);
      expect([code, err], option).toEqual([
        3,
        expect.stringContaining(`${option} does not go with a saved plan`),
      ]);
    }
    expect((await run(['apply', '--quiet', '--parallelism', '2', 'plan.json'])).code).toBe(0);
  });

  test('knows only the files that it was made of', async () => {
    mkdirSync(file('folder'), { recursive: true });
    writeFileSync(file('folder/a.yaml'), WANTED);
    expect((await run(['plan', '--out', 'plan.json', 'folder'])).code).toBe(0);
    writeFileSync(file('folder/b.yaml'), BEFORE);
    const added = await run(['apply', 'plan.json']);
    expect([added.code, added.err]).toEqual([5, expect.stringContaining('folder/b.yaml is new')]);
    rmSync(file('folder/b.yaml'));
    writeFileSync(file('folder/a.yaml'), `${WANTED}# a comment\n`);
    const changed = await run(['apply', 'plan.json']);
    expect([changed.code, changed.err]).toEqual([5, expect.stringContaining('folder/a.yaml has changed')]);
    rmSync(file('folder'), { recursive: true });
    const gone = await run(['apply', 'plan.json']);
    expect([gone.code, gone.err]).toEqual([5, expect.stringContaining('folder/a.yaml, which is not there')]);
  });

  test('is for one project file', async () => {
    const project = (text: string): void => writeFileSync(file('ak-blueprint.yaml'), text);
    project('files: [wanted.yaml]\n');
    expect((await run(['plan', '--out', 'plan.json'])).code).toBe(0);
    project('files: [wanted.yaml]\nlists: {authentik_core.group.users: merge}\n');
    const { code, err } = await run(['apply', 'plan.json']);
    expect([code, err]).toEqual([5, expect.stringContaining('ak-blueprint.yaml has changed')]);
    rmSync(file('ak-blueprint.yaml'));
  });

  test('wants the same context again', async () => {
    await save(['--context', 'who=Caroline the Great']);
    expect(readFileSync(file('plan.json'), 'utf8')).not.toContain('Caroline');
    const without = await run(['apply', 'plan.json']);
    expect([without.code, without.err]).toEqual([5, expect.stringContaining('made with a context of who')]);
    const other = await run(['apply', '--context', 'who=Somebody', 'plan.json']);
    // Its value is a secret, which only a key tells from another.
    expect(other.code).toBe(0);
    server.sandbox.restore(base);
    await save(['--context', 'who=Caroline the Great'], { AK_BLUEPRINT_KEY: KEY });
    const told = await run(['apply', '--context', 'who=Somebody', 'plan.json'], { AK_BLUEPRINT_KEY: KEY });
    expect([told.code, told.err]).toEqual([5, expect.stringContaining('the value of a secret is another')]);
  });

  test.each<[what: string, change: (plan: SavedPlan) => unknown, says: string]>([
    [
      'another server',
      (plan) => ({ ...plan, server: 'https://other.example' }),
      'the server https://other.example',
    ],
    ['another release', (plan) => ({ ...plan, release: '2025.12.1' }), 'made for authentik 2025.12.1'],
    ['another user', (plan) => ({ ...plan, user: { pk: 9, username: 'eve' } }), 'the user eve (9)'],
    [
      'another project',
      (plan) => ({ ...plan, project: { name: 'infra', id: '1' } }),
      'the project infra (1), and this is none',
    ],
    ['another format', (plan) => ({ ...plan, formatVersion: 2 }), 'in format 2; this one reads format 1'],
  ])('for %s is refused', async (_, change, says) => {
    await save();
    rewrite(change);
    const { code, err } = await run(['apply', 'plan.json']);
    expect([code, err]).toEqual([5, expect.stringContaining(says)]);
    expect(err).toContain('plan again');
    expect(server.log.filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  test('is refused at another server and for another user, before anything is written', async () => {
    await save();
    const other = await openServer('2025.12');
    const { code, err } = await run(['apply', 'plan.json'], other.env);
    expect([code, err]).toEqual([
      5,
      expect.stringContaining(`the server ${server.url}, and this is ${other.url}`),
    ]);
    await other.close();
  });
});

describe('a file that was changed', () => {
  const edit = (from: string, to: string): void => {
    const text = readFileSync(file('plan.json'), 'utf8');
    expect(text).toContain(from);
    writeFileSync(file('plan.json'), text.replaceAll(from, to));
  };

  test.each([
    ['"carol"', '"mallory"'],
    ['"on-change"', '"always"'],
    ['"wanted.yaml"', '"before.yaml"'],
    ['"delete"', '"noop"'],
  ])('by hand (%s) is refused', async (from, to) => {
    await save();
    edit(from, to);
    const { code, err } = await run(['apply', 'plan.json']);
    expect([code, err]).toEqual([5, expect.stringContaining('its checksum does not match its content')]);
  });

  test('in its layout only is the same', async () => {
    await save();
    writeFileSync(file('plan.json'), JSON.stringify(saved()));
    expect((await run(['apply', 'plan.json'])).code).toBe(0);
  });

  test('with a checksum to match, its digest is another, and with that, too, no more is done than the files say', async () => {
    const mallory = (plan: SavedPlan): SavedPlan =>
      JSON.parse(JSON.stringify(plan).replaceAll('"carol"', '"mallory"')) as SavedPlan;
    await save();
    rewrite(mallory);
    const first = await run(['apply', 'plan.json']);
    expect([first.code, first.err]).toEqual([5, expect.stringContaining('its digest does not match')]);
    await save();
    rewrite((plan) => {
      const changed = mallory(plan);
      const digest = digestOf(changed.plan);
      return { ...changed, digest, plan: { ...changed.plan, digest } };
    });
    expect((await run(['apply', 'plan.json'])).code).toBe(5);
    const all = await server.api.all();
    expect([all['mallory'], all['carol']]).toEqual([undefined, undefined]);
    expect(all['ops']).toMatchObject({ attributes: { a: 2 } });
  });

  test('cannot be made to match without the key', async () => {
    const env = { AK_BLUEPRINT_KEY: KEY };
    await save([], env);
    rewrite((plan) => ({ ...plan, options: { ...plan.options, allowProtected: ['authentik_core.group'] } }));
    const { code, err } = await run(['apply', 'plan.json'], env);
    expect([code, err]).toEqual([5, expect.stringContaining('its checksum does not match')]);
  });

  test.each<[what: string, change: (plan: SavedPlan) => unknown]>([
    ['a part too few', (plan) => ({ ...plan, files: undefined })],
    ['no list of changes', (plan) => ({ ...plan, plan: { ...plan.plan, changes: 7 } })],
    ['a change without an action', (plan) => ({ ...plan, plan: { ...plan.plan, changes: [{ row: 'x' }] } })],
  ])('with %s is no saved plan', async (_, change) => {
    await save();
    rewrite(change);
    const { code, err } = await run(['apply', 'plan.json']);
    expect([code, err]).toEqual([3, expect.stringContaining('plan.json is no saved plan')]);
  });

  test('what --format json prints is none either, and other files do not go with one', async () => {
    const { out } = await run(['plan', '--format', 'json', 'wanted.yaml']);
    writeFileSync(file('plan.json'), out);
    const printed = await run(['apply', 'plan.json']);
    expect([printed.code, printed.err]).toEqual([3, expect.stringContaining('what --format json prints')]);
    await save();
    const beside = await run(['apply', 'plan.json', 'wanted.yaml']);
    expect([beside.code, beside.err]).toEqual([
      3,
      expect.stringContaining('other files are named beside it'),
    ]);
  });

  test('a blueprint in JSON is a blueprint', async () => {
    const entry = { model: 'authentik_core.group', identifiers: { name: 'json' } };
    writeFileSync(file('group.json'), JSON.stringify({ version: 1, entries: [entry] }));
    expect((await run(['apply', '--yes', 'group.json'])).code).toBe(0);
  });

  test('anywhere never shows a stack trace, and changes nothing', async () => {
    await save();
    const text = readFileSync(file('plan.json'), 'utf8');
    const before = server.sandbox.snapshot();
    const random = new Random(7);
    for (let round = 0; round < 30; round += 1) {
      const at = random.below(text.length);
      const damaged =
        round % 3 === 0
          ? text.slice(0, Math.max(30, at))
          : `${text.slice(0, at)}${round % 3 === 1 ? '' : '[{"x'}${text.slice(at + 1 + random.below(20))}`;
      writeFileSync(file('plan.json'), damaged);
      const { code, err } = await run(['apply', 'plan.json']);
      // Without its start nothing says that it was a plan.
      expect(at < 30 ? [1, 3, 5] : [3, 5], err).toContain(code);
      expect(err).not.toMatch(/ at .*\.[tj]s:|this is a bug/);
    }
    expect(server.sandbox.snapshot()).toEqual(before);
  });
});

describe('the digest', () => {
  const digest = async (env: Readonly<Record<string, string>> = {}): Promise<string> => {
    const { out } = await run(['plan', '--format', 'json', 'wanted.yaml'], env);
    const { digest: found, secretsCovered } = JSON.parse(out) as { digest: string; secretsCovered: boolean };
    expect(secretsCovered).toBe('AK_BLUEPRINT_KEY' in env);
    return found;
  };

  test('is printed, and says whether it covers secrets', async () => {
    const key = { AK_BLUEPRINT_KEY: KEY };
    const plain = (await run(['plan', 'wanted.yaml'])).out;
    expect(plain).toContain(`Digest: ${await digest()} (the values of secrets are not covered`);
    const keyed = (await run(['plan', 'wanted.yaml'], key)).out;
    expect(keyed).toContain(`Digest: ${await digest(key)} (the values of secrets are covered`);
    expect((await run(['apply', '--yes', 'wanted.yaml'])).out).toContain('are not covered');
  });

  test('is another for another secret, and for another key', async () => {
    const key = { AK_BLUEPRINT_KEY: KEY };
    const rotated = { PASSWORD: 'another-horse' };
    expect(await digest(rotated)).toBe(await digest());
    expect(await digest({ ...key, ...rotated })).not.toBe(await digest(key));
    expect(await digest({ AK_BLUEPRINT_KEY: '0123456789abcdef' })).not.toBe(await digest(key));
    expect(await digest(key)).toBe(await digest(key));
  });

  test('a secret that was rotated since is not written, and all else is', async () => {
    const key = { AK_BLUEPRINT_KEY: KEY };
    await save([], key);
    const { code, err, out } = await run(['apply', 'plan.json'], { ...key, PASSWORD: 'another-horse' });
    expect([code, err]).toEqual([5, expect.stringContaining('the value of a secret is another now')]);
    expect(out).toContain('3 applied');
    expect((await server.api.all())['carol']).toBe(undefined);
  });

  test('wants the key that the plan was saved with', async () => {
    await save([], { AK_BLUEPRINT_KEY: KEY });
    const none = await run(['apply', 'plan.json']);
    expect([none.code, none.err]).toEqual([5, expect.stringContaining('AK_BLUEPRINT_KEY, which is not set')]);
    const other = await run(['apply', 'plan.json'], { AK_BLUEPRINT_KEY: '0123456789abcdef' });
    expect([other.code, other.err]).toEqual([5, expect.stringContaining('AK_BLUEPRINT_KEY is another')]);
  });

  test('with a key, a plan that says that it needs none is not trusted', async () => {
    await save([], {});
    const { code, err } = await run(['apply', 'plan.json'], { AK_BLUEPRINT_KEY: KEY });
    expect([code, err]).toEqual([5, expect.stringContaining('saved without AK_BLUEPRINT_KEY')]);
    expect((await server.api.all())['carol']).toBe(undefined);
  });

  test('a key that could be tried out is refused, and is not shown', async () => {
    for (const command of ['plan', 'apply']) {
      const { code, err } = await run([command, 'wanted.yaml'], { AK_BLUEPRINT_KEY: 'short-key-123' });
      expect([code, err]).toEqual([3, expect.stringContaining('at least 16 characters')]);
      expect(err).not.toContain('short-key');
    }
  });

  test('--expect does the plan that has it, without a question, and no other', async () => {
    const right = await digest();
    const other = right.replace(/^./, (first) => (first === '0' ? '1' : '0'));
    const wrong = await run(['apply', '--expect', other, 'wanted.yaml']);
    expect(wrong.code).toBe(5);
    expect(wrong.err).toContain(other);
    expect(wrong.err).toContain(right);
    expect(wrong.out).toContain('+ authentik_core.user   carol');
    const json = await run(['apply', '--expect', other, '--format', 'json', 'wanted.yaml']);
    expect(json.code).toBe(5);
    expect(JSON.parse(json.out)).toMatchObject({
      digest: right,
      diagnostics: [{ code: 'digest-differs', message: expect.stringContaining(other) as string }],
    });
    expect((await run(['apply', '--expect', right.slice(0, 12), 'wanted.yaml'])).code).toBe(3);
    expect(server.log.filter((line) => !line.startsWith('GET'))).toEqual([]);
    expect((await run(['apply', '--expect', right.toUpperCase(), 'wanted.yaml'])).code).toBe(0);
  });

  test('--expect holds for a saved plan, too', async () => {
    await save();
    const { digest: right } = saved();
    expect(
      (
        await run([
          'apply',
          '--expect',
          right.replace(/^./, 'z').replace('z', right.startsWith('0') ? '1' : '0'),
          'plan.json',
        ])
      ).code,
    ).toBe(5);
    expect((await run(['apply', '--expect', right, 'plan.json'])).code).toBe(0);
  });
});

describe('requests', () => {
  /** Those of the run: the reads of the plan, the writes, and one read for the delete and one for the list. */
  const counted = async (args: readonly string[]): Promise<Readonly<Record<string, number>>> => {
    server.log.length = 0;
    await run(['plan', 'wanted.yaml']);
    const reads = server.log.length;
    server.log.length = 0;
    expect((await run([...args, '--lock', 'none'])).code).toBe(0);
    const of = (method: string): number => server.log.filter((line) => line.startsWith(method)).length;
    return { reads, get: of('GET') - reads, post: of('POST'), patch: of('PATCH'), delete: of('DELETE') };
  };
  const once = { get: 2, delete: 1 };

  test('of apply --yes, of a saved plan and of --expect are the same', async () => {
    const yes = await counted(['apply', '--yes', 'wanted.yaml']);
    expect(yes).toMatchObject(once);
    server.sandbox.restore(base);
    await save();
    expect(await counted(['apply', 'plan.json'])).toEqual(yes);
    server.sandbox.restore(base);
    const { out } = await run(['plan', '--format', 'json', 'wanted.yaml']);
    const { digest } = JSON.parse(out) as { digest: string };
    expect(await counted(['apply', '--expect', digest, 'wanted.yaml'])).toEqual(yes);
  });
});
