import { readReport, type Expected, type Report } from './judge.ts';
import { openProxy } from './proxy.ts';
import { stateOf, type State, type Thing } from './state.ts';
import { openWorld, PLAN, runHere } from './world.ts';
import type { StoreFile } from '../../src/sandbox/store.ts';

/*
 * What a run without a fault does: which writes there are to go wrong, and what the server has afterwards.
 * Plain JSON, so that it can be sent to other processes.
 */

/** The run without a fault. */
export interface Reference {
  readonly base: StoreFile;
  /** The writes of a run, by their labels, in the order in which they came in. */
  readonly writes: readonly string[];
  readonly report: Report;
  readonly before: readonly (readonly [string, readonly Thing[]])[];
  readonly after: readonly (readonly [string, readonly Thing[]])[];
  readonly volatile: readonly string[];
}

/** Runs the plan twice without a fault. Throws where that does not end well. */
export async function makeReference(): Promise<Reference> {
  const first = await runWell();
  // Another start and another clock, so that what they decide differs.
  const second = await runWell(first.base);
  return { ...first, volatile: differing(new Map(first.after), new Map(second.after)) };
}

async function runWell(base?: StoreFile): Promise<Omit<Reference, 'volatile'>> {
  const { sandbox, catalog } = await openWorld(base);
  const start = sandbox.export();
  const proxy = await openProxy(sandbox, catalog);
  const before = [...stateOf(start, catalog)];
  const ran = await runHere(
    ['apply', '--yes', '--lock', 'none', '--allow-changes', '100', '--format', 'json', PLAN],
    proxy.url,
    sandbox.token,
  );
  const report = readReport(ran);
  if (ran.code !== 0 || !report)
    throw new Error(`the plan does not run without a fault:\n${ran.out}${ran.err}`);
  const again = await runHere(['plan', '--detailed-exitcode', PLAN], proxy.url, sandbox.token);
  if (again.code !== 0) throw new Error(`the plan is not done by one run:\n${again.out}${again.err}`);
  await proxy.close();
  const after = [...stateOf(sandbox.export(), catalog)];
  return { base: start, writes: proxy.writes.map(({ label }) => label), report, before, after };
}

function differing(first: State, second: State): string[] {
  const columns = new Set<string>();
  for (const [label, things] of first)
    for (const [index, thing] of things.entries())
      for (const [column, value] of Object.entries(thing.values))
        if (second.get(label)?.[index]?.values[column] !== value) columns.add(`${label}: ${column}`);
  return [...columns];
}

/** What a run is held against. */
export function expectedOf({ before, after, volatile }: Reference): Expected {
  return { before: new Map(before), after: new Map(after), volatile: new Set(volatile) };
}
