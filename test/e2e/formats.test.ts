import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ak } from './binary.ts';

let repository: string;
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  ak(['validate', ...args], { cwd: join(repository, 'authentik'), env });

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'ak-blueprint-formats-'));
  mkdirSync(join(repository, 'authentik'));
  writeFileSync(
    join(repository, 'authentik/a.yaml'),
    'version: 1\nentries:\n- {model: authentik_core.group, identifiers: {name: a},\n   atrs: {}}\n- model: authentik_core.grop\n  identifiers: {name: b}\n',
  );
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

test('SARIF counts paths from the root of the repository where GitHub runs us, and has the pages of the codes', async () => {
  const { code, out, err } = await run(['--format', 'sarif', 'a.yaml'], { GITHUB_WORKSPACE: repository });
  const [sarif] = (JSON.parse(out) as Log).runs;
  expect([code, err]).toEqual([1, expect.stringContaining('1 error, 1 warning in 1 file, 2 entries')]);
  expect(
    sarif?.results?.map(({ ruleId, level, locations }) => [
      ruleId,
      level,
      locations?.[0]?.physicalLocation?.artifactLocation?.uri,
    ]),
  ).toEqual([
    ['structure-unknown-key', 'warning', 'authentik/a.yaml'],
    ['model-unknown', 'error', 'authentik/a.yaml'],
  ]);
  expect(sarif?.tool.driver.rules?.find(({ id }) => id === 'model-unknown')?.help?.markdown).toMatch(
    /^# model-unknown\n[^]*## Wrong\n/,
  );
  expect(
    (JSON.parse((await run(['--format', 'sarif', 'a.yaml'])).out) as Log).runs[0]?.results?.[0]
      ?.locations?.[0]?.physicalLocation?.artifactLocation?.uri,
  ).toBe('a.yaml');
});

test('the other formats show what a terminal would show', async () => {
  const github = await run(['--format', 'github', 'a.yaml'], { GITHUB_WORKSPACE: repository });
  expect([
    github.code,
    github.out
      .trim()
      .split('\n')
      .map((line) => line.split(',')[0]),
  ]).toEqual([1, ['::warning file=authentik/a.yaml', '::error file=authentik/a.yaml']]);
  expect((await run(['--format', 'github', '--quiet', 'a.yaml'])).out.trim().split('\n')).toHaveLength(1);
  expect((await run(['--format', 'junit', 'a.yaml'])).out).toContain('tests="2" failures="1"');
  expect((await run(['--format', 'junit', '--strict', 'a.yaml'])).out).toContain('tests="2" failures="2"');
  expect((await run(['--format', 'checkstyle', 'a.yaml'])).out).toContain(
    '<error line="5" column="10" severity="error"',
  );
});

test('JSON has the page and the fixes of a finding', async () => {
  writeFileSync(
    join(repository, 'authentik/cased.yaml'),
    'version: 1\nentries:\n- model: authentik_core.Group\n  identifiers: {name: a}\n',
  );
  const { diagnostics } = JSON.parse((await run(['--format', 'json', 'cased.yaml'])).out) as {
    diagnostics: unknown[];
  };
  expect(diagnostics[0]).toMatchObject({
    code: 'model-case',
    docs: 'docs/diagnostics/model-case.md',
    fixes: [
      {
        title: 'replace authentik_core.Group by authentik_core.group',
        mechanical: true,
        edits: [
          {
            file: 'cased.yaml',
            range: { start: { line: 3, column: 10 }, end: { line: 3, column: 30 } },
            text: 'authentik_core.group',
          },
        ],
      },
    ],
  });
});

test('a format that there is not is refused', async () => {
  expect(await run(['--format', 'xml', 'a.yaml'])).toMatchObject({
    code: 3,
    err: expect.stringContaining('pretty, json, sarif, junit, github, checkstyle') as string,
  });
});
