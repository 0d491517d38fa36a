import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Canaries } from './canary.ts';
import { type Made, makeEntries } from './entries.ts';
import { type Ran, runOnTerminal } from '../run-here.ts';
import { type EchoServer, echoServer, json, refusedEntry } from './world.ts';
import type { Io } from '../../src/cli/io.ts';
import { ak } from '../e2e/binary.ts';
import { WHOLE } from '../random-cases.ts';

/*
 * No secret is written anywhere: every secret field of every model, and every text from outside, is a value
 * that is found nowhere else, the server repeats it in all ways, and every byte that any command writes is
 * searched for any eight characters of it.
 */

/** The same entries, so that `fmt` has something to say of every line: each key is followed by two spaces. */
function untidy(entries: readonly string[]): string {
  return `version: 1\nentries:\n${entries.join('').replaceAll(/^( +[\w.-]+:) /gm, '$1  ')}`;
}

const RELEASES = ['2022.12', '2023.2', '2025.12', '2026.2'];

describe.each(RELEASES)('with authentik %s', (release) => {
  const canaries = new Canaries(release);
  const token = canaries.plain('the token', 40);
  const access = canaries.plain('a header');
  const passphrase = canaries.plain('a passphrase');
  let folder: string;
  let server: EchoServer;
  let made: Made;
  /** The entries without an error, so that there is a plan. */
  let fine: readonly string[];

  const env = (): Record<string, string> => ({
    ...made.env,
    AUTHENTIK_URL: server.url,
    AUTHENTIK_TOKEN: token,
    AK_BLUEPRINT_HEADERS: `X-Access: ${access}`,
    AK_BLUEPRINT_CLIENT_KEY_PASSPHRASE: passphrase,
  });
  const run = (args: readonly string[], more: Partial<Io> = {}): Promise<Ran> =>
    runOnTerminal(args, { env: env(), cwd: folder, more });
  const write = (name: string, entries: readonly string[]): string => {
    writeFileSync(join(folder, name), `version: 1\nmetadata: {name: all}\nentries:\n${entries.join('')}`);
    return name;
  };
  const given = (): string[] => [
    ...Object.entries(made.context).flatMap(([key, value], index) =>
      index % 2 === 0 ? ['--context', `${key}=${value}`] : [],
    ),
    '--context-file',
    'context.yaml',
  ];
  /** The variables that the entries without an error read. */
  const readByPlan = (): string[] =>
    [...fine.join('').matchAll(/!Env \[?(V\d+)/g)].map(([, name = '']) => made.env[name] ?? '');
  const leaks = ({ out, err }: Ran): string[] => canaries.in(`${out}\n${err}`);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-canaries-'));
    server = await echoServer(release);
    made = await makeEntries(server, canaries);
    for (const [name, text] of Object.entries(made.files)) writeFileSync(join(folder, name), text);
    const inFile = Object.entries(made.context).filter((_, index) => index % 2 === 1);
    writeFileSync(join(folder, 'context.yaml'), JSON.stringify(Object.fromEntries(inFile)));
    writeFileSync(join(folder, 'ak-blueprint.yaml'), 'files: [fine.yaml]\n');
    write('all.yaml', made.entries);
    fine = await withoutErrors();
    write('fine.yaml', fine);
    writeFileSync(join(folder, 'untidy.yaml'), untidy(made.entries));
  }, 60_000);
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function withoutErrors(): Promise<readonly string[]> {
    let entries = made.entries;
    for (let round = 0; round < 4; round += 1) {
      const ran = await run(['plan', write('some.yaml', entries), '--format', 'json', ...given()]);
      const { diagnostics } = JSON.parse(ran.out) as {
        diagnostics: { severity: string; message: string; entry?: { index: number } }[];
      };
      const wrong = new Set(
        diagnostics.filter(({ severity }) => severity === 'error').map(({ entry }) => entry?.index),
      );
      if (wrong.size === 0) return entries;
      entries = entries.filter((_, index) => !wrong.has(index));
    }
    return entries;
  }

  test('there is enough to leak', () => {
    expect(canaries.count).toBeGreaterThan(100);
    expect(fine.length).toBeGreaterThan(20);
  });

  test.each(offline(release))('%s writes none', async (words) => {
    expect(leaks(await run(words.split(' ')))).toEqual([]);
  });

  if (release === ALL) {
    test('errors that end the program show none', async () => {
      const all = (body: string, bearer: string): string => `${body} ${bearer} ${bearer.slice(9)}`;
      const broken = '/core/users/me/';
      for (const answer of [
        (body: string, bearer: string) => json(403, { detail: all(body, bearer) }),
        (body: string, bearer: string) => ({
          status: 500,
          type: 'text/html',
          text: `<p>${all(body, bearer)}`,
        }),
        (body: string, bearer: string) => ({ status: 200, type: 'text/plain', text: all(body, bearer) }),
      ]) {
        server.saying.set(broken, answer);
        expect(leaks(await run(['plan', 'fine.yaml', ...given()]))).toEqual([]);
      }
      server.saying.clear();
      const password = canaries.plain('the password of the address');
      expect(leaks(await run(['plan', 'fine.yaml', '--url', `http://me:${password}@127.0.0.1:1`]))).toEqual(
        [],
      );
      writeFileSync(join(folder, 'token'), token);
      const named = ['plan', 'fine.yaml', '--token-file', 'token', '--url', 'http://127.0.0.1:1'];
      expect(leaks(await run(named))).toEqual([]);
      const swapped = { env: { AUTHENTIK_URL: token, AUTHENTIK_TOKEN: 'https://id.example.com' } };
      expect(leaks(await run(['plan', 'fine.yaml'], swapped))).toEqual([]);
      for (const start of ['', '=']) {
        const wrong = `${start}${canaries.odd('an argument')}`;
        expect(leaks(await run(['plan', '--context', wrong, 'fine.yaml']))).toEqual([]);
        expect(leaks(await run(['plan', `--context=${wrong}`, 'fine.yaml']))).toEqual([]);
      }
      expect(leaks(await run(['sandbox', '--token', canaries.odd('an argument')]))).toEqual([]);
      writeFileSync(join(folder, 'broken.yaml'), `a: [${canaries.plain('a broken context')}: *x`);
      expect(leaks(await run(['plan', 'fine.yaml', '--context-file', 'broken.yaml']))).toEqual([]);
      const warned = vi.spyOn(process, 'emitWarning');
      for (const start of ['a: !Foo ', '? ['])
        for (const end of ['', ']\n: x']) {
          writeFileSync(join(folder, 'odd.yaml'), `${start}${canaries.plain('an odd context')}${end}`);
          expect(leaks(await run(['plan', 'fine.yaml', '--context-file', 'odd.yaml']))).toEqual([]);
        }
      expect(warned).not.toHaveBeenCalled();
    });

    test('nor does a crash', async () => {
      const crash = (): never => {
        throw new Error(`crashed with ${token} and ${readByPlan().join(' ')}`);
      };
      const ran = await run(['apply', 'fine.yaml', ...given()], { confirm: crash });
      expect(ran.err).toContain('this is a bug in ak-blueprint: Error: crashed with (secret)');
      expect(leaks(ran)).toEqual([]);
    });

    test('nor what the importer says', async () => {
      server.saying.set('/flows/instances/import/', (body) =>
        json(200, { success: false, logs: body.split('\n').map((event) => ({ log_level: 'error', event })) }),
      );
      // The importer takes no context.
      const without = fine.filter((entry) => !entry.includes('!Context'));
      const ran = await run(['flow', 'import', write('flow.yaml', without), '--yes']);
      expect(ran.err).toContain('the server says');
      expect(leaks(ran)).toEqual([]);
      server.saying.clear();
    });

    test('nor what the importer says when it is asked', async () => {
      server.saying.set('/managed/blueprints/', refusedEntry);
      const [log, record] = [join(folder, 'run.log'), join(folder, 'run.json')];
      const logs = ['--log-file', log, '--record', record];
      const ran = await run(['apply', 'fine.yaml', '--yes', '--verify', ...logs, ...given()]);
      server.saying.clear();
      expect([ran.code, (ran.err.match(/server-refuses/g) ?? []).length > 5]).toEqual([1, true]);
      expect(leaks(ran)).toEqual([]);
      for (const name of [log, record]) {
        const text = readFileSync(name, 'utf8');
        expect(text).toContain('"path":"/managed/blueprints/"');
        // Digests have runs of digits that nothing else has.
        expect(canaries.in(text.replaceAll(/"[0-9a-f]{64}"/g, '""'))).toEqual([]);
      }
    });

    test('nor what it says of a transaction, in which it repeats a whole entry', async () => {
      const python = (text: string): string => JSON.stringify(text).replaceAll("'", String.raw`\'`);
      const says: readonly (readonly [format: string, said: (line: string) => string])[] = [
        [
          'json',
          (line) => `Entry invalid: Serializer errors {'name': [ErrorDetail(string=${python(line)})]}`,
        ],
        ['pretty', (line) => `Entry invalid: ${line}`],
      ];
      for (const [format, said] of says) {
        let repeated = '';
        server.saying.set('/flows/instances/import/', (body) => {
          repeated = body.split('\n').sort((a, b) => b.length - a.length)[0] ?? '';
          const id = /"id": "([^"]*)"/.exec(repeated)?.[1];
          const entry = { model: 'authentik_core.user', identifiers: {}, id, attrs: { repeated } };
          return json(200, {
            success: false,
            logs: [{ log_level: 'warning', event: said(repeated), attributes: { entry } }],
          });
        });
        const ran = await run(['apply', '--atomic', '--yes', '--format', format, 'fine.yaml', ...given()]);
        expect([ran.code, canaries.in(repeated).length > 0], ran.err).toEqual([1, true]);
        expect(leaks(ran)).toEqual([]);
      }
      server.saying.clear();
    });

    test('nor the program as it is installed', async () => {
      for (const args of [
        ['plan', 'fine.yaml', '--verbose'],
        ['apply', 'fine.yaml', '--yes'],
      ]) {
        const { out, err } = await ak([...args, ...given()], { env: env(), cwd: folder });
        expect(canaries.in(out + err)).toEqual([]);
        expect(out).toContain('(from V');
      }
    });
  }

  test.each(saving(release))('%s saves none', async (words) => {
    for (const key of release === ALL ? [undefined, canaries.plain('the key', 40)] : [undefined]) {
      const more = key === undefined ? {} : { AK_BLUEPRINT_KEY: key };
      const ran = await runOnTerminal([...words.split(' '), ...given()], {
        env: { ...env(), ...more },
        cwd: folder,
      });
      expect(ran.code).toBe(0);
      expect(leaks(ran)).toEqual([]);
      const text = readFileSync(join(folder, 'plan.json'), 'utf8');
      expect(text.match(/"\$secret"/g)?.length).toBeGreaterThan(20);
      // Hashes have runs of digits that nothing else has.
      expect(canaries.in(text.replaceAll(/"[0-9a-f]{64}"/g, '""'))).toEqual([]);
      if (key === undefined) continue;
      const applied = await runOnTerminal(['apply', 'plan.json', ...given()], {
        env: { ...env(), ...more },
        cwd: folder,
      });
      expect(leaks(applied)).toEqual([]);
    }
  });

  test.each(online(release))('%s writes none', async (words) => {
    const before = server.writes.length;
    const ran = await run([...words.split(' '), ...given()]);
    expect(leaks(ran)).toEqual([]);
    if (words.startsWith('apply')) expect(server.writes.length - before).toBeGreaterThan(15);
  });
});

