import { readFileSync, readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import { weave } from './mutants.mjs';

const root = resolve(import.meta.dirname, '../..');
/** The mutants of the run, by file. */
const sample = JSON.parse(readFileSync(process.env.AK_MUTATION_SAMPLE, 'utf8'));
/** Tests of these rooms notice most and are run first. */
const FIRST = ['plan', 'semantics', 'forms', 'client', 'actual', 'validate', 'apply'];

/** These run the built program, which has no mutants in it, or are about other code. */
const OTHER_CODE = ['lsp', 'fuzz', 'mutants', 'e2e', 'package', 'rooms', 'mutation'];
/** These test other rooms and notice mutants only by accident: they are run last, separately. */
const FAR = ['format', 'schema', 'sandbox', 'catalog', 'blueprint', 'source'];
/** Tests that are run when the ones above are not. */
const NEAR = readdirSync(resolve(root, 'test')).filter((name) => !FAR.includes(name));

class NearestFirst extends BaseSequencer {
  async sort(specifications) {
    const rank = ({ moduleId }) => {
      const index = FIRST.indexOf(relative(root, moduleId).split('/')[1]);
      return index === -1 ? FIRST.length : index;
    };
    return [...specifications].sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  root,
  plugins: [
    {
      name: 'mutants',
      enforce: 'pre',
      transform(code, id) {
        const path = relative(root, id.replace(/\?.*$/, ''));
        const mutants = sample[path];
        return mutants === undefined ? undefined : { code: weave(path, code, mutants), map: null };
      },
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...OTHER_CODE, ...(process.env.AK_MUTATION_FAR ? NEAR : FAR)].map((name) => `test/${name}/**`),
    setupFiles: ['test/set-seed.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    reporters: ['dot'],
    runner: resolve(import.meta.dirname, 'runner.mjs'),
    sequence: { sequencer: NearestFirst },
  },
});
