// Builds the program when it is installed from git, which is how pre-commit installs it: as a global package.
// npm passes "global" on to the npm that prepares the clone, which therefore installs nothing there, so the
// packages that the build needs are installed here first.
// usage: npm runs it (see "prepare" in package.json)
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** Runs a program in the clone; exits with its exit code when it fails. */
function run(command, args, env = process.env) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function isInstalled(name) {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

if (!isInstalled('esbuild')) {
  const env = { ...process.env };
  delete env.npm_config_global;
  delete env.npm_config_local_prefix;
  const npm = env.npm_execpath;
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  if (npm === undefined) run('npm', args, env);
  else run(process.execPath, [npm, ...args], env);
}
run(process.execPath, [resolve(root, 'scripts/build.mjs')]);
