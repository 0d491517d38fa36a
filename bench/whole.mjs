// Compares whole processes, run alternately: starting, checking a folder, a large file and many files,
// against `node -e 0` and `parseDocument` of the yaml package. Quote the ratios (minimum and median), not the
// times, which depend on the load of the machine.
// usage: npm run bench [-- runs]   (authentik's own blueprints: AK_BLUEPRINT_SHARED or ../shared)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const own = join(process.env.AK_BLUEPRINT_SHARED ?? resolve(root, '../shared'), 'data/blueprints/2023.2.3');
const runs = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-bench-'));

const entry = (n) => `- model: authentik_core.group
  id: g${n}
  state: present
  identifiers:
    name: group-${n}
  attrs:
    is_superuser: false
    attributes: {a: ${n}, b: [x, y, "z"], note: "a text of some length, as people write them into attributes"}
    parent: !Find [authentik_core.group, [name, "group-${Math.max(0, n - 1)}"]]
    users: []
`;
const blueprint = (from, count) =>
  `version: 1\nmetadata:\n  name: bench ${from}\nentries:\n${Array.from({ length: count }, (_, index) => entry(from + index)).join('')}`;
writeFileSync(join(folder, 'large.yaml'), blueprint(0, 10_000));
mkdirSync(join(folder, 'many'));
for (let n = 0; n < 500; n += 1) writeFileSync(join(folder, 'many', `${n}.yaml`), blueprint(n * 100, 100));
writeFileSync(
  join(folder, 'parse.mjs'),
  `import { readFileSync } from 'node:fs';\nimport { parseDocument } from ${JSON.stringify(join(root, 'node_modules/yaml/dist/index.js'))};\nparseDocument(readFileSync(${JSON.stringify(join(folder, 'large.yaml'))}, 'utf8'));\n`,
);

/** Seconds that a whole process takes. */
function time(args) {
  const start = performance.now();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return (performance.now() - start) / 1000;
}

/** Runs two commands alternately, and prints their times and ratio. */
function compare(name, ours, theirs, count = runs) {
  const pairs = Array.from({ length: count + 1 }, () => [time(ours), time(theirs)]).slice(1);
  const least = (index) => Math.min(...pairs.map((pair) => pair[index]));
  const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const ratio = middle(pairs.map(([a, b]) => a / b));
  console.log(
    `${name}: ${(least(0) * 1000).toFixed(0)} ms against ${(least(1) * 1000).toFixed(0)} ms, ratio of the minimums ${(least(0) / least(1)).toFixed(2)}, median of the ratios ${ratio.toFixed(2)} (${count} runs)`,
  );
}

const bin = join(root, 'bin/ak-blueprint.js');
const nothing = ['-e', '0'];
try {
  compare('--version / node -e 0', [bin, '--version'], nothing);
  const folders = ['default', 'example', 'migrations', 'system'].map((name) => join(own, name));
  if (existsSync(own))
    compare(
      "validate of authentik's own blueprints / node -e 0",
      [bin, 'validate', '--target', '2023.2', ...folders],
      nothing,
    );
  compare(
    'validate of 10,000 entries / parseDocument',
    [bin, 'validate', join(folder, 'large.yaml')],
    [join(folder, 'parse.mjs')],
    Math.ceil(runs / 3),
  );
  compare(
    `validate of 500 files on ${availableParallelism()} cores / on one`,
    [bin, 'validate', join(folder, 'many')],
    ['--import', join(root, 'bench/one-core.mjs'), bin, 'validate', join(folder, 'many')],
    Math.ceil(runs / 5),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
