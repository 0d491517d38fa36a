import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Refusal } from '../../src/blueprint/refusal.ts';
import { boundsOf } from '../../src/cli/bounds.ts';
import { type Io, processIo } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { outside } from '../../src/cli/outside.ts';
import { openSandbox } from '../../src/cli/open-sandbox.ts';
import { replaceFile, writeWhole } from '../../src/cli/write-file.ts';

/* What a checkout may read and write: through the commands, in this process. */

const CANARY = 'canary-7f3a91c2-outside';

let around: string;
let folder: string;
beforeEach(() => {
  around = realpathSync(mkdtempSync(join(tmpdir(), 'ak-blueprint-trust-')));
  folder = join(around, 'checkout');
  mkdirSync(folder);
  write('../outside/secret.yaml', `${CANARY}: [\n`);
});
afterEach(() => rmSync(around, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function blueprint(note: string, name = 'engineers'): string {
  return `version: 1\nentries:\n- model: authentik_core.group\n  identifiers: {name: ${name}}\n  attrs:\n    attributes:\n      note: ${note}\n`;
}

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** The codes of the findings, each with the text at its place. */
  readonly found: readonly string[];
}

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = folder,
): Promise<Ran> {
  let [out, err] = ['', ''];
  const io: Io = {
    ...processIo(false),
    cwd,
    env: { HOME: join(around, 'home'), ...env },
    isInteractive: false,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    status: () => undefined,
  };
  const exit = await main(args, io);
  const found = out.startsWith('{')
    ? (
        JSON.parse(out) as { diagnostics: { code: string; file?: string; message: string }[] }
      ).diagnostics.map(({ code, file, message }) => `${code} ${file ?? ''}: ${message}`)
    : [];
  return { exit, out, err, found };
}

const json = ['--format', 'json'];
const plan = (...args: string[]): string[] => ['plan', ...json, '--sandbox', ...args];

describe('!Env', () => {
  test.each(['validate', 'plan --sandbox'])(
    '%s refuses our credentials, whatever is allowed',
    async (command) => {
      write('a.yaml', blueprint('!Env [AUTHENTIK_TOKEN, none]'));
      write('b.yaml', blueprint('!Format ["%s", !Env AK_BLUEPRINT_KEY]', 'b'));
      const { exit, found } = await run(
        [...command.split(' '), ...json, '--allow-env', 'A*', 'a.yaml', 'b.yaml'],
        { AUTHENTIK_TOKEN: CANARY, AK_BLUEPRINT_KEY: CANARY },
      );
      expect([exit, found]).toEqual([
        1,
        [
          'env-refused a.yaml: the variable AUTHENTIK_TOKEN holds a credential of ak-blueprint, which no blueprint may read',
          'env-refused b.yaml: the variable AK_BLUEPRINT_KEY holds a credential of ak-blueprint, which no blueprint may read',
        ],
      ]);
    },
  );

  test('is refused them also where nothing looked at the tag before', () => {
    const io = {
      ...processIo(false),
      cwd: folder,
      env: { AUTHENTIK_TOKEN: 'other', OPEN: 'x', authentik_token: 'y' },
    };
    const rules = { refuse: () => undefined, isInsensitive: () => true };
    const { env } = outside([folder], rules, [CANARY], io);
    const ours = [
      'AUTHENTIK_TOKEN',
      'authentik_token',
      'AK_BLUEPRINT_KEY',
      'AK_BLUEPRINT_HEADERS',
      'AK_BLUEPRINT_CLIENT_KEY_PASSPHRASE',
    ];
    expect(ours.map(env)).toEqual(ours.map(() => expect.any(Refusal) as Refusal));
    expect(['OPEN', 'constructor'].map(env)).toEqual(['x', undefined]);
  });

  test('refuses a variable and a file with one of our credentials in them', async () => {
    write('a.yaml', blueprint('!Env COPY'));
    write('b.yaml', blueprint('!File token', 'b'));
    write('token', `x ${CANARY}`);
    const { exit, found } = await run(plan('--target', '2025.12', 'a.yaml', 'b.yaml'), {
      AUTHENTIK_TOKEN: CANARY,
      COPY: `Bearer ${CANARY}`,
    });
    expect([exit, found]).toEqual([
      1,
      [
        'env-refused a.yaml: the variable COPY holds a credential of ak-blueprint, which no blueprint may read',
        'path-refused b.yaml: the file token holds a credential of ak-blueprint, which no blueprint may read',
      ],
    ]);
  });

  test.each([
    ['without a word every other one may be read', '', [], true],
    ['the project file narrows it', 'env: [DOMAIN]', [], false],
    ['the project file names it', 'env: [DOMAIN, REG*]', [], true],
    ['the project file lets none be read', 'env: []', [], false],
    ['the command line widens it again', 'env: [DOMAIN]', ['--allow-env', 'REGION'], true],
    ['the command line narrows it', '', ['--allow-env', 'DOMAIN'], false],
    ['the project file adds nothing to the command line', 'env: ["*"]', ['--allow-env', 'DOMAIN'], false],
  ])('%s', async (_, project, args, mayRead) => {
    write('ak-blueprint.yaml', `files: a.yaml\n${project}\n`);
    write('a.yaml', blueprint('!Env [REGION, none]'));
    for (const command of [['validate', ...json], plan()]) {
      const { exit, found } = await run([...command, ...args], { REGION: 'north' });
      expect([command[0], exit, found]).toEqual([
        command[0],
        mayRead ? 0 : 1,
        mayRead ? [] : [expect.stringMatching(/^env-refused a\.yaml: the variable REGION is not among/)],
      ]);
    }
  });

  test('no project file and no comment takes the finding away', async () => {
    write('ak-blueprint.yaml', 'files: a.yaml\nenv: []\nrules: {env-refused: off}\n');
    write('a.yaml', blueprint('!Env REGION # ak-blueprint-ignore env-refused: please'));
    const { exit, found } = await run(['validate', ...json]);
    expect([exit, found.map((one) => one.split(' ')[0])]).toEqual([
      1,
      ['project-invalid', 'env-refused', 'ignore-invalid'],
    ]);
  });
});

