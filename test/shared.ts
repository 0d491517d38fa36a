import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = process.env['AK_BLUEPRINT_SHARED'] ?? resolve(import.meta.dirname, '../../shared');

/** Whether the data to test against (recordings, oracle, authentik's documents) is on this machine. */
export const hasShared = existsSync(resolve(root, 'data/README.md'));

if (!hasShared) console.warn(`Data to test against is not at ${root}: the tests that need it are skipped.`);

/** The path of a file of the data to test against, e.g. `data/spec/2023.2.3.yml`. */
export function shared(path: string): string {
  return resolve(root, path);
}
