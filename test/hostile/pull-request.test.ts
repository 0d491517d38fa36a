import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { processIo } from '../../src/cli/io.ts';
import { openSandbox, type OpenSandbox } from '../../src/cli/open-sandbox.ts';
import { expectHarmless } from '../report/hostile.ts';
import { canary, leaked, run, treeOf, write } from './run.ts';

/*
 * A stranger's pull request on a runner: the checkout tries to read the runner's secrets, to write outside of
 * it, to send something elsewhere, and to speak to the CI system. Every command runs on every such checkout.
 */

const BINARY = join(import.meta.dirname, '../../bin/ak-blueprint.js');
const TOKEN = canary();
const SECRETS: Readonly<Record<string, string>> = {
  AUTHENTIK_TOKEN: TOKEN,
  AK_BLUEPRINT_KEY: canary(),
  COPY_OF_TOKEN: `Bearer ${TOKEN}`,
  GITHUB_TOKEN: canary(),
  AWS_SECRET_ACCESS_KEY: canary(),
  DB_PASSWORD: canary(),
  PEM: `-----BEGIN PRIVATE KEY-----\n${canary()}\n${canary()}\n-----END PRIVATE KEY-----`,
  JSON_KEY: JSON.stringify({ id: canary(), "key'<&>\\": canary() }),
};
const OUTSIDE = canary();
/** What must be in no output, each in whole and in parts. */
const HIDDEN = [
  ...['AUTHENTIK_TOKEN', 'AK_BLUEPRINT_KEY', 'GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'DB_PASSWORD'].map(
    (name) => SECRETS[name] ?? '',
  ),
  ...(SECRETS['PEM'] ?? '').split('\n').slice(1, 3),
  ...(SECRETS['JSON_KEY'] ?? '').match(/[\w-]{20}/g)!,
  OUTSIDE,
];

