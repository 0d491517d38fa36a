// The main job from end to end against the embedded sandbox: plan, apply, and a second plan that is empty.
// usage: node scripts/demo.mjs [paths]   (the paths are those of the examples when none is given)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-demo-'));
const store = join(folder, 'sandbox.json');
const paths = process.argv.length > 2 ? process.argv.slice(2) : ['blueprints/examples'];

/** Runs the command as a user would, and shows it. */
function run(...args) {
  const shown = args.map((arg) => (arg === store ? 'sandbox.json' : arg)).join(' ');
  console.log(`\n$ ak-blueprint ${shown}`);
  const { status } = spawnSync(process.execPath, [join(root, 'bin/ak-blueprint.js'), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = status ?? 1;
  return status === 0;
}

const sandbox = ['--sandbox', '--seed', 'default', '--store', store];
try {
  if (run('plan', ...sandbox, ...paths) && run('apply', '--yes', ...sandbox, ...paths))
    run('plan', ...sandbox, ...paths);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
