import fc from 'fast-check';

/*
 * Random cases are the same in every run, until somebody asks for others: CONTRIBUTING.md says how. The
 * environment is read here and nowhere else.
 */

/** Where all random cases begin: TEST_SEED, a number (`random` is one that vitest.config.ts draws). */
export const SEED = Number(process.env['TEST_SEED'] ?? 1);

/** How many times as many cases: TEST_RUNS. */
const TIMES = Number(process.env['TEST_RUNS'] ?? 1);

/** Whether everything is tried of which the suite tries a share: TEST_WHOLE=1. */
export const WHOLE = process.env['TEST_WHOLE'] === '1';

/** The number of cases where the suite has `count`. */
export function runs(count: number): number {
  return Math.max(1, Math.round(count * TIMES));
}

/** The seeds of `count` cases, and more where more are asked for. */
export function seeds(count: number): number[] {
  return Array.from({ length: runs(count) }, (_, index) => SEED + index);
}

/** These releases, or the one of them that TEST_RELEASE names. */
export function chosen(releases: readonly string[]): readonly string[] {
  const only = process.env['TEST_RELEASE'];
  return only === undefined ? releases : releases.filter((release) => release === only);
}

/** Random values for something with a name; something else has other ones. */
export function sample<T>(name: string, arbitrary: fc.Arbitrary<T>, count: number): T[] {
  const seed = [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, SEED);
  return fc.sample(arbitrary, { numRuns: runs(count), seed });
}
