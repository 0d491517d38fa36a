import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isWithin } from '../../src/catalog/release.ts';
import { hasShared, shared } from '../shared.ts';
import { ak } from './binary.ts';

/* authentik's own blueprints have no errors, and the page about them lists exactly the warnings. */

interface Row {
  readonly file: string;
  readonly code: string;
  readonly what: string;
  readonly since: string;
  readonly until?: string | undefined;
}

interface Report {
  readonly diagnostics: readonly { code: string; severity: string; message: string; file: string }[];
}

const page = readFileSync(
  resolve(import.meta.dirname, '../../docs/found-in-authentiks-blueprints.md'),
  'utf8',
);
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line): Row => {
    const [file = '', code = '', what = '', releases = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    const [since = '', until] = releases.match(/\d+\.\d+/g) ?? [];
    const quoted = (cell: string): string => /`([^`]*)`/.exec(cell)?.[1] ?? '';
    return { file: quoted(file), code: quoted(code), what: quoted(what), since, until };
  });

/** The folders of blueprints that a release has, without the inputs of its own tests. */
const FOLDERS = ['default', 'example', 'migrations', 'system', 'testing'];

function filesOf(release: string): string[] {
  const root = shared(`data/blueprints/${release}`);
  return FOLDERS.filter((folder) => readdirSync(root).includes(folder)).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => join(root, folder, name)),
  );
}

/** A file as the page names it: with its folder, below the folder of blueprints. */
const named = (file: string): string => file.split('/').slice(-2).join('/');

describe("authentik's own blueprints", () => {
  const releases = hasShared ? readdirSync(shared('data/blueprints')).sort() : [];

  test.skipIf(!hasShared).each(releases)(
    '%s: no error, and the warnings that the page lists',
    async (release) => {
      const files = filesOf(release);
      expect(files.length).toBeGreaterThan(20);
      const { code, out } = await ak(['validate', '--target', release, '--format', 'json', ...files]);
      const { diagnostics } = JSON.parse(out) as Report;
      expect([code, diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([0, []]);
      const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
      const here = rows.filter((row) => isWithin(release, row));
      const isOf = (row: Row, one: Report['diagnostics'][number]): boolean =>
        row.file === named(one.file) && row.code === one.code && one.message.includes(row.what);
      expect(warnings.filter((one) => !here.some((row) => isOf(row, one)))).toEqual([]);
      expect(here.filter((row) => !warnings.some((one) => isOf(row, one)))).toEqual([]);
    },
  );

  test('the page has rows, each of a release that there is a catalog for', () => {
    expect(rows.length).toBeGreaterThan(5);
    const known = readdirSync(resolve(import.meta.dirname, '../../schemas'));
    for (const { since, file, code, what } of rows) {
      expect([file, code, what].every((text) => text !== '')).toBe(true);
      expect(known).toContain(`catalog-${since}.json`);
    }
  });
});
