import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where random cases begin: see "Random cases" in CONTRIBUTING.md. */
const given = process.env['TEST_SEED'] ?? '1';
const seed = given === 'random' ? randomInt(2 ** 31) : Number(given);
if (!Number.isInteger(seed)) throw new Error(`TEST_SEED is ${given}: write a whole number, or random`);
// Not to stdout: knip, which reads this file, writes JSON there.
console.error(`Random cases: seed ${seed}; TEST_SEED=${seed} gives the same again`);

/** They take longest, and so begin first: else one core is idle while the last of them ends. */
const LONG = [
  'test/laws/each-field.test.ts',
  'test/release/made-up.test.ts',
  'test/laws/laws.test.ts',
  'test/e2e/cli.test.ts',
  'test/canaries/canaries.test.ts',
];

/**
 * These replace modules, and so load the program for themselves. All others share what they have loaded: to load it
 * anew for each file takes longer than most files. What a module of ours keeps is what it has read and compiled, and
 * nothing changes that.
 */
const APART = ['test/lsp/reads-once.test.ts'];

/** The longest first, and the others in one order on every machine, those of a project one after the other. */
class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((path) => moduleId.endsWith(path));
      return at < 0 ? LONG.length : at;
    };
    const placeOf = ({ project, moduleId }: TestSpecification): string => `${project.name} ${moduleId}`;
    return Promise.resolve(
      [...files].sort((a, b) => rank(a) - rank(b) || (placeOf(a) < placeOf(b) ? -1 : 1)),
    );
  }
}

/** What holds for all of them; a project that extends this file would draw a seed of its own. */
const EACH = {
  setupFiles: ['test/set-seed.ts'],
  env: { TEST_SEED: String(seed) },
  // No test is about time: what hangs ends at last, and a machine may have much else to do.
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    reporters: ['default'],
    // Many tests wait for a process of their own; by default one core is left idle.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: { ...EACH, name: 'together', isolate: false, include: ['test/**/*.test.ts'], exclude: APART },
      },
      { test: { ...EACH, name: 'apart', include: APART } },
    ],
  },
});
