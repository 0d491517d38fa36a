import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ak } from './binary.ts';
import { NEWEST } from '../newest.ts';

let folder: string;
const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const group = (name: string, model = 'authentik_core.group'): string =>
  `version: 1\nentries:\n- model: ${model}\n  identifiers: {name: ${name}}\n`;
const run = (args: readonly string[], cwd = folder) => ak(args, { cwd });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-project-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('files of a project that are checked without the others', () => {
  test('may lack what the others have: that is a warning, and an error where all are there', async () => {
    const here = mkdtempSync(join(tmpdir(), 'ak-blueprint-part-'));
    try {
      const group = (attrs: string): string =>
        `version: 1\nentries:\n- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs: ${attrs}\n`;
      writeFileSync(join(here, 'ak-blueprint.yaml'), 'files: ["*.yaml"]\ntarget: 2025.12\n');
      writeFileSync(join(here, 'patch.yaml'), group('{title: A, name: A}'));
      expect((await ak(['validate'], { cwd: here })).code).toBe(1);
      writeFileSync(join(here, 'whole.yaml'), group('{title: A, name: A, designation: authentication}'));
      expect((await ak(['validate'], { cwd: here })).code).toBe(0);
      const part = await ak(['validate', 'patch.yaml'], { cwd: here });
      expect([part.code, part.err]).toEqual([
        0,
        expect.stringMatching(/warning .*designation[\s\S]*attribute-missing/),
      ]);
      rmSync(join(here, 'whole.yaml'));
      expect((await ak(['validate', 'patch.yaml'], { cwd: here })).code).toBe(1);
    } finally {
      rmSync(here, { recursive: true, force: true });
    }
  });
});

describe('the project file', () => {
  test('names the files where the command line does not, seen from any folder below it', async () => {
    write('ak-blueprint.yaml', 'files: [blueprints, "extra/*.yaml", "!blueprints/drafts/**"]\n');
    write('blueprints/a.yaml', group('a'));
    write('blueprints/drafts/b.yaml', group('b', 'authentik_core.nosuch'));
    write('extra/c.yaml', group('c', 'authentik_core.grop'));
    const here = await run(['validate']);
    expect([here.code, here.err]).toEqual([
      1,
      expect.stringMatching(/^extra\/c\.yaml:3:10 error[\s\S]*1 error in 2 files, 2 entries/),
    ]);
    const below = await run(['validate'], join(folder, 'blueprints'));
    expect([below.code, below.err]).toEqual([1, expect.stringContaining('../extra/c.yaml:3:10 error')]);
    expect((await run(['validate', 'a.yaml'], join(folder, 'blueprints'))).code).toBe(0);
  });

  test('is the nearest one, or the one that is named', async () => {
    write('ak-blueprint.yaml', 'files: a.yaml\n');
    write('a.yaml', group('a'));
    write('sub/ak-blueprint.yaml', 'files: b.yaml\nrules: {model-case: warning}\n');
    write('sub/b.yaml', group('b', 'authentik_core.Group'));
    expect((await run(['validate'], join(folder, 'sub'))).err).toContain('b.yaml:3:10 warning');
    expect((await run(['validate', '--project', '../ak-blueprint.yaml'], join(folder, 'sub'))).err).toBe(
      `no problems in 1 file, 1 entry, for authentik ${NEWEST}\n`,
    );
    expect(await run(['validate', '--project', 'nope.yaml'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('nope.yaml') as string,
    });
  });

  test('sets severities', async () => {
    write('a.yaml', group('a', 'authentik_core.Group'));
    const codeWith = async (rules: string): Promise<number | null> => {
      write('ak-blueprint.yaml', `files: .\nrules: {${rules}}\n`);
      return (await run(['validate', '--strict'])).code;
    };
    expect([
      await codeWith(''),
      await codeWith('model-case: warning'),
      await codeWith('model-case: error'),
      await codeWith('model-case: info'),
      await codeWith('model-case: off'),
    ]).toEqual([0, 1, 1, 0, 0]);
  });

  test('is no blueprint: a folder is walked without it, and where it is named it is checked as what it is', async () => {
    write('ak-blueprint.yaml', 'flies: a.yaml\n');
    write('a.yaml', group('a'));
    const walked = await run(['validate', '.']);
    expect([walked.code, walked.err.match(/project-invalid/g), walked.err]).toEqual([
      1,
      ['project-invalid'],
      expect.stringContaining('in 1 file'),
    ]);
    expect(
      (await run(['validate', './ak-blueprint.yaml', 'a.yaml'])).err.match(/project-invalid/g),
    ).toHaveLength(1);
    write('other/ak-blueprint.yaml', 'target: x\n');
    expect((await run(['validate', 'other/ak-blueprint.yaml', 'a.yaml'])).err).toContain(
      'other/ak-blueprint.yaml:1:9 error',
    );
  });

  test('names paths that exist, and says at the path when one does not', async () => {
    write('ak-blueprint.yaml', 'files:\n- a.yaml\n- nope/\n');
    write('a.yaml', group('a'));
    expect(await run(['validate'])).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        'ak-blueprint.yaml:3:3 error "files": there is no file or folder nope/',
      ) as string,
    });
    write('ak-blueprint.yaml', 'rules: {}\n');
    expect(await run(['validate'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('"files" in ak-blueprint.yaml') as string,
    });
  });

  test('is what plan and apply go by, too', async () => {
    write('ak-blueprint.yaml', 'files: a.yaml\ntarget: 2024.8\n');
    write('a.yaml', group('a'));
    const planned = await run(['plan', '--sandbox']);
    expect([planned.code, planned.out, planned.err]).toEqual([
      0,
      expect.stringContaining('1 to create'),
      expect.stringContaining('ak-blueprint.yaml:2:9 warning the project is for authentik 2024.8'),
    ]);
    expect((await run(['apply', '--yes', '--sandbox'])).out).toContain('1 applied');
  });
});
