// Breaks blueprints in every way that test/mutants knows, and counts what validate finds; the last line is
// the sum. With --hints it follows what is said of each mistake, by its fix or its hint alone, and counts how many
// are mended after one step.
// usage: node scripts/mutants.mjs [--hints] [--each 200] [--seed 1] [--only "part of an operator's name"] [--shown 3]
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** How many of each the suite makes: the test is asked for so many times as many. */
const SUITE_EACH = { findings: 20, hints: 2 };

const { values } = parseArgs({
  options: {
    hints: { type: 'boolean', default: false },
    each: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    shown: { type: 'string', default: '3' },
  },
});
const what = values.hints ? 'hints' : 'findings';
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=dot',
    '--maxWorkers=1',
    ...(values.hints ? ['test/hints/mutants.test.ts'] : ['test/mutants', '-t', 'one finding']),
  ],
  {
    cwd: resolve(import.meta.dirname, '..'),
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: {
      ...process.env,
      NO_COLOR: '1',
      TEST_RUNS: String(Number(values.each) / SUITE_EACH[what]),
      TEST_SEED: values.seed,
      AK_BLUEPRINT_MUTANTS_SHOWN: values.shown,
      ...(values.only === undefined ? {} : { AK_BLUEPRINT_MUTANTS_ONLY: values.only }),
    },
  },
);
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);
console.log(/^(?:mutants|hints): .*$/m.exec(run.stdout)?.[0] ?? 'mutants: they were not made');
process.exit(run.status ?? 1);
