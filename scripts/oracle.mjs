// Compares plan and apply with the recorded outcomes of authentik's own importer; the last lines are the
// counts, and how many of the files that it refuses validate finds alone.
// usage: node scripts/oracle.mjs
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const run = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', 'test/oracle'],
  {
    cwd: resolve(import.meta.dirname, '..'),
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, NO_COLOR: '1' },
  },
);
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);
const counts = [
  ...run.stdout.matchAll(
    /^(\d+\.\d+\.\d+), (.*): (\d+) same, (\d+) better \(listed\), (\d+) cannot over REST \(listed\), (\d+) different$/gm,
  ),
];
for (const [line] of counts) console.log(line);
for (const release of new Set(counts.map(([, release]) => release))) {
  const sum = (index) =>
    counts.filter((match) => match[1] === release).reduce((total, match) => total + Number(match[index]), 0);
  console.log(
    `${release}, all: ${sum(3)} same, ${sum(4)} better (listed), ${sum(5)} cannot over REST (listed), ${sum(6)} different`,
  );
}
for (const [line] of run.stdout.matchAll(/^\d+\.\d+\.\d+: \d+ files that the importer .*$/gm))
  console.log(line);
if (counts.length === 0) console.log('the outcomes are not on this machine: nothing was compared');
process.exit(run.status ?? 1);