describe('what leads out of the project folder', () => {
  const elsewhere = (): string => join(around, 'outside');

  test.each([
    ['files: [/proc/self/environ]', '/proc/self/environ'],
    ['files: [../outside]', '../outside'],
    ['files: [../outside/secret.yaml]', '../outside/secret.yaml'],
    ['files: ["../outside/*.yaml"]', '../outside'],
    ['files: [../outside/nothing.yaml]', '../outside/nothing.yaml'],
    ['files: [link.yaml]', 'link.yaml'],
    ['files: [folder]', 'folder'],
    ['files: ["folder/*.yaml"]', 'folder'],
    ['files: ["**/*.yaml"]', 'folder'],
  ])('is one finding at the item of the project file: %s', async (files) => {
    write('ak-blueprint.yaml', `${files}\n`);
    symlinkSync(join(elsewhere(), 'secret.yaml'), join(folder, 'link.yaml'));
    symlinkSync(elsewhere(), join(folder, 'folder'));
    const { exit, found, out, err } = await run(['validate', ...json]);
    expect(exit).toBe(1);
    expect(found.filter((one) => one.startsWith('path-refused ak-blueprint.yaml: "files": '))).toHaveLength(
      1,
    );
    expect(found.filter((one) => !one.startsWith('path-refused'))).toEqual([]);
    expect(out + err).not.toContain(CANARY);
  });

  test.each([
    ['a link in a folder that is walked', ['.'], 'link.yaml'],
    ['a folder behind a link in it', ['blueprints'], 'blueprints/deep'],
    ['a link that is named itself', ['link.yaml'], 'link.yaml'],
    ['a link that a shell or a hook named', ['blueprints/deep/secret.yaml'], 'blueprints/deep/secret.yaml'],
    ['a link through another one', ['second.yaml'], 'second.yaml'],
  ])('is not read: %s', async (_, paths, named) => {
    symlinkSync(join(elsewhere(), 'secret.yaml'), join(folder, 'link.yaml'));
    symlinkSync('link.yaml', join(folder, 'second.yaml'));
    mkdirSync(join(folder, 'blueprints'));
    symlinkSync(elsewhere(), join(folder, 'blueprints/deep'));
    for (const command of ['validate', 'fmt', 'validate --fix']) {
      const { exit, found, out, err } = await run([...command.split(' '), ...json, ...paths]);
      expect(exit).toBe(1);
      expect(found).toContainEqual(`path-refused ${named}: ${named} leads out of the project's folder`);
      expect(out + err).not.toContain(CANARY);
    }
  });

  test('is read where the command line allows it, and what it names itself', async () => {
    write('ak-blueprint.yaml', 'files: [link.yaml]\n');
    const real = write('../outside/group.yaml', blueprint('x'));
    symlinkSync(real, join(folder, 'link.yaml'));
    expect((await run(['validate'])).exit).toBe(1);
    expect((await run(['validate', '--allow-path', real])).exit).toBe(0);
    expect((await run(['validate', '--allow-path', '../outside'])).exit).toBe(0);
    expect((await run(['validate', '../outside/group.yaml'])).exit).toBe(0);
    expect((await run(['validate', '../outside/g*.yaml'])).exit).toBe(0);
    rmSync(join(elsewhere(), 'secret.yaml'));
    expect((await run(['validate', '../outside'])).exit).toBe(0);
    expect(await run(['validate', '--allow-path', '../nothing'])).toMatchObject({ exit: 3 });
  });

  test('a folder around /proc does not open it', async () => {
    write('ak-blueprint.yaml', 'files: [/proc/self/environ]\n');
    const { exit, found } = await run(['validate', ...json, '--allow-path', '/']);
    expect([exit, found]).toEqual([1, [expect.stringMatching(/^path-refused/)]]);
  });

  test('is no project file', async () => {
    symlinkSync('/proc/self/environ', join(folder, 'ak-blueprint.yaml'));
    write('a.yaml', blueprint('x'));
    const { exit, err } = await run(['validate', 'a.yaml']);
    expect([exit, err]).toEqual([3, expect.stringContaining('it is a link that leads out of its folder')]);
  });

  test('is not written through, also where the link is named', async () => {
    const real = write('../outside/group.yaml', `version: 1\nentries:\n- model:   authentik_core.Group\n`);
    symlinkSync(real, join(folder, 'link.yaml'));
    const before = readFileSync(real, 'utf8');
    for (const command of ['fmt .', 'fmt link.yaml', 'validate --fix .', 'validate --fix link.yaml'])
      expect((await run(command.split(' '))).exit).toBe(1);
    expect(readFileSync(real, 'utf8')).toBe(before);
    expect((await run(['fmt', '--allow-path', real, 'link.yaml'])).exit).toBe(0);
    expect(readFileSync(real, 'utf8')).not.toBe(before);
  });

  test('is not given to !File, with or without a default', async () => {
    writeFileSync(join(elsewhere(), 'text'), CANARY);
    symlinkSync(join(elsewhere(), 'text'), join(folder, 'link'));
    const paths = ['/proc/self/environ', '/etc/passwd', '../outside/text', 'link', '../outside/nothing'];
    for (const [index, path] of paths.entries())
      write(`${index}.yaml`, blueprint(`!File [${path}, x]`, `g${index}`));
    const { exit, found, out, err } = await run(plan('--target', '2025.12', '.'));
    expect([exit, found]).toEqual([
      1,
      paths.map(
        (path, index) => `path-refused ${index}.yaml: the file ${path} leads out of the project's folder`,
      ),
    ]);
    expect(out + err).not.toContain(CANARY);
    expect((await run(plan('--target', '2025.12', '--allow-path', elsewhere(), '3.yaml'))).exit).toBe(0);
  });

  test('is not written by schema editor and flow export', async () => {
    mkdirSync(join(elsewhere(), 'settings'));
    symlinkSync(join(elsewhere(), 'settings'), join(folder, '.vscode'));
    symlinkSync(join(elsewhere(), 'secret.yaml'), join(folder, 'flow.yaml'));
    symlinkSync(join(elsewhere(), 'nothing.yaml'), join(folder, 'dangling.yaml'));
    expect((await run(['schema', 'editor'])).exit).toBe(3);
    const flow = ['flow', 'export', 'default-authentication-flow', '--sandbox', '--seed', 'default'];
    expect((await run([...flow, '--out', 'flow.yaml'])).exit).toBe(3);
    // The link is replaced; what it leads to is not made.
    expect((await run([...flow, '--out', 'dangling.yaml'])).exit).toBe(0);
    expect(readdirSync(join(elsewhere(), 'settings'))).toEqual([]);
    expect(readdirSync(elsewhere()).sort()).toEqual(['secret.yaml', 'settings']);
    expect(readFileSync(join(elsewhere(), 'secret.yaml'), 'utf8')).toBe(`${CANARY}: [\n`);
  });
});

