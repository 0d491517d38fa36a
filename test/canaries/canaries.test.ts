import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Canaries } from './canary.ts';
import { type Made, makeEntries } from './entries.ts';
import { type EchoServer, echoServer, type Ran, runHere } from './world.ts';

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
  let folder: string;
  let server: EchoServer;
  let made: Made;
  /** The entries without an error, so that there is a plan. */
  let fine: readonly string[];

  const run = (args: readonly string[], stdin?: string): Promise<Ran> =>
    runHere(args, {
      env: { ...made.env, AUTHENTIK_URL: server.url, AUTHENTIK_TOKEN: token },
      cwd: folder,
      stdin,
    });
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
    expect(fine.length).toBeGreaterThan(30);
  });

  test.each(offline(release))('%s writes none', async (words) => {
    expect(leaks(await run(words.split(' ')))).toEqual([]);
  });

  test.each(online(release))('%s writes none', async (words) => {
    const before = server.writes.length;
    const ran = await run([...words.split(' '), ...given()]);
    expect(leaks(ran)).toEqual([]);
    if (words.startsWith('apply')) expect(server.writes.length - before).toBeGreaterThan(20);
  });
});

/** The release for which every way of writing is tried; the others show that their models leak nothing. */
const ALL = '2025.12';

function offline(release: string): readonly string[] {
  const once = ['validate all.yaml --format json'];
  return release !== ALL
    ? once
    : [
        ...once,
        'validate all.yaml',
        'validate all.yaml --verbose',
        'validate all.yaml --quiet --strict',
        ...['sarif', 'junit', 'github', 'checkstyle'].map((format) => `validate all.yaml --format ${format}`),
        'validate fine.yaml --target 2023.2 --format json',
        'fmt all.yaml --check',
        'fmt all.yaml --check --format json',
        'fmt untidy.yaml --diff',
        'fmt untidy.yaml --check --format json',
        'explain authentik_core.user',
        'explain authentik_core.user.password --format json',
        'schema print authentik_core.user',
        'plan fine.yaml --sandbox --verbose',
        'apply fine.yaml --sandbox --yes --format json',
      ];
}

function online(release: string): readonly string[] {
  const once = [
    'plan fine.yaml --verbose',
    'plan fine.yaml --format json',
    'apply fine.yaml --yes --verbose',
  ];
  return release !== ALL
    ? once
    : [
        ...once,
        'plan all.yaml',
        'plan all.yaml --format json',
        'plan fine.yaml',
        'plan fine.yaml --quiet',
        'plan fine.yaml --secrets always --detailed-exitcode',
        'apply fine.yaml',
        'apply fine.yaml --yes --quiet',
        'apply fine.yaml --yes --format json',
      ];
}
