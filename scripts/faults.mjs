// Runs a plan of some 60 changes again and again against a server on which one thing goes wrong (test/faults):
// every write with every fault, every signal at each of 60 points, two runs at once. Prints a table of what was
// untrue, not mended by the next run, lost or made twice; ends with 1 when there is any of that.
// usage: npm run faults -- [--each 10] [--only KIND] [--seed 1] [--case 'NAME'] [--workers 2]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import './typescript.mjs';

/** Cases at a time in one worker: while one waits for a pause or a time limit, others go on. */
const AT_A_TIME = 3;

if (process.argv[2] === 'worker') await work();
else process.exitCode = await main();

async function main() {
  const { values } = parseArgs({
    options: {
      each: { type: 'string' },
      only: { type: 'string' },
      seed: { type: 'string', default: '1' },
      case: { type: 'string' },
      workers: { type: 'string', default: String(Math.max(2, availableParallelism())) },
    },
  });
  const { makeReference } = await import('../test/faults/reference.ts');
  const { allCases, nameOf, sample } = await import('../test/faults/cases.ts');
  const { isFine } = await import('../test/faults/result.ts');
  const reference = await makeReference();
  let cases = allCases(reference.writes);
  const kinds = new Set(cases.map(({ kind }) => kind));
  if (values.only !== undefined) cases = cases.filter(({ kind }) => kind === values.only);
  if (values.case !== undefined) cases = cases.filter((one) => nameOf(one) === values.case);
  if (values.each !== undefined) cases = sample(cases, Number(values.each), Number(values.seed));
  if (cases.length === 0) {
    console.error(`there is no such case; the kinds are ${[...kinds].join(', ')}`);
    return 3;
  }
  const models = new Set(reference.report.changes.map(({ model }) => model)).size;
  console.log(
    `${cases.length} cases: ${reference.report.changes.length} changes of ${models} models, ${reference.writes.length} writes`,
  );
  const started = performance.now();
  const tell = (result) => {
    for (const [what, list] of problemsOf(result))
      if (list.length > 0) console.log(`${result.name}: ${what}: ${list.slice(0, 3).join('; ')}`);
  };
  const results = await runAll(cases, reference, Math.min(Number(values.workers), cases.length), tell);
  console.log(table(results));
  const failing = results.filter((one) => !isFine(one));
  if (failing.length > 0)
    console.log(
      `One of them again: npm run faults -- --case '${failing[0].name.replaceAll("'", String.raw`'\''`)}'`,
    );
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`faults: ${results.length} cases, ${failing.length} failing, ${seconds} s`);
  return failing.length > 0 ? 1 : 0;
}

function problemsOf({ untrue, unconverged, lost, unnamed }) {
  return Object.entries({ untrue, 'not converged': unconverged, lost, 'made twice': unnamed });
}

/** Has worker processes run the cases; gives their results in the order of the cases, and `tell` as they come. */
async function runAll(cases, reference, count, tell) {
  const results = [];
  let next = 0;
  let done = 0;
  const one = async () => {
    const worker = fork(import.meta.filename ?? new URL(import.meta.url).pathname, ['worker'], {
      stdio: 'inherit',
    });
    worker.send(reference);
    const give = () => {
      if (next < cases.length) worker.send({ number: next, case: cases[next++] });
      else worker.send('enough');
    };
    worker.on('message', (message) => {
      if (message !== 'ready') {
        results[message.number] = message.result;
        tell(message.result);
        done += 1;
        if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${cases.length}`);
      }
      give();
    });
    const [code] = await once(worker, 'exit');
    if (code !== 0) throw new Error(`a worker ended with ${code}`);
  };
  await Promise.all(Array.from({ length: count }, one));
  if (process.stderr.isTTY) process.stderr.write('\r');
  return results;
}

/** Runs the cases that the parent process sends, some at a time. */
async function work() {
  const { openRunner } = await import('../test/faults/run-case.ts');
  const [reference] = await once(process, 'message');
  const idle = [];
  for (let count = 0; count < AT_A_TIME; count += 1) idle.push(await openRunner(reference));
  let open = AT_A_TIME;
  process.on('message', (message) => {
    const runner = idle.pop();
    if (message === 'enough') {
      void runner.close();
      if (--open === 0) process.disconnect();
      return;
    }
    void runner.run(message.case).then((result) => {
      idle.push(runner);
      process.send({ number: message.number, result });
    });
  });
  for (let count = 0; count < AT_A_TIME; count += 1) process.send('ready');
}

/** A row for each kind: how many cases there were, and in how many of them what was as it should be. */
function table(results) {
  const rows = [['', 'cases', 'report true', 'converged', 'lost', 'twice, named', 'twice, unnamed']];
  const kinds = [...new Set(results.map(({ kind }) => kind))];
  const count = (list) => list.reduce((sum, { length }) => sum + length, 0);
  for (const kind of [...kinds, 'all']) {
    const own = results.filter((one) => kind === 'all' || one.kind === kind);
    rows.push([
      kind,
      own.length,
      own.filter(({ untrue }) => untrue.length === 0).length,
      own.filter(({ unconverged }) => unconverged.length === 0).length,
      count(own.map(({ lost }) => lost)),
      count(own.map(({ named }) => named)),
      count(own.map(({ unnamed }) => unnamed)),
    ]);
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? String(cell).padEnd(widths[column]) : String(cell).padStart(widths[column]),
        )
        .join('  '),
    )
    .join('\n');
}