/** Ways to write a plan to a file, which is searched as well. */
function saving(release: string): readonly string[] {
  return release === ALL && WHOLE
    ? ['plan fine.yaml --out plan.json', 'plan fine.yaml --secrets always --out plan.json']
    : ['plan fine.yaml --out plan.json'];
}

/** The release for which every way of writing is tried; the others show that their models leak nothing. */
const ALL = '2025.12';

function offline(release: string): readonly string[] {
  const short = ['validate all.yaml --format json'];
  const more = [
    'validate all.yaml --verbose',
    ...['sarif', 'junit', 'github', 'checkstyle'].map((format) => `validate all.yaml --format ${format}`),
    'fmt untidy.yaml --diff',
    'plan fine.yaml --sandbox --verbose',
  ];
  const long = [
    'validate all.yaml',
    'validate all.yaml --quiet --strict',
    'validate fine.yaml --from 2023.2',
    'validate fine.yaml --target 2023.2 --format json',
    'fmt all.yaml --check',
    'fmt untidy.yaml --check --format json',
    'explain authentik_core.user',
    'explain authentik_core.user.password --format json',
    'schema print authentik_core.user',
    'apply fine.yaml --sandbox --yes --format json',
  ];
  return [...short, ...(release === ALL || WHOLE ? more : []), ...(WHOLE ? long : [])];
}

function online(release: string): readonly string[] {
  const short = ['plan fine.yaml --format json', 'apply fine.yaml --yes --verbose'];
  const more = [
    'plan all.yaml',
    'plan fine.yaml --verbose',
    'apply fine.yaml --yes --format json',
    'drift fine.yaml --format json',
    'drift fine.yaml --verbose',
  ];
  const long = [
    'plan all.yaml --format json',
    'plan fine.yaml',
    'plan fine.yaml --quiet',
    'plan fine.yaml --secrets always --detailed-exitcode',
    'apply fine.yaml',
    'apply fine.yaml --yes --quiet',
    'drift fine.yaml --format markdown',
    'drift all.yaml --format prometheus',
  ];
  return [...short, ...(release === ALL || WHOLE ? more : []), ...(WHOLE ? long : [])];
}