describe('the project folder', () => {
  const boundsIn = (cwd: string, project?: string): readonly string[] =>
    boundsOf(project === undefined ? undefined : { absolute: project }, {}, { cwd });

  test('is that of the project file, else of the repository, else the working folder', () => {
    mkdirSync(join(folder, 'sub/deep'), { recursive: true });
    expect(boundsIn(join(folder, 'sub/deep'), join(folder, 'sub/ak-blueprint.yaml'))).toEqual([
      join(folder, 'sub'),
    ]);
    expect(boundsIn(join(folder, 'sub/deep'))).toEqual([join(folder, 'sub/deep')]);
    mkdirSync(join(folder, '.git'));
    expect(boundsIn(join(folder, 'sub/deep'))).toEqual([folder]);
    // A worktree or a submodule has a file of this name.
    write('sub/.git', 'gitdir: elsewhere\n');
    expect(boundsIn(join(folder, 'sub/deep'))).toEqual([join(folder, 'sub')]);
  });

  test('is neither the root of the disk nor the home folder', () => {
    expect([boundsIn('/'), boundsIn(homedir())]).toEqual([[], []]);
  });
});

describe('what is no file', () => {
  test('is told, and not waited for', async () => {
    spawnSync('mkfifo', [join(folder, 'pipe.yaml')]);
    symlinkSync('/dev/zero', join(folder, 'zero.yaml'));
    write('ak-blueprint.yaml', 'files: ["*.yaml"]\n');
    const { exit, found } = await run(['validate', ...json]);
    expect([exit, found]).toEqual([
      1,
      [
        "path-refused zero.yaml: zero.yaml leads out of the project's folder",
        'file-unreadable pipe.yaml: pipe.yaml cannot be read: it is a named pipe, no regular file',
      ].sort(),
    ]);
    write('a.yaml', blueprint('!File [pipe.yaml, none]'));
    expect((await run(plan('--target', '2025.12', 'a.yaml'))).exit).toBe(0);
  });
});

