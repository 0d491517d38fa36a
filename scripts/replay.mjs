// Sends the requests of both recordings to sandboxes of their releases; the last lines are the shares of
// responses that agree with the recorded ones.
// usage: node scripts/replay.mjs
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-replay-'));
const report = join(folder, 'report.txt');
const run = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--silent=true', 'test/sandbox/replay.test.ts'],
  {
    cwd: resolve(import.meta.dirname, '..'),
    stdio: 'inherit',
    env: { ...process.env, AK_BLUEPRINT_REPLAY_REPORT: report },
  },
);
const lines = existsSync(report)
  ? readFileSync(report, 'utf8').trimEnd().split('\n')
  : ['the recordings are not on this machine: nothing was replayed'];
const isTotal = (line) => / recorded exchanges, /.test(line);
console.log([...lines, '', ...lines.filter(isTotal)].join('\n'));
rmSync(folder, { recursive: true, force: true });
process.exit(run.status ?? 1);
