import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ak } from './binary.ts';
import { OTHER_YAML } from './other-yaml.ts';

let folder: string;
const put = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const putBytes = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-folders-'));
  for (const [name, text] of Object.entries(OTHER_YAML)) put(name, text);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const GROUP = 'version: 1\nentries:\n  - model: authentik_core.group\n    identifiers:\n      name: staff\n';
const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));
const label = (value: string): string =>
  GROUP.replace(
    'entries',
    `metadata:\n  name: ${value}\n  labels:\n    blueprints.goauthentik.io/instantiate: "false"\nentries`,
  ).replace('name: staff', `name: ${value}`);

describe('a repository of other YAML', () => {
  test('is left as it is by fmt, and has nothing to find', async () => {
    expect(await ak(['fmt', '--check', '.'], { cwd: folder })).toMatchObject({ code: 0, out: '' });
    const formatted = await ak(['fmt', '.'], { cwd: folder });
    expect(formatted).toMatchObject({ code: 0, out: '', err: '0 files formatted, 0 unchanged\n' });
    for (const [name, text] of Object.entries(OTHER_YAML)) expect(read(name), name).toBe(text);
    const checked = await ak(['validate', '--strict', '--format', 'json', '.'], { cwd: folder });
    expect([checked.code, JSON.parse(checked.out)]).toMatchObject([
      0,
      { diagnostics: [], summary: { files: 0, entries: 0 } },
    ]);
  });

  test('in other encodings, or none, has nothing to find either; blueprints in them have', async () => {
    const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
    putBytes('utf16.yaml', utf16('name:   x\n'));
    putBytes('latin1.yaml', Buffer.from('name:   gr\xfcn\n', 'latin1'));
    putBytes('binary.yaml', Buffer.from([0, 1, 0xff, 0xfe, 0x0a]));
    expect(await ak(['fmt', '--check', '.'], { cwd: folder })).toMatchObject({ code: 0, out: '' });
    expect(await ak(['validate', '--strict', '.'], { cwd: folder })).toMatchObject({ code: 0 });
    putBytes('groups.yaml', Buffer.from(GROUP.replace('staff', 'gr\xfcn'), 'latin1'));
    const checked = await ak(['validate', '--strict', '.'], { cwd: folder });
    expect([checked.code, checked.err.match(/\S+ error .*\(.*\)/g)]).toEqual([
      1,
      ['groups.yaml:5:15 error byte 83 (0xfc) is no valid UTF-8 (file-encoding)'],
    ]);
    const named = await ak(['validate', 'latin1.yaml'], { cwd: folder });
    expect([named.code, named.err]).toEqual([1, expect.stringContaining('(file-encoding)')]);
  });

  test('has nothing to plan', async () => {
    const planned = await ak(['plan', '--sandbox', '.'], { cwd: folder });
    expect([planned.code, planned.err.includes('warning')]).toEqual([0, false]);
    expect(planned.out).toMatch(/^Nothing to do\./m);
  });

  test('does not hide the blueprints in it', async () => {
    put('sso/groups.yaml', GROUP.replace('model: ', 'model:   '));
    put('sso/bad.yaml', GROUP.replace('group', 'grop').replace('staff', 'other'));
    put('sso/meant.yaml', GROUP.replace('entries', 'entires').replace('staff', 'third'));
    const checked = await ak(['validate', '--format', 'json', '.'], { cwd: folder });
    const { diagnostics, summary } = JSON.parse(checked.out) as {
      diagnostics: { file: string; code: string }[];
      summary: { files: number };
    };
    expect(summary.files).toBe(3);
    expect(new Set(diagnostics.map(({ file }) => file))).toEqual(new Set(['sso/bad.yaml', 'sso/meant.yaml']));
    expect(checked.err).toContain(`; ${Object.keys(OTHER_YAML).length - 1} other files of no blueprints`);
    expect((await ak(['fmt', '.'], { cwd: folder })).out).toBe('sso/groups.yaml\n');
    expect(read('sso/groups.yaml')).toBe(GROUP);
    for (const [name, text] of Object.entries(OTHER_YAML)) expect(read(name), name).toBe(text);
  });

  test('has one finding for a file that is named, a note where it is empty', async () => {
    for (const name of [
      'compose.yaml',
      'ansible/tasks/main.yml',
      'k8s/several.yaml',
      'openapi.yaml',
      'empty.yaml',
    ]) {
      const { code, out } = await ak(['validate', '--format', 'json', name], { cwd: folder });
      const isEmpty = name === 'empty.yaml';
      expect([code, JSON.parse(out)], name).toMatchObject([
        0,
        {
          diagnostics: [
            {
              code: isEmpty ? 'yaml-empty' : 'not-a-blueprint',
              severity: isEmpty ? 'info' : 'warning',
              file: name,
            },
          ],
        },
      ]);
    }
    expect(await ak(['fmt', 'empty.yaml'], { cwd: folder })).toMatchObject({ code: 0, out: '' });
    expect(read('empty.yaml')).toBe('');
  });
});

