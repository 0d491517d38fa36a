import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';

/** Where random cases begin: see "Random cases" in CONTRIBUTING.md. */
const given = process.env['TEST_SEED'] ?? '1';
const seed = given === 'random' ? randomInt(2 ** 31) : Number(given);
if (!Number.isInteger(seed)) throw new Error(`TEST_SEED is ${given}: write a whole number, or random`);
// Not to stdout: knip, which reads this file, writes JSON there.
console.error(`Random cases: seed ${seed}; TEST_SEED=${seed} gives the same again`);

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/set-seed.ts'],
    env: { TEST_SEED: String(seed) },
    // No test is about time: what hangs ends at last, and a machine may have much else to do.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ['default'],
    // Many tests wait for a process of their own; by default one core is left idle.
    maxWorkers: '100%',
  },
});
