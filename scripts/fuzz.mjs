// Throws random, broken and cut-off files at the validator (test/fuzz); the last line says how many, the
// slowest, and what failed.
// usage: node scripts/fuzz.mjs [--runs 100000] [--seed 1] [--from 0]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * An input that takes longer is a hang. The process cannot report that itself, so it is watched from here.
 */
const HANG_SECONDS = 30;
/** How many inputs the suite has: the test is asked for so many times as many. */
const SUITE_RUNS = 750;
/** No input may take longer. */
const MOST_SECONDS = 2;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-fuzz-'));
const progress = join(folder, 'progress');
const run = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--maxWorkers=1', 'test/fuzz'],
  {
    cwd: resolve(import.meta.dirname, '..'),
    env: {
      ...process.env,
      NO_COLOR: '1',
      TEST_RUNS: String(Number(values.runs) / SUITE_RUNS),
      TEST_SEED: values.seed,
      AK_BLUEPRINT_FUZZ_FROM: values.from,
      AK_BLUEPRINT_FUZZ_PROGRESS: progress,
      AK_BLUEPRINT_FUZZ_SECONDS: String(MOST_SECONDS),
    },
  },
);
let output = '';
for (const stream of [run.stdout, run.stderr])
  stream.on('data', (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });

const at = () => {
  try {
    return readFileSync(progress, 'utf8').trim();
  } catch {
    return '';
  }
};
let last = at();
let since = Date.now();
let hung = false;
const watch = setInterval(() => {
  const now = at();
  if (now !== last) [last, since] = [now, Date.now()];
  // Work before the first input and after the last one may take longer.
  const number = Number(now.split(' ')[0]);
  if (
    now === '' ||
    number >= Number(values.from) + Number(values.runs) - 1 ||
    Date.now() - since < HANG_SECONDS * 1000
  )
    return;
  hung = true;
  run.kill('SIGKILL');
}, 1000);

run.on('close', (code) => {
  clearInterval(watch);
  rmSync(folder, { recursive: true, force: true });
  console.log(
    hung
      ? `fuzz: input ${last} of seed ${values.seed} hangs: node scripts/fuzz.mjs --seed ${values.seed} --from ${last.split(' ')[0]} --runs 1`
      : (/^.*fuzz: seed.*$/m.exec(output)?.[0] ?? 'fuzz: it did not run'),
  );
  process.exit(hung ? 1 : (code ?? 1));
});