let sandbox: OpenSandbox;
let fresh: ReturnType<OpenSandbox['sandbox']['snapshot']>;
let server: Server;
let url: string;
/** What was sent to the server: methods and paths. */
let asked: string[] = [];
beforeAll(async () => {
  sandbox = await openSandbox({ token: TOKEN, target: '2025.12' }, { ...processIo(false), env: {} });
  fresh = sandbox.sandbox.snapshot();
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      void sandbox.sandbox
        .respond(request.method ?? 'GET', request.url ?? '/', headers, Buffer.concat(parts).toString())
        .then(({ status, headers: sent, body }) => response.writeHead(status, sent).end(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

let around: string;
let checkout: string;
let outside: string;
beforeEach(() => {
  around = realpathSync(mkdtempSync(join(tmpdir(), 'ak-blueprint-hostile-')));
  checkout = join(around, 'checkout');
  outside = join(around, 'outside');
  mkdirSync(checkout);
  // Each is something that a command would show a part of, or change.
  write(outside, 'secret.yaml', `${OUTSIDE}: [\n`);
  write(outside, 'group.yaml', blueprint(OUTSIDE));
  write(
    outside,
    'unformatted.yaml',
    `version:    1\nentries:\n- model:   authentik_core.Group\n  identifiers: {name:   ${OUTSIDE}}\n`,
  );
  write(outside, 'secret.txt', OUTSIDE);
  write(outside, 'ak-blueprint.yaml', `files: ${OUTSIDE}\ntarget: ${OUTSIDE}\n`);
  sandbox.sandbox.restore(fresh);
  asked = [];
});
afterEach(() => rmSync(around, { recursive: true, force: true }));

function blueprint(name: string, note = 'x'): string {
  return `version: 1\nentries:\n- model: authentik_core.group\n  identifiers:\n    name: ${name}\n  attrs:\n    attributes:\n      note: ${note}\n`;
}

const FORMATS = ['pretty', 'json', 'sarif', 'junit', 'github', 'checkstyle'];
/** The commands that a pipeline runs. */
const COMMANDS: readonly (readonly string[])[] = [
  ...FORMATS.map((format) => ['validate', '--format', format]),
  ['validate', '--verbose', '--strict'],
  ['plan'],
  ['plan', '--verbose'],
  ['plan', '--format', 'json'],
  ['fmt', '--check'],
  ['fmt', '--diff'],
  ['fmt', '--check', '--format', 'json'],
  ['validate', '--fix'],
  ['fmt'],
  ['apply', '--yes', '--verbose'],
  ['apply', '--yes', '--format', 'json'],
  ['explain', 'authentik_core.group', '--target', '2025.12'],
  ['schema', 'editor'],
];

/**
 * Runs every command on the checkout, on what its project file names and on all of it; nothing may come out.
 * Returns all that was written.
 */
async function attack(
  commands = COMMANDS,
  on: readonly (readonly string[])[] = [[], ['.']],
): Promise<string[]> {
  const before = treeOf(outside);
  const home = treeOf(around).split('checkout/')[0];
  const texts: string[] = [];
  for (const command of commands) {
    for (const paths of on) {
      if (paths.length > 0 && ['explain', 'schema'].includes(command[0] ?? '')) continue;
      const name = [...command, ...paths].join(' ');
      const { exit, out, err, written, connections } = await run([...command, ...paths], checkout, {
        ...SECRETS,
        AUTHENTIK_URL: url,
        HOME: around,
        XDG_CACHE_HOME: join(around, 'checkout', '.cache'),
      });
      expect([name, exit]).toEqual([name, expect.toBeOneOf([0, 1, 3, 6])]);
      expect([name, leaked(written, HIDDEN)]).toEqual([name, []]);
      expect([name, connections.filter((one) => one !== new URL(url).host)]).toEqual([name, []]);
      expect([name, treeOf(outside) === before]).toEqual([name, true]);
      expect(treeOf(around).split('checkout/')[0]).toBe(home);
      const format = command[command.indexOf('--format') + 1] ?? '';
      expectHarmless(err);
      if (format === 'json' || format === 'sarif') expect(out === '' || JSON.parse(out)).toBeTruthy();
      else if (format !== 'github') expectHarmless(out);
      texts.push(written);
    }
  }
  return texts;
}

/** The commands that read values, for what only differs in how a value is asked for. */
const READING = COMMANDS.filter(([name]) => name === 'plan' || name === 'apply' || name === 'validate');

describe('a blueprint that asks for a variable', () => {
  const names = ['AUTHENTIK_TOKEN', 'COPY_OF_TOKEN', 'DB_PASSWORD', 'PEM', 'JSON_KEY'];
  const places: readonly (readonly [string, (name: string) => string])[] = [
    ['an attribute', (name) => blueprint('a', `!Env ${name}`)],
    ['a default', (name) => blueprint('a', `!Env [NOTHING, !Env [${name}, x]]`)],
    ['a name', (name) => blueprint(`!Env ${name}`)],
    ['a part of a name', (name) => blueprint(`!Format ["a %s b", !Env ${name}]`)],
    [
      'single characters',
      (name) => blueprint('a', `!Enumerate [!Env ${name}, SEQ, !Format ["%s.", !Value 0]]`),
    ],
    [
      'a key of a mapping',
      (name) => blueprint('a', `!Enumerate [!ParseJSON [!Env ${name}], MAP, [!Value 0, !Value 1]]`),
    ],
    ['what is parsed', (name) => blueprint('a', `!ParseJSON [!Env ${name}]`)],
    [
      'a look-up that finds nothing',
      (name) => blueprint('a', `!Find [authentik_core.group, [name, !Env ${name}]]`),
    ],
    ['the model of a look-up', (name) => blueprint('a', `!Find [!Env ${name}, [name, x]]`)],
    ['an index', (name) => blueprint('a', `!AtIndex [[x], !Env ${name}]`)],
    ['a condition', (name) => blueprint('a', `!If [!Condition [AND, !Env ${name}], !Env ${name}, x]`)],
    ['a format of another', (name) => blueprint('a', `!Format [!Env ${name}, x]`)],
    ['a reference', (name) => blueprint('a', `!KeyOf [!Env ${name}]`)],
    ['the path of a file', (name) => blueprint('a', `!File [!Env ${name}, x]`)],
    ['the context', (name) => `context:\n  x: !Env ${name}\n${blueprint('a', '!Context x')}`],
    [
      'a wrong value',
      (name) =>
        `version: 1\nentries:\n- model: authentik_core.group\n  identifiers: {name: a}\n  attrs:\n    is_superuser: !Env ${name}\n    parent: !Env ${name}\n`,
    ],
    ['the model', (name) => `version: 1\nentries:\n- model: !Env ${name}\n  identifiers: {name: a}\n`],
    [
      'the state and the id',
      (name) =>
        `version: 1\nentries:\n- model: authentik_core.group\n  id: !Env ${name}\n  state: !Env ${name}\n  identifiers: {name: a}\n`,
    ],
    [
      'a text that the server refuses',
      (name) =>
        `version: 1\nentries:\n- model: authentik_policies_expression.expressionpolicy\n  identifiers: {name: a}\n  attrs:\n    expression: !Format ["return %s )", !Env ${name}]\n- model: authentik_flows.flow\n  identifiers: {slug: !Env ${name}}\n  attrs: {name: x, title: x, designation: authorization}\n`,
    ],
    [
      'several lines',
      (name) =>
        `version: 1\nentries:\n- model: authentik_policies_expression.expressionpolicy\n  identifiers: {name: a}\n  attrs:\n    expression: !Format ["# a\\n# %s\\nreturn True", !Env ${name}]\n`,
    ],
    [
      'a blueprint in a blueprint',
      (name) =>
        `version: 1\nentries:\n- model: authentik_blueprints.blueprintinstance\n  identifiers: {name: a}\n  attrs:\n    content: !Format ["version: 1\\nentries:\\n- model: authentik_core.group\\n  identifiers: {name: '%s'}\\n", !Env ${name}]\n`,
    ],
  ];
  test.each(places)('as %s', async (place, text) => {
    for (const name of names) {
      rmSync(checkout, { recursive: true });
      mkdirSync(checkout);
      write(checkout, 'ak-blueprint.yaml', 'files: [a.yaml]\ntarget: 2025.12\n');
      write(checkout, 'a.yaml', text(name));
      sandbox.sandbox.restore(fresh);
      const texts = await attack(READING, [[]]);
      // The token cannot be read at all; of the others plan and apply show that there is something.
      if (name.includes('TOKEN')) {
        if (place === 'an attribute') expect(texts.join('')).toContain('env-refused');
        expect(asked.filter((one) => !one.startsWith('GET '))).toEqual([]);
      }
    }
  });
});

describe('a project file', () => {
  test.each([
    'files: [/proc/self/environ]',
    'files: /etc/passwd',
    'files: [../outside, "../outside/*.yaml", ../outside/secret.yaml, "../**/*.yaml"]',
    'files: ["/**/ak-blueprint-hostile-*/outside/*"]',
    'files: ["{../outside,.}/*.yaml"]',
    'files: [a.yaml]\nenv: [AUTHENTIK_TOKEN, "*"]\ninsensitive: ["*"]\nallowPath: /\nallow-env: ["*"]',
    'files: [a.yaml]\nurl: URL\nserver: {url: URL, token: x}\ntokenFile: ../outside/secret.txt\nheaders: {Host: URL}\nproxy: URL',
    'files: [a.yaml]\ncommand: touch ../outside/made\nhooks: {pre: touch ../outside/made}\nplugins: [./plugin.js]\nextends: ../outside/ak-blueprint.yaml',
    'files: [a.yaml]\ntarget: ../../../../etc/passwd',
    'files: [a.yaml]\nrules: {env-refused: off, path-refused: off, project-invalid: off, protected-left-alone: off}',
    'files: [&a a.yaml, *a, !Env AUTHENTIK_TOKEN, !File /etc/passwd]',
  ])('with %s', async (text) => {
    const other = createServer(() => undefined);
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    write(checkout, 'ak-blueprint.yaml', `${text.replaceAll('URL', elsewhere)}\n`);
    write(checkout, 'a.yaml', blueprint('a', '!Env [AUTHENTIK_TOKEN, x]'));
    write(
      checkout,
      'plugin.js',
      `require('fs').writeFileSync(${JSON.stringify(join(outside, 'made'))}, 'x')`,
    );
    await attack();
    await new Promise((done) => other.close(done));
  });

  test.each(['/proc/self/environ', '../outside/ak-blueprint.yaml', '../outside/secret.txt'])(
    'that is a link to %s',
    async (target) => {
      symlinkSync(target, join(checkout, 'ak-blueprint.yaml'));
      write(checkout, 'a.yaml', blueprint('a'));
      await attack();
    },
  );
});

describe('links', () => {
  test('lead nowhere', async () => {
    write(checkout, 'ak-blueprint.yaml', 'files: ["**/*.yaml", blueprints, link.yaml]\n');
    write(checkout, 'blueprints/a.yaml', blueprint('a', '!File [link.txt, x]'));
    symlinkSync('../outside/secret.txt', join(checkout, 'link.txt'));
    for (const name of ['secret', 'group', 'unformatted'])
      symlinkSync(join(outside, `${name}.yaml`), join(checkout, `blueprints/${name}.yaml`));
    symlinkSync('blueprints/secret.yaml', join(checkout, 'link.yaml'));
    symlinkSync('../../outside', join(checkout, 'blueprints/deep'));
    symlinkSync('/proc/self', join(checkout, 'blueprints/self'));
    symlinkSync('/proc/self/environ', join(checkout, 'blueprints/environ.yaml'));
    symlinkSync('/dev/zero', join(checkout, 'blueprints/zero.yaml'));
    symlinkSync('/', join(checkout, 'blueprints/root'));
    symlinkSync('.', join(checkout, 'blueprints/round'));
    symlinkSync('../outside', join(checkout, '.vscode'));
    symlinkSync('../outside', join(checkout, '.ak-blueprint'));
    symlinkSync('../outside/secret.yaml', join(checkout, '.idea'));
    spawnSync('mkfifo', [join(checkout, 'blueprints/pipe.yaml')]);
    const texts = await attack();
    expect(texts.join('')).toContain('path-refused');
    // Each of them named itself, as a hook does with the files of a commit.
    const named = [
      'link.yaml',
      'blueprints/group.yaml',
      'blueprints/unformatted.yaml',
      'blueprints/environ.yaml',
      'blueprints/deep/group.yaml',
      'blueprints/self/environ',
    ];
    await attack(
      [
        ['validate'],
        ['validate', '--format', 'sarif'],
        ['fmt'],
        ['fmt', '--diff'],
        ['validate', '--fix'],
        ['plan'],
      ].map((command) => [...command, ...named]),
    );
  });
});

describe('names of files', () => {
  const NAMES = [
    'a\n::error file=x,line=1::injected.yaml',
    '::error::injected.yaml',
    '##[error]injected.yaml',
    '##vso[task.setvariable variable=x]y.yaml',
    '\u001b[2J\u001b[31mred.yaml',
    'right\u202eto-left.yaml',
    'no\u200bwidth\u{e0041}.yaml',
    'next\u2028line\u0085.yaml',
    '-rf.yaml',
    '--allow-path=..yaml',
    '$(touch made).yaml',
    '`touch made`;touch made.yaml',
    '"quoted",\'and\' <xml>&.yaml',
    '%0A::error::x.yaml',
    'a:1:1 error nothing (x).yaml',
    `${'long'.repeat(60)}.yaml`,
  ];

  test('obey nobody', async () => {
    write(checkout, 'ak-blueprint.yaml', 'files: .\ntarget: 2025.12\n');
    for (const [index, name] of NAMES.entries())
      writeFileSync(
        join(checkout, name),
        `version:   1\nmetadata: {name: "x\\n::error::${index}"}\nentries:\n- model: authentik_core.Group\n  identifiers: {name: "n${index}\\n::error::x\\u202E\\e[31m"}\n  attrs: {nmae: "\\n##[error]x", attributes: {"k\\n::error::k": "v"}}\n`,
      );
    mkdirSync(join(checkout, 'sub\n::error::folder'));
    write(checkout, 'sub\n::error::folder/a.yaml', ': [\n::error::x\n');
    await attack();
    rmSync(join(checkout, 'sub\n::error::folder'), { recursive: true });
    const texts = await attack();
    expect(texts.join('')).toContain('⟨U+202E⟩');
  });

  test('that are no UTF-8 end a run in words', async () => {
    write(checkout, 'ak-blueprint.yaml', 'files: .\n');
    write(checkout, 'a.yaml', blueprint('a'));
    writeFileSync(
      Buffer.concat([Buffer.from(`${checkout}/a`), Buffer.from([0xff, 0x0a]), Buffer.from('::error::.yaml')]),
      'x',
    );
    await attack([['validate'], ['plan'], ['fmt', '--check'], ['fmt'], ['validate', '--fix']]);
  });

  test('typed as arguments obey nobody', async () => {
    for (const args of [
      ['explain', 'x\n::error::y'],
      ['validate', 'no\n::error::such.yaml'],
      ['validate', '--x\n::error::y'],
      ['x\n::error::y'],
      ['validate', '--format', 'x\n::error::y'],
      ['plan', '--timeout', '1\n::error::y'],
      ['plan', '--url', 'http://x\n::error::y', '.'],
      ['plan', '--token-file', 'x\n::error::y', '.'],
      ['plan', '--context-file', 'x\n::error::y', '.'],
      ['validate', '--project', 'x\n::error::y'],
      ['validate', '--target', 'x\n::error::y', '.'],
      ['validate', '--target-from', 'x\n::error::y', '.'],
      ['sandbox', '--state', 'x\n::error::y'],
    ]) {
      const { exit, written } = await run(args, checkout, SECRETS);
      expect(exit).toBe(3);
      expectHarmless(written);
      // Not only taken apart: what was typed does not start a line.
      expect(written).not.toMatch(/^\s*: :/m);
    }
  });
});

describe('other files', () => {
  test('are neither run nor loaded', async () => {
    write(checkout, 'ak-blueprint.yaml', 'files: [a.yaml]\ntarget: 2025.12\n');
    write(checkout, 'a.yaml', blueprint('a'));
    const made = `require('fs').writeFileSync(${JSON.stringify(join(outside, 'made'))}, 'x')`;
    write(
      checkout,
      '.env',
      `AUTHENTIK_URL=http://127.0.0.1:9\nNODE_OPTIONS=--require ${checkout}/evil.cjs\n`,
    );
    write(
      checkout,
      'package.json',
      JSON.stringify({
        name: 'ak-blueprint',
        main: 'evil.cjs',
        type: 'commonjs',
        'ak-blueprint': { url: 'x' },
      }),
    );
    for (const name of [
      'evil.cjs',
      'ak-blueprint.config.js',
      'ak-blueprint.js',
      'index.js',
      'node_modules/yaml/index.js',
      'node_modules/commander/index.js',
      'node_modules/tinyglobby/index.js',
      'chalk.js',
    ])
      write(checkout, name, made);
    write(checkout, '.npmrc', 'node-options=--require ./evil.cjs\n');
    write(checkout, '.ak-blueprint/config.yaml', 'insensitive: ["*"]\n');
    write(checkout, '.config/ak-blueprint/config.yaml', 'insensitive: ["*"]\n');
    write(checkout, '.cache/ak-blueprint/x.json', '{}');
    await attack();
    const before = treeOf(outside);
    for (const args of [['validate'], ['validate', '**/*.yaml'], ['plan'], ['fmt', '--check', '.']]) {
      const { stdout, stderr } = spawnSync(process.execPath, [BINARY, ...args], {
        cwd: checkout,
        env: { PATH: process.env['PATH'], HOME: around, ...SECRETS, AUTHENTIK_URL: 'http://127.0.0.1:9' },
      });
      expect(leaked(`${stdout.toString()}${stderr.toString()}`, HIDDEN)).toEqual([]);
    }
    expect(treeOf(outside)).toBe(before);
  });
});

describe('an editor', () => {
  test('is told nothing of what is outside', async () => {
    write(checkout, 'ak-blueprint.yaml', 'files: ["**/*.yaml", ../outside, /proc/self/environ]\nenv: []\n');
    write(checkout, 'a.yaml', blueprint('a', '[!Env REGION, !Env AUTHENTIK_TOKEN]'));
    for (const name of ['secret', 'group', 'unformatted'])
      symlinkSync(join(outside, `${name}.yaml`), join(checkout, `${name}.yaml`));
    symlinkSync('../outside', join(checkout, 'deep'));
    symlinkSync('/', join(checkout, 'root'));
    spawnSync('mkfifo', [join(checkout, 'pipe.yaml')]);
    const child = spawn(process.execPath, [BINARY, 'lsp'], {
      cwd: checkout,
      env: { PATH: process.env['PATH'], HOME: around, ...SECRETS },
    });
    let written = '';
    child.stdout.on('data', (part: Buffer) => (written += part.toString()));
    child.stderr.on('data', (part: Buffer) => (written += part.toString()));
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const found = new Map<string, string[]>();
    const isThere = new Promise<void>((done) => {
      connection.onNotification(
        'textDocument/publishDiagnostics',
        ({ uri, diagnostics }: PublishDiagnosticsParams) => {
          found.set(
            uri,
            diagnostics.map(({ code }) => String(code)),
          );
          if (uri.endsWith('/a.yaml')) done();
        },
      );
    });
    connection.listen();
    const folder = pathToFileURL(checkout).href;
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: folder, name: 'work' }],
      capabilities: {},
    });
    await connection.sendNotification('initialized', {});
    await isThere;
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    await new Promise((done) => child.on('close', done));
    connection.dispose();
    expect(leaked(written, HIDDEN)).toEqual([]);
    const own = ['a.yaml', 'ak-blueprint.yaml'].map((name) => `${folder}/${name}`);
    expect([...found.keys()].filter((uri) => !own.includes(uri))).toEqual([]);
    expect(found.get(`${folder}/a.yaml`)).toEqual(['env-refused', 'env-refused']);
  });
});

test('the recorder of connections records', async () => {
  write(checkout, 'a.yaml', blueprint('a'));
  const { connections } = await run(['plan', '--target', '2025.12', 'a.yaml'], checkout, {
    AUTHENTIK_URL: url,
    AUTHENTIK_TOKEN: TOKEN,
  });
  expect(new Set(connections)).toEqual(new Set([new URL(url).host]));
});
