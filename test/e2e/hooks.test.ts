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
  readonly files: string;
}

const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as Hook[];
const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  bin: Record<string, string>;
};

/** Runs a hook as pre-commit does: its entry with the files of the commit behind it. */
async function run(hook: Hook, files: Readonly<Record<string, string>>): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-hooks-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const [program = '', ...args] = hook.entry.split(' ');
    expect(bin).toHaveProperty(program);
    return (await ak([...args, ...Object.keys(files)], { cwd: folder })).code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.each(hooks)('the hook $id', (hook) => {
  test.each([
    ['blueprints/a.yaml', true],
    ['deploy/blueprints/b/c.yml', true],
    ['ak-blueprint.yaml', hook.id === 'ak-blueprint-validate'],
    ['deploy/ak-blueprint.yaml', hook.id === 'ak-blueprint-validate'],
    ['compose.yaml', false],
    ['blueprints/README.md', false],
    ['blueprints.yaml', false],
    ['my-ak-blueprint.yaml', false],
  ] as const)('looks at %s: %s', (path, looks) => expect(new RegExp(hook.files).test(path)).toBe(looks));

  test('is installed with npm, and lets good files pass', async () => {
    expect(hook.language).toBe('node');
    const good = readFileSync(join(ROOT, 'blueprints/examples/groups.yaml'), 'utf8');
    expect(await run(hook, { 'blueprints/groups.yaml': good })).toBe(0);
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

test('the hook of validate fails for a broken file and for a broken project file', async () => {
  const hook = hooks.find(({ id }) => id === 'ak-blueprint-validate')!;
  expect(
    await run(hook, {
      'blueprints/a.yaml': 'version: 1\nentries:\n- {model: authentik_core.grop, identifiers: {name: g}}\n',
    }),
  ).toBe(1);
  expect(await run(hook, { 'ak-blueprint.yaml': 'flies: a\n' })).toBe(1);
});