describe('links that stay inside', () => {
  test('are followed, each file once, and written through', async () => {
    write('real/a.yaml', blueprint('x'));
    symlinkSync('real', join(folder, 'again'));
    symlinkSync('..', join(folder, 'real/up'));
    symlinkSync('real/a.yaml', join(folder, 'b.yaml'));
    linkSync(join(folder, 'real/a.yaml'), join(folder, 'real/hard.yaml'));
    for (const paths of [['.'], ['**/*.yaml']])
      expect((await run(['validate', ...paths])).err).toContain('in 2 files');
    expect((await run(['validate', 'b.yaml', 'again/a.yaml'])).err).toContain('in 1 file,');
  });

  test('do not make a walk grow without end', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `f${index}`);
    for (const name of names) mkdirSync(join(folder, name));
    for (const name of names)
      for (const other of names) symlinkSync(`../${other}`, join(folder, name, `to-${other}`));
    write('f0/a.yaml', blueprint('x'));
    for (const path of ['.', '**/*.yaml'])
      expect((await run(['validate', path])).err).toContain('in 1 file,');
  });
});

describe('the settings of the user', () => {
  test('must be outside the project folder', async () => {
    write('config/ak-blueprint/config.yaml', 'insensitive: [DOMAIN]\n');
    write('a.yaml', blueprint('x'));
    const inside = await run(plan('a.yaml'), { XDG_CONFIG_HOME: join(folder, 'config') });
    expect([inside.exit, inside.err]).toEqual([3, expect.stringContaining('a pull request can change them')]);
    write('../config/ak-blueprint/config.yaml', 'insensitive: [DOMAIN]\nurl: x\n');
    const wrong = await run(plan('a.yaml'), { XDG_CONFIG_HOME: join(around, 'config') });
    expect([wrong.exit, wrong.err]).toEqual([
      3,
      expect.stringContaining('line 2: the settings have no "url"'),
    ]);
    write('../config/ak-blueprint/config.yaml', 'insensitive: [DOMAIN]\n');
    expect((await run(plan('a.yaml'), { XDG_CONFIG_HOME: join(around, 'config') })).exit).toBe(0);
  });
});

