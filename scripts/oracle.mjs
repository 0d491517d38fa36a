// Compares plan and apply with the recorded outcomes of authentik's own importer; the last line is the counts.
// usage: node scripts/oracle.mjs
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const run = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', 'test/oracle'], {
  cwd: resolve(import.meta.dirname, '..'), encoding: 'utf8', maxBuffer: 1e9, env: { ...process.env, NO_COLOR: '1' },
});
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);
const counts = [...run.stdout.matchAll(/^(.*): (\d+) same, (\d+) better \(listed\), (\d+) cannot over REST \(listed\), (\d+) different$/gm)];
const sum = (index) => counts.reduce((total, match) => total + Number(match[index]), 0);
for (const [line] of counts) console.log(line);
console.log(counts.length === 0 ? 'the outcomes are not on this machine: nothing was compared' : `all: ${sum(2)} same, ${sum(3)} better (listed), ${sum(4)} cannot over REST (listed), ${sum(5)} different`);
process.exit(run.status ?? 1);
