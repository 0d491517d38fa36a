import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

/*
 * Until the program is published, its name on npm is free, and whoever takes it runs in the pipelines that use it. So
 * what is documented installs from the address of the repository.
 */

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'blueprints/README.md'].concat(
  readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
);
const lines = PAGES.flatMap((page) =>
  readFileSync(join(ROOT, page), 'utf8')
    .split('\n')
    .map((line) => ({ page, line })),
);
const BY_NAME =
  /\b(?:npx|bunx|(?:npm|yarn|pnpm) (?:i|install|exec|add|dlx))\b(?:(?!git\+)[^`#])*\bak-blueprint\b|\bdocker (?:run|pull)\b|\bghcr\.io\//;

test('no page runs or installs the program by its name on npm, or an image', () => {
  expect(BY_NAME.test('run: npx --yes ak-blueprint validate')).toBe(true);
  expect(BY_NAME.test('npm install -g "git+https://example.com/ak-blueprint#v1"')).toBe(false);
  expect(lines.filter(({ line }) => BY_NAME.test(line))).toEqual([]);
});

test('every pipeline that validates counts warnings, and so does the hook', () => {
  const steps = lines.filter(({ line }) =>
    /^\s*(?:-\s+)?(?:run|script|entry): .*ak-blueprint validate\b/.test(line),
  );
  expect(steps.length).toBeGreaterThan(1);
  expect(steps.filter(({ line }) => !line.includes('--strict'))).toEqual([]);
  const hooks = readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8');
  expect(hooks).toMatch(/entry: ak-blueprint validate --strict$/m);
});

test('our own workflows run what CI runs on each supported Node, without rights and with actions by their commit', () => {
  const folder = join(ROOT, '.github/workflows');
  const workflows = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const uses = workflows.flatMap((text) =>
    [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, used]) => used),
  );
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((used) => !/^[\w./-]+@[0-9a-f]{40} # v\d/.test(used ?? ''))).toEqual([]);
  expect(
    workflows.filter((text) => !/^permissions: \{\}$/m.test(text) || /write|secrets\./.test(text)),
  ).toEqual([]);
  expect(workflows.join('')).toMatch(/node: \[20, 22, 24\][^]*run: bash \.ci\/run/);
});

test('no page of the repository links to what is not there', () => {
  const missing = lines.flatMap(({ page, line }) =>
    [...line.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].flatMap(([, to = '']) =>
      existsSync(resolve(ROOT, page, '..', to)) ? [] : [`${page}: ${to}`],
    ),
  );
  expect(missing).toEqual([]);
});
