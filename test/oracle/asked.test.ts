import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from '../run-here.ts';

/*
 * Small blueprints that the importers of a real 2023.2.3 and 2025.12.4 were asked about, each in a transaction that
 * was rolled back, with the objects of `setup`: taken, refused (a message that it catches), or a crash. They are the
 * cases of the section "Asked of the importers" of the page of differences; we end as the page says.
 */

interface Case {
  readonly name: string;
  readonly blueprint: string;
  readonly importer: Readonly<Record<string, 'taken' | 'refused' | 'crashes'>>;
}

interface Report {
  readonly diagnostics: readonly { code: string; severity: string }[];
  readonly changes: readonly { action: string }[];
}

const { setup, cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'asked.json'), 'utf8')) as {
  setup: string;
  cases: readonly Case[];
};

/** The rows of the section: the cases, and how a plan ends with us, in words of the page. */
const page = readFileSync(
  resolve(import.meta.dirname, '../../docs/differences-from-the-importer.md'),
  'utf8',
);
const section = page.split('\n## ').find((part) => part.startsWith('Asked of the importers')) ?? '';
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').slice(1, -1));
const listed = rows.flatMap((cells) =>
  [...(cells.at(-1) ?? '').matchAll(/`(\w+)`/g)].map(
    ([, name = '']) => [name, (cells[1] ?? '').trim()] as const,
  ),
);

/** What a plan may be, in the words of the page, with the code that goes along. */
function endOf({ diagnostics, changes }: Report): string {
  const shown = diagnostics.filter(({ severity }) => severity !== 'info');
  const worst = shown.find(({ severity }) => severity === 'error') ?? shown[0];
  const code = worst ? `, \`${worst.code}\`` : '';
  if (worst?.severity === 'error') return `error${code}`;
  if (worst) return `warning${code}`;
  return changes.some(({ action }) => action !== 'noop') ? 'done' : 'nothing to do';
}

const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-asked-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['2023.2', '2025.12'])('%s', (target) => {
  const store = ['--sandbox', '--target', target, '--store', `${target}.json`];

  beforeAll(async () => {
    writeFileSync(join(folder, 'setup.yaml'), setup);
    const { code, err } = await runHere(['apply', '--yes', '--seed', 'default', ...store, 'setup.yaml'], {
      cwd: folder,
    });
    expect([code, err]).toEqual([0, expect.anything()]);
  }, 60_000);

  test.each(listed)('%s: %s', async (name, end) => {
    const one = cases.find((other) => other.name === name);
    writeFileSync(join(folder, `${name}.yaml`), one?.blueprint ?? '');
    // Two of them switch off the last binding of a flow: that is a brake's business.
    const args = ['--format', 'json', '--allow-protected', 'authentik_policies.policybinding', ...store];
    const { out } = await runHere(['plan', ...args, `${name}.yaml`], { cwd: folder });
    // A tag that the release does not have yet is refused by both.
    const hasTag = !(target === '2023.2' && /!(File|AtIndex)/.test(one?.blueprint ?? ''));
    expect(endOf(JSON.parse(out) as Report)).toBe(hasTag ? end : 'error, `tag-unavailable`');
  });
});

test('the page lists every case, once', () => {
  expect(listed.map(([name]) => name).sort()).toEqual(cases.map(({ name }) => name).sort());
});

test('what the page says of the importers is what they said', () => {
  for (const cells of rows) {
    for (const [, name = ''] of (cells.at(-1) ?? '').matchAll(/`(\w+)`/g)) {
      const said = Object.values(cases.find((one) => one.name === name)?.importer ?? {});
      for (const word of ['taken', 'refused', 'crashes'] as const)
        expect([name, (cells[2] ?? '').includes(word)]).toEqual([name, said.includes(word)]);
    }
  }
});
