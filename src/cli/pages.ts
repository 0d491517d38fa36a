import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pages } from '../explain/pages.ts';

/** The folder that the program is installed in, with `docs/`. */
const ROOT = join(import.meta.dirname, '../..');

/** The pages that ship with the program. */
export const PAGES: Pages = {
  read: (path) => (existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : undefined),
  list: (folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => name.slice(0, -'.md'.length))
      .sort(),
};
