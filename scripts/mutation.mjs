// Mutation testing of the rooms where a bug could do harm: makes one small change at a time
// (scripts/mutation/operators.mjs), and counts how many the tests notice. Surviving mutants are listed; those
// that make no difference are declared in test/mutation/equivalent.json.
// usage: node scripts/mutation.mjs [--sample 500] [--seed 1] [--rooms plan,apply,…] [--files part,of,path]
//        [--operators name,…] [--workers 2] [--tests part,of,path] [--changes file.json] [--minutes 30]
//        [--guards]
// The sample is of all rooms; --rooms, --files and --operators choose from it, so that it can be gone through
// room by room. All mutants of a file: --sample 100000 --files part/of/path.
// --changes: instead of a sample, the changes of a file (scripts/mutation/named-changes.mjs).
// --guards: the guards of test/mutation/guards.json, each with the test that notices when it is gone; fails
// when one of them can go unnoticed.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { read, write } from './mutation/log.mjs';
import { findMutants } from './mutation/mutants.mjs';
import { namedChanges } from './mutation/named-changes.mjs';
import { OPERATORS } from './mutation/operators.mjs';

const ROOMS = ['plan', 'apply', 'client', 'validate', 'actual', 'forms', 'semantics'];
/** After this time without a message, a worker hangs in a loop without a counter. */
const SILENT_MS = 120_000;
/** The time limit for a run of one test file with one mutant. */
const RUN_MS = 90_000;
/** Tests that take longer are run only with the mutants that the others did not notice. */
const QUICK_MS = 60;
/** Tests that take longer are run last, as are the suites of other rooms. */
const SLOW_MS = 3000;

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    rooms: { type: 'string', default: ROOMS.join(',') },
    files: { type: 'string', default: '' },
    operators: { type: 'string', default: '' },
    tests: { type: 'string', default: '' },
    changes: { type: 'string' },
    guards: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
    minutes: { type: 'string', default: '30' },
  },
});
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-mutation-'));
const log = join(folder, 'log');
const GUARDS = 'test/mutation/guards.json';
const sampleFile = join(folder, 'sample.json');
const started = Date.now();
const end = started + Number(values.minutes) * 60_000;

/** The mutants of a sample of all rooms, limited to the chosen rooms, files and operators. */
function sampled() {
  const rooms = list(values.rooms);
  const parts = list(values.files);
  const operators = list(values.operators);
  return pick(allMutants(), Number(values.sample), Number(values.seed)).filter(
    ({ room, path, operator }) =>
      rooms.includes(room) &&
      (parts.length === 0 || parts.some((part) => path.includes(part))) &&
      (operators.length === 0 || operators.includes(operator)),
  );
}

function allMutants() {
  return ROOMS.flatMap((room) =>
    sourcesOf(room).flatMap((path) =>
      findMutants(path, readFileSync(join(root, path), 'utf8')).map((mutant) => ({ ...mutant, room })),
    ),
  );
}

function sourcesOf(room) {
  const names = readdirSync(join(root, 'src', room), { recursive: true });
  return names
    .filter((name) => name.endsWith('.ts') && !name.includes('generated/'))
    .sort()
    .map((name) => `src/${room}/${name}`);
}

function list(text) {
  return text === '' ? [] : text.split(',');
}

/** `count` of the items, the same ones for the same seed. */
function pick(items, count, seed) {
  const random = numbers(seed);
  const left = [...items];
  const picked = [];
  while (picked.length < count && left.length > 0)
    picked.push(...left.splice(Math.floor(random() * left.length), 1));
  return picked;
}

/** Pseudo-random numbers from 0 to 1 (mulberry32). */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Runs vitest over test files (all: none named) with the mutants woven in.
 *
 * @returns its exit code; undefined when `watch` had it stopped
 */
async function vitest(files, { only = 0, workers = 1, env = {}, watch }) {
  const out = openSync(join(folder, 'vitest.txt'), 'a');
  const child = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config=scripts/mutation/vitest.config.mjs',
      `--maxWorkers=${workers}`,
      ...(only === 0 ? [] : ['--bail=1']),
      ...files,
    ],
    {
      cwd: root,
      // A group of its own, so that its workers end with it.
      detached: true,
      stdio: ['ignore', out, out],
      env: {
        ...process.env,
        NO_COLOR: '1',
        AK_MUTATION_SAMPLE: sampleFile,
        AK_MUTATION_LOG: log,
        AK_MUTATION_ONLY: String(only),
        ...env,
      },
    },
  );
  let stopped = false;
  const timer = setInterval(() => {
    if (!watch() && Date.now() < end) return;
    stopped = true;
    process.kill(-child.pid, 'SIGKILL');
  }, 1000);
  const code = await new Promise((done) => child.on('exit', done));
  clearInterval(timer);
  closeSync(out);
  return stopped ? undefined : code;
}

/**
 * Tries every mutant within the tests that reach it, as far as `env` allows; when a test hangs, runs again
 * without the last mutant.
 */
async function tryInside(files, env) {
  let hung;
  do {
    if (Date.now() >= end || killedBy().size === mutants.length) return;
    hung = undefined;
    let seen = { at: Date.now(), length: -1 };
    const watch = () => {
      const events = read(log);
      if (events.length !== seen.length) seen = { at: Date.now(), length: events.length };
      const last = events.findLast((event) => event.try !== undefined);
      const since = last === undefined ? [] : events.slice(events.lastIndexOf(last));
      const open = last !== undefined && !since.some((event) => event.killed === last.try);
      if (!open || Date.now() - seen.at < SILENT_MS) return false;
      hung = last;
      return true;
    };
    await vitest(files, { workers: Number(values.workers), env, watch });
    if (hung !== undefined) write(log, { killed: hung.try, by: `${hung.file} (does not end)` });
  } while (hung !== undefined);
}