describe('a sandbox', () => {
  const store = (): string => join(folder, 'store.json');
  const start = (more: object = {}): ReturnType<typeof openSandbox> =>
    openSandbox({ store: store(), ...more }, { ...processIo(false), cwd: folder, env: {} });

  test('has a token that nobody knows, which its store keeps; another one where it is told', async () => {
    const first = await start();
    await first.save();
    expect(first.token).toMatch(/^[\w-]{43}$/);
    expect((await start()).token).toBe(first.token);
    expect((await start({ token: 'fixed' })).token).toBe('fixed');
    rmSync(store());
    expect((await start()).token).not.toBe(first.token);
  });

  test('writes a store that only its owner reads, whole, and through no link', async () => {
    write('store.json.new', CANARY);
    write('store.json', '');
    rmSync(store());
    const open = await start();
    const before = process.umask(0);
    await open.save();
    process.umask(before);
    expect(statSync(store()).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'store.json.new'), 'utf8')).toBe(CANARY);
    chmodSync(store(), 0o644);
    await open.save();
    expect(statSync(store()).mode & 0o777).toBe(0o600);
    rmSync(store());
    symlinkSync(join(around, 'outside/made.json'), store());
    await expect(start()).rejects.toThrow('is a symbolic link');
    await open.save();
    expect([lstatSync(store()).isFile(), readdirSync(join(around, 'outside'))]).toEqual([
      true,
      ['secret.yaml'],
    ]);
    expect(readdirSync(folder).sort()).toEqual(['store.json', 'store.json.new']);
  });
});

describe('writing a file', () => {
  test('goes through no link that leads out of the bounds, nor makes folders behind one', async () => {
    const real = join(around, 'outside/secret.yaml');
    const before = readFileSync(real);
    symlinkSync(real, join(folder, 'link.yaml'));
    symlinkSync(join(around, 'outside'), join(folder, 'deep'));
    const refused = 'is a link that leads out';
    const after = Buffer.from('after');
    await expect(replaceFile(join(folder, 'link.yaml'), before, after, [folder])).rejects.toThrow(refused);
    await expect(replaceFile(join(folder, 'link.yaml'), before, after)).rejects.toThrow(refused);
    await expect(writeWhole(join(folder, 'link.yaml'), 'after', [folder])).rejects.toThrow(refused);
    await expect(writeWhole(join(folder, 'deep/new/a.yaml'), 'after', [folder])).rejects.toThrow(refused);
    expect([readFileSync(real), readdirSync(join(around, 'outside'))]).toEqual([before, ['secret.yaml']]);
    await replaceFile(join(folder, 'link.yaml'), before, after, [folder, real]);
    await writeWhole(join(folder, 'made/new/a.yaml'), 'x', [folder]);
    expect([readFileSync(real, 'utf8'), readFileSync(join(folder, 'made/new/a.yaml'), 'utf8')]).toEqual([
      'after',
      'x',
    ]);
  });

  test.skipIf(!existsSync('/proc/self'))('ends where no folder can be made', async () => {
    await expect(writeWhole('/proc/nowhere/new/a.yaml', 'x', undefined)).rejects.toThrow(
      '/proc/nowhere/new/a.yaml cannot be written: ',
    );
  });
});
