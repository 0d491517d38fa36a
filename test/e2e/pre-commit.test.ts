import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './binary.ts';

/*
 * The hooks of .pre-commit-hooks.yaml, run by the real pre-commit in a repository of their own. It installs
 * this project as it stands here from git with npm, so it needs a registry (or npm's cache); where there is
 * none, or no pre-commit, the test says so.
 */

interface Ran {
  readonly code: number | null;
  readonly text: string;
}

/** Runs a program to its end; what it wrote is one text. */
function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: status, text: `${stdout}${stderr}` };
}

const isThere =
  run('pre-commit', ['--version'], ROOT).code === 0 && run('git', ['rev-parse'], ROOT).code === 0;
if (!isThere) console.warn('There is no pre-commit here: its hooks are not tested.');

describe.skipIf(!isThere)('pre-commit', () => {
  let folder: string;
  let installed: Ran;
  const sample = (): string => join(folder, 'sample');
  const env = (): Record<string, string> => ({
    PRE_COMMIT_HOME: join(folder, 'home'),
    npm_config_prefer_offline: 'true',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  });
  const git = (cwd: string, ...args: readonly string[]): Ran => run('git', args, cwd, env());
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(sample(), name)), { recursive: true });
    writeFileSync(join(sample(), name), text);
  };
  const commit = (): Ran & { readonly head: string } => {
    git(sample(), 'add', '--all');
    const made = git(sample(), 'commit', '-m', 'Groups');
    return { ...made, head: git(sample(), 'rev-parse', '--verify', '-q', 'HEAD').text.trim() };
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-pre-commit-'));
    const source = join(folder, 'source');
    for (const name of run('git', ['ls-files', '-co', '--exclude-standard'], ROOT).text.trim().split('\n'))
      cpSync(join(ROOT, name), join(source, name), { force: true });
    git(source, 'init', '-q');
    git(source, 'add', '--all');
    git(source, 'commit', '-qm', 'As it stands');
    mkdirSync(sample());
    git(sample(), 'init', '-q');
    write(
      '.pre-commit-config.yaml',
      `repos:\n- repo: ${source}\n  rev: ${git(source, 'rev-parse', 'HEAD').text.trim()}\n  hooks:\n  - id: ak-blueprint-validate\n  - id: ak-blueprint-fmt\n`,
    );
    installed = run('pre-commit', ['install', '--install-hooks'], sample(), env());
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('blocks a broken commit with a message that says where and what, and lets a good one pass', (context) => {
    if (installed.code !== 0 && /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENOTCACHED|ETIMEDOUT/.test(installed.text))
      context.skip('npm reaches no registry');
    expect(installed.code, installed.text).toBe(0);
    const blueprint = (model: string): string =>
      `version: 1\nentries:\n  - model: ${model}\n    identifiers:\n      name: staff\n`;

    write('compose.yaml', 'services: {}\n');
    expect(commit()).toMatchObject({
      code: 0,
      text: expect.stringMatching(/validate authentik blueprints\.+Passed/) as string,
    });
    write('README.md', 'Groups\n');
    expect(commit()).toMatchObject({ code: 0, text: expect.stringContaining('no files to check') as string });
    const before = commit().head;

    write('blueprints/groups.yaml', blueprint('authentik_core.grop'));
    const broken = commit();
    expect([broken.code, broken.head]).toEqual([1, before]);
    expect(broken.text).toContain('blueprints/groups.yaml:3:12 error authentik_core.grop is no model');
    expect(broken.text).toContain('did you mean authentik_core.group?');

    write('blueprints/groups.yaml', blueprint('authentik_core.group'));
    const good = commit();
    expect([good.code, good.head === before]).toEqual([0, false]);
    expect(good.text).toMatch(/validate authentik blueprints\.+Passed/);

    write('blueprints/groups.yaml', blueprint('authentik_core.group').replace('version: 1', 'version:   1'));
    const untidy = commit();
    expect([untidy.code, untidy.text]).toEqual([
      1,
      expect.stringMatching(/check the format of authentik blueprints\.+Failed[^]*blueprints\/groups\.yaml/),
    ]);
    write('blueprints/groups.yaml', blueprint('authentik_core.group'));

    write('ak-blueprint.yaml', 'flies: blueprints/\n');
    expect(commit()).toMatchObject({
      code: 1,
      text: expect.stringContaining('ak-blueprint.yaml:1:1 error a project file has no "flies"') as string,
    });
  }, 120_000);
});
