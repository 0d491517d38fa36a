// Runs each test without mutants, and then again with every mutant that it reached and that no test has
// noticed yet. So no mutant needs a new process or reloaded modules. What cannot be decided this way (code
// that only runs while a file is loaded, a result that is cached from the first run) is logged as "later".
import { TestRunner } from 'vitest';
import { follow, write } from './log.mjs';
import { Switch } from './switch.mjs';

/** A test that has run this many times as long as without a mutant hangs. */
const TIMES = 20;
const AT_LEAST_MS = 3000;
const AT_LEAST_TURNS = 300_000;

/** The real functions, before a test replaces the clock. */
const { setTimeout, clearTimeout } = globalThis;

const log = process.env.AK_MUTATION_LOG;
/** Only tests that take at most so many milliseconds are run with mutants. */
const atMostMs = Number(process.env.AK_MUTATION_AT_MOST_MS ?? 'Infinity');
/** The one mutant that the whole run is for, when it is for one. */
const only = Number(process.env.AK_MUTATION_ONLY ?? '0');
const news = log === undefined ? () => [] : follow(log);
const killed = new Set();
/** Which mutants survived which test: they are not tried there again. */
const lived = new Set();
const state = new Switch();
globalThis.__mutants = state;

export default class MutationRunner extends TestRunner {
  #file = '';

  onCollectStart(file) {
    super.onCollectStart(file);
    this.#file = file.name;
    state.active = only;
    if (only !== 0) state.mostTurns = 50_000_000;
  }

  async runTask(test) {
    const run = TestRunner.getTestFn(test);
    if (only !== 0) return run();
    const outside = [...state.hits];
    if (outside.length > 0) write(log, { later: outside, file: this.#file, why: 'while it loads' });
    await this.#tryAll(run, test).finally(() => {
      state.hits = new Set();
    });
  }

  async #tryAll(run, test) {
    const { hits, milliseconds, turns } = await asItIs(run);
    const open = stillOpen(hits, test);
    if (open.length === 0 || milliseconds > atMostMs) return;
    if (await fails(run)) {
      write(log, { later: open, file: this.#file, why: 'a second run fails' });
      return;
    }
    state.mostTurns = Math.max(AT_LEAST_TURNS, turns * TIMES);
    const most = Math.max(AT_LEAST_MS, milliseconds * TIMES);
    for (const id of open) await this.#tryOne(id, run, test, most);
  }

  async #tryOne(id, run, test, most) {
    write(log, { try: id, worker: process.pid, file: this.#file });
    state.turns = 0;
    state.reached = false;
    state.active = id;
    const noticed = await fails(run, most);
    state.active = 0;
    state.turns = 0;
    if (noticed && (await fails(run)))
      write(log, { later: [id], file: this.#file, why: 'it leaves something behind' });
    else if (noticed) write(log, { killed: id, by: `${this.#file} > ${test.name}` });
    else if (!state.reached) write(log, { later: [id], file: this.#file, why: 'a result is kept' });
    else write(log, { lives: id, in: test.id });
  }
}

/** Runs a test without a mutant, and returns which mutants it reached and how long it took. */
async function asItIs(run) {
  state.hits = new Set();
  state.turns = 0;
  state.mostTurns = Number.POSITIVE_INFINITY;
  const start = performance.now();
  await run();
  return { hits: [...state.hits], milliseconds: performance.now() - start, turns: state.turns };
}

function stillOpen(ids, test) {
  for (const event of news()) {
    if (event.killed !== undefined) killed.add(event.killed);
    if (event.lives !== undefined) lived.add(`${event.lives} ${event.in}`);
  }
  return ids.filter((id) => !killed.has(id) && !lived.has(`${id} ${test.id}`));
}

/** Whether a test fails, or does not end in time. */
async function fails(run, most = 60_000) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('too long')), most);
  });
  try {
    await Promise.race([run(), late]);
    return false;
  } catch {
    return true;
  } finally {
    clearTimeout(timer);
  }
}