/** Tries the postponed mutants, each in a run of its own of the test files that reach it. */
async function tryAlone(mutants) {
  const killed = killedBy();
  const files = new Map();
  for (const { later = [], file } of read(log))
    for (const id of later) files.set(id, (files.get(id) ?? new Set()).add(file));
  const queue = mutants.filter(({ id }) => !killed.has(id) && files.has(id));
  const work = async () => {
    for (let mutant = queue.shift(); mutant && Date.now() < end; mutant = queue.shift())
      for (const file of files.get(mutant.id)) {
        const from = Date.now();
        const code = await vitest([file], {
          only: mutant.id,
          watch: () => Date.now() - from > RUN_MS,
        });
        if (Date.now() >= end) return;
        if (code === 0) continue;
        write(log, { killed: mutant.id, by: file });
        break;
      }
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
}

function killedBy() {
  return new Map(read(log).flatMap(({ killed, by }) => (killed === undefined ? [] : [[killed, by]])));
}

/**
 * The equivalent mutants, by place and change. A place is identified by its code, since line numbers change;
 * `in`, a part of its line, distinguishes it from others in the file.
 */
function equivalents() {
  const known = JSON.parse(readFileSync(join(root, 'test/mutation/equivalent.json'), 'utf8'));
  return (mutant) =>
    known.some(
      (one) =>
        ['path', 'operator', 'was', 'replacement'].every((name) => one[name] === mutant[name]) &&
        (one.in === undefined || lineOf(mutant).includes(one.in)),
    );
}

function lineOf({ path, line }) {
  return readFileSync(join(root, path), 'utf8').split('\n')[line - 1] ?? '';
}

function table(title, names, of, mutants, lives) {
  console.log(`\n${title.padEnd(28)}  tried  killed  lives      %`);
  for (const name of names) {
    const tried = mutants.filter((mutant) => of(mutant) === name);
    if (tried.length === 0) continue;
    const alive = tried.filter(lives).length;
    const share = ((100 * (tried.length - alive)) / tried.length).toFixed(1);
    console.log(
      `${name.padEnd(28)}  ${String(tried.length).padStart(5)}  ${String(tried.length - alive).padStart(6)}  ${String(alive).padStart(5)}  ${share.padStart(5)}`,
    );
  }
}

const changes = values.guards ? join(root, GUARDS) : values.changes;
const candidates =
  changes === undefined ? sampled() : namedChanges(root, JSON.parse(readFileSync(changes, 'utf8')));
const mutants = candidates
  .sort((a, b) => a.path.localeCompare(b.path) || a.start - b.start)
  .map((mutant, index) => ({ ...mutant, id: index + 1 }));
const byPath = {};
for (const mutant of mutants) (byPath[mutant.path] ??= []).push(mutant);
writeFileSync(sampleFile, JSON.stringify(byPath));

const tests = list(values.tests);
await tryInside(tests, { AK_MUTATION_AT_MOST_MS: String(QUICK_MS) });
await tryInside(tests, { AK_MUTATION_AT_MOST_MS: String(SLOW_MS) });
await tryAlone(mutants);
await tryInside(tests, { AK_MUTATION_FAR: '1', AK_MUTATION_AT_MOST_MS: String(SLOW_MS) });
await tryInside(tests, {});
await tryInside(tests, { AK_MUTATION_FAR: '1' });

const killed = killedBy();
const isEquivalent = equivalents();
const reached = new Set(read(log).flatMap((event) => [event.try, ...(event.later ?? [])]));
const isAlive = ({ id }) => !killed.has(id);
const counted = mutants.filter((mutant) => !isAlive(mutant) || !isEquivalent(mutant));
const survivors = counted.filter(isAlive);

if (values.guards)
  for (const mutant of counted) {
    console.log(`${mutant.protects} (${mutant.path}:${mutant.line})`);
    console.log(`  ${killed.has(mutant.id) ? `killed by ${killed.get(mutant.id)}` : 'LIVES'}`);
  }
for (const mutant of survivors) {
  console.log(
    `\n${mutant.path}:${mutant.line}  ${mutant.operator}${reached.has(mutant.id) ? '' : '  (no test comes here)'}`,
  );
  console.log(`  was  ${mutant.was.replace(/\s+/g, ' ').slice(0, 160)}`);
  console.log(`  now  ${mutant.drops ? '(removed)' : mutant.replacement.replace(/\s+/g, ' ').slice(0, 160)}`);
}
table('operator', [...Object.keys(OPERATORS), 'named change'], ({ operator }) => operator, counted, isAlive);
table('room', ROOMS, ({ room }) => room, counted, isAlive);
const share = ((100 * (counted.length - survivors.length)) / Math.max(1, counted.length)).toFixed(1);
if (Date.now() >= end)
  console.log(`\nstopped after ${values.minutes} minutes: what was not tried to the end counts as alive`);
const minutes = ((Date.now() - started) / 60_000).toFixed(1);
console.log(
  `\nseed ${values.seed}: ${counted.length} tried, ${counted.length - survivors.length} killed (${share} %), ${mutants.length - counted.length} left out as equivalent; ${minutes} minutes`,
);
if (values.guards && survivors.length > 0) process.exitCode = 1;
rmSync(folder, { recursive: true, force: true });
