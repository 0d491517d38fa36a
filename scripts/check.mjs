// All that CI asks of a change: build, layout, types, lint, import rules, generated files, tests. It ends with the
// first that fails, and lint, which takes one core for as long as most others together, runs beside them; what lint
// finds is printed when it ends.
// usage: node scripts/check.mjs
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const STEPS = ['build', 'layout', 'types', 'rooms', 'generated', 'tests'];

const lint = run('lint', ['pipe', 'pipe']);
let failed = false;
for (const step of STEPS) {
  failed = !(await run(step, ['inherit', 'inherit']));
  if (failed) break;
}
const isClean = await lint;
if (!isClean) console.error('npm run lint failed: what it found is above');
if (failed || !isClean) process.exitCode = 1;

/** Runs a script of package.json (`tests`: the tests, without a build). Gives whether it succeeded. */
function run(name, [out, err]) {
  const command =
    name === 'tests' ? [process.execPath, ['scripts/test.mjs']] : ['npm', ['run', '--silent', name]];
  const child = spawn(...command, { cwd: root, stdio: ['ignore', out, err] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
  return new Promise((done) => {
    child.on('error', (error) => {
      console.error(`${name} cannot be run: ${error.message}`);
      done(false);
    });
    child.on('close', (code) => {
      process.stderr.write(Buffer.concat(said));
      done(code === 0);
    });
  });
}