describe('files that their label keeps out', () => {
  test('are checked, and counted in the last line of every command', async () => {
    put('one.yaml', label('one'));
    put('two.yaml', label('two').replace('identifiers', 'identifers'));
    put('plain.yaml', GROUP);
    const checked = await ak(['validate', '.'], { cwd: folder });
    expect([checked.code, checked.err]).toEqual([1, expect.stringContaining('two.yaml:8:5 error')]);
    expect(checked.err).toMatch(
      / in 3 files, 3 entries, .*; 2 files left out by their label; \d+ other files/,
    );
    const refused = await ak(['plan', '--sandbox', '.'], { cwd: folder });
    // What is wrong in a file that is not sent does not keep a plan from being made.
    expect([refused.code, refused.out]).toEqual([
      0,
      expect.stringContaining('2 files left out by their label.'),
    ]);
    const formatted = await ak(['fmt', '--check', '.'], { cwd: folder });
    expect(formatted.err).toMatch(
      /^0 files are not formatted, 3 unchanged; 2 files left out by their label\n$/,
    );
    put('bad.yaml', GROUP.replace('group', 'grop'));
    for (const command of [['plan'], ['apply', '--yes']])
      expect((await ak([...command, '--sandbox', '.'], { cwd: folder })).err).toMatch(
        /errors; .*; 2 files left out by their label\.\n$/,
      );
    rmSync(join(folder, 'bad.yaml'));
    rmSync(join(folder, 'two.yaml'));
    const planned = await ak(['plan', '--sandbox', '.'], { cwd: folder });
    expect([planned.code, planned.out]).toEqual([
      0,
      expect.stringMatching(/Plan: 1 to create, .*; 1 file left out by its label\./),
    ]);
    const applied = await ak(['apply', '--sandbox', '--yes', '.'], { cwd: folder });
    expect([applied.code, applied.out]).toEqual([
      0,
      expect.stringMatching(/Done: 1 applied, .*; 1 file left out by its label\./),
    ]);
    rmSync(join(folder, 'plain.yaml'));
    expect((await ak(['plan', '--sandbox', '.'], { cwd: folder })).out).toMatch(
      /^Nothing to do; 1 file left out by its label\./m,
    );
  });
});

describe('blueprints in texts of texts', () => {
  const manifest = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  groups.yaml: |\n${indented(GROUP.replace('name: staff', 'nme: staff'), 4)}`;
  test.each([
    ['a manifest in Helm values', `extraObjects:\n  - |\n${indented(manifest, 4)}`, 13],
    [
      'Helm values in an application of Argo CD',
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n      values: |\n        extraObjects:\n          - |\n${indented(manifest, 12)}`,
      19,
    ],
    [
      'a literal of kustomize',
      `configMapGenerator:\n  - name: blueprints\n    literals:\n      - |\n        groups.yaml=version: 1\n${indented(GROUP.replace('version: 1\n', '').replace('name: staff', 'nme: staff'), 8)}`,
      9,
    ],
    [
      'a literal of kustomize in quotes',
      `configMapGenerator:\n  - literals:\n      - ${JSON.stringify(`a.yaml=${GROUP.replace('name: staff', 'nme: staff')}`)}\n`,
      3,
    ],
  ])('%s', async (_, text, line) => {
    put('outer.yaml', text);
    const checked = await ak(['validate', '--format', 'json', '.'], { cwd: folder });
    const { diagnostics } = JSON.parse(checked.out) as {
      diagnostics: { file: string; code: string; range: { start: { line: number; column: number } } }[];
    };
    expect(diagnostics).toMatchObject([
      { file: 'outer.yaml', code: 'identifier-unknown', range: { start: { line } } },
    ]);
    const { column } = diagnostics[0]?.range.start ?? { column: 0 };
    expect(text.split('\n')[line - 1]?.slice(column - 1)).toMatch(/^nme/);
  });
});
