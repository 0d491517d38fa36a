import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { ak, ROOT } from './binary.ts';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly args: readonly string[];
  readonly files: string;
  readonly exclude: string;
  readonly pass_filenames: boolean;
}

const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as Hook[];
const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  bin: Record<string, string>;
};

/** Runs a hook as pre-commit does: its entry with its arguments, and without the files of the commit. */
async function run(hook: Hook, files: Readonly<Record<string, string>>): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-hooks-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const [program = '', ...args] = hook.entry.split(' ');
    expect(bin).toHaveProperty(program);
    expect(hook.pass_filenames).toBe(false);
    return (await ak([...args, ...hook.args], { cwd: folder })).code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.each(hooks)('the hook $id', (hook) => {
  test.each([
    ['blueprints/a.yaml', true],
    ['deploy/blueprints/b/c.yml', true],
    ['ak-blueprint.yaml', true],
    ['deploy/ak-blueprint.yaml', true],
    ['clusters/one/authentik/configmap.yaml', true],
    ['charts/authentik/values.yml', true],
    ['blueprints/README.md', false],
    ['a.yaml.orig', false],
    // What a folder walk leaves out; where there is nothing else, there is no file to walk.
    ['.github/workflows/ci.yaml', false],
    ['deploy/.hidden.yml', false],
  ] as const)('runs for %s: %s', (path, looks) =>
    expect(new RegExp(hook.files).test(path) && !new RegExp(hook.exclude).test(path)).toBe(looks),
  );

  test('is installed with npm, and lets good files pass', async () => {
    expect(hook.language).toBe('node');
    const good = readFileSync(join(ROOT, 'blueprints/examples/groups.yaml'), 'utf8');
    expect(await run(hook, { 'ak-blueprint.yaml': 'target: "2023.2"\n', 'a/groups.yaml': good })).toBe(0);
  });
});

test('the hook of fmt fails for a file that is not formatted', async () => {
  const hook = hooks.find(({ id }) => id === 'ak-blueprint-fmt')!;
  expect(
    await run(hook, {
      'blueprints/a.yaml':
        'version:   1\nentries:\n- {model: authentik_core.group,   identifiers: {name: g}}\n',
    }),
  ).toBe(1);
});

const BAD = 'version: 1\nentries:\n  - model: authentik_core.grop\n    identifiers: { name: g }\n';
const WARNED = `${BAD.replace('grop', 'group')}    attrs: { nope: 1 }\n`;
const block = (text: string, by: number): string => `|\n${text.replace(/^(?=.)/gm, ' '.repeat(by))}`;

describe('the hook of validate finds blueprints by their content, wherever they stand', () => {
  const hook = hooks.find(({ id }) => id === 'ak-blueprint-validate')!;
  test.each([
    ['a file', (text: string) => text],
    [
      'a ConfigMap',
      (text: string) =>
        `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a.yaml: ${block(text, 4)}`,
    ],
    [
      'the template of an external secret',
      (text: string) =>
        `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\nspec:\n  target:\n    template:\n      data:\n        a.yaml: ${block(`${text}context:\n  secret: "{{ .secret }}"\n`, 10)}`,
    ],
    [
      'Helm values',
      (text: string) => `authentik:\n  blueprints:\n    inline:\n      a.yaml: ${block(text, 8)}`,
    ],
  ])('%s', async (_, outer) => {
    const ends = (text: string): Promise<number | null> =>
      run(hook, { 'any/where/x.yaml': outer(text), 'compose.yaml': 'version: 1\nservices: {}\n' });
    expect(await ends(BAD)).toBe(1);
    // Warnings count, too.
    expect(await ends(WARNED)).toBe(1);
    expect(await ends(BAD.replace('grop', 'group'))).toBe(0);
  });
});

test('the hook of validate fails for a broken file and for a broken project file', async () => {
  const hook = hooks.find(({ id }) => id === 'ak-blueprint-validate')!;
  expect(
    await run(hook, {
      'blueprints/a.yaml': 'version: 1\nentries:\n- {model: authentik_core.grop, identifiers: {name: g}}\n',
    }),
  ).toBe(1);
  expect(await run(hook, { 'ak-blueprint.yaml': 'flies: a\n' })).toBe(1);
});
