import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ROOT } from '../e2e/binary.ts';

interface Packed {
  /** Bytes. */
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

test('the package is at most 7 MB unpacked, and has what the program reads', () => {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as [Packed];
  expect(packed.unpackedSize).toBeLessThanOrEqual(7_000_000);
  const paths = packed.files.map(({ path }) => path);
  for (const path of [
    'bin/ak-blueprint.js',
    'dist/cli/start.js',
    'dist/cli/check-worker.js',
    'dist/LICENCES.txt',
    'schemas/catalog-2023.2.json',
    'docs/diagnostics/yaml-syntax.md',
  ])
    expect(paths).toContain(path);
  expect(paths.filter((path) => /^(src|test|scripts)\//.test(path))).toEqual([]);
});
