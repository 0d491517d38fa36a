import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOwnInstance } from '../../src/ownership/own-instances.ts';
import type { StoreFile } from '../../src/sandbox/store.ts';
import { type Case, nameOf } from './cases.ts';
import {
  differences,
  duplicates,
  type Expected,
  names,
  readReport,
  type Report,
  type ReportedChange,
  untrue,
} from './judge.ts';
import { FAULTS } from './kinds.ts';
import { type Fate, openProxy, type Proxy, WELL, type Write } from './proxy.ts';
import { expectedOf, type Reference } from './reference.ts';
import type { Result } from './result.ts';
import { stateOf, type State } from './state.ts';
import { BINARY, environment, openWorld, PLAN, type Ran, runHere, secretsIn, type World } from './world.ts';

/*
 * Runs a case: the built program against a server on which something goes wrong, then once more without a
 * fault, then a plan.
 */

/** Runs cases, one after the other. */
export interface Runner {
  readonly run: (one: Case) => Promise<Result>;
  readonly close: () => Promise<void>;
}

/** After so long, a run counts as hanging. */
const HANG_SECONDS = 90;
const APPLY = ['apply', '--yes', '--allow-changes', '100', '--format', 'json'];
/** The time limit where a request is never answered, so that it does not take long. */
const SHORT = ['--timeout', '3'];
/** Milliseconds by which the writes of the second run of a pair are later, times the number of the pair. */
const APART = 3;
/** Milliseconds after a signal until the server goes on: the program is to notice it before. */
const NOTICE = 60;

/** The role of an outpost's account, which the server makes, and leaves when the outpost is deleted again. */
const ROLE_LEFT = /^authentik_rbac\.role \d+ \/ own role: 1 instead of 0$/;

/** How runs go in cases, where they keep an inventory. */
export interface Keeping {
  /** The project file. */
  readonly project: string;
  /** What is wrong with what they keep once everything is done. */
  readonly judge: (file: StoreFile) => readonly string[];
}

/** Opens a server for cases. `keeping`: runs take the lock, and keep an inventory. */
export async function openRunner(reference: Reference, keeping?: Keeping): Promise<Runner> {
  const world = await openWorld(reference.base);
  const proxy = await openProxy(world.sandbox, world.catalog);
  const other = await openProxy(world.sandbox, world.catalog);
  const expected = expectedOf(reference);
  return {
    run: (one) => new CaseRun(world, [proxy, other], expected, keeping).run(one),
    close: async () => {
      await Promise.all([proxy.close(), other.close()]);
    },
  };
}

class CaseRun {
  readonly #world: World;
  /** The way to the server, and another one for a second run. */
  readonly #proxies: readonly [Proxy, Proxy];
  readonly #expected: Expected;
  readonly #keeping: Keeping | undefined;

  constructor(
    world: World,
    proxies: readonly [Proxy, Proxy],
    expected: Expected,
    keeping: Keeping | undefined,
  ) {
    this.#keeping = keeping;
    this.#world = world;
    this.#proxies = proxies;
    this.#expected = expected;
  }

  async run(one: Case): Promise<Result> {
    this.#world.sandbox.restore(this.#world.base);
    const ran = await this.#first(one);
    const report = ran.map(readReport);
    const now = this.#state();
    const wrong = ran.flatMap((each, index) => this.#judge(one, each, report[index], now));
    const twice = duplicates(now, this.#expected);
    const isNamed = (label: string): boolean =>
      ran.some(({ code }) => code === 1) && report.some((each) => each && names(each, label));
    const named = twice.filter(isNamed);
    // Somebody does what the report says, and takes the second ones away.
    this.#remove(named, now);
    const unconverged = await this.#again();
    const left = differences(this.#state(), this.#expected).filter(
      (each) => !('undoing' in one && ROLE_LEFT.test(each)),
    );
    const isSecret = (difference: string): boolean =>
      /: (password|key|client_secret|consumer_secret): /.test(difference);
    return {
      kind: one.kind,
      name: nameOf(one),
      untrue: wrong,
      unconverged: [
        ...unconverged,
        ...left.filter((each) => !isSecret(each)),
        ...(this.#keeping?.judge(this.#world.sandbox.export()) ?? []),
      ],
      lost: left.filter(isSecret),
      unnamed: twice.filter((label) => !isNamed(label)),
      named,
    };
  }

  /** The run in which something goes wrong; two of them for a pair. */
  async #first(one: Case): Promise<Ran[]> {
    const [proxy, other] = this.#proxies;
    const { token } = this.#world.sandbox;
    const args = [
      ...this.#apply,
      ...('undoing' in one ? ['--on-error', 'undo'] : []),
      ...('at' in one && FAULTS[one.kind]?.heard.kind === 'silence' ? SHORT : []),
      PLAN,
    ];
    const start = ({ url }: Proxy): Started => startProgram(args, environment(url, token));
    if ('pair' in one) {
      // Both have planned before one of them writes.
      const { come, all } = meeting(2);
      const after = async ({ number }: Write, milliseconds: number): Promise<void> => {
        if (number === 1) come();
        await all;
        await sleep(milliseconds);
      };
      proxy.start((write) => ({ ...WELL, before: () => after(write, APART) }));
      other.start((write) => ({ ...WELL, before: () => after(write, APART * one.pair) }));
      const runs = [start(proxy), start(other)];
      // Whatever becomes of the one, the other goes on.
      for (const { ended } of runs) void ended.then(come);
      return Promise.all(runs.map(({ ended }) => ended));
    }
    const started: Started[] = [];
    proxy.start(fatesOf(one, started));
    started.push(start(proxy));
    return Promise.all(started.map(({ ended }) => ended));
  }

  #judge(one: Case, ran: Ran, report: Report | undefined, now: State): string[] {
    if ('signal' in one && one.signal === 'SIGKILL') return [];
    const shown = secretsIn(ran.out + ran.err).map(() => 'a secret is shown');
    if (!report)
      return [...shown, `it ended with ${ran.code} and without a report: ${ran.err.slice(0, 300)}`];
    const { code } = ran;
    const all = report.changes.every(isApplied);
    const codes = all ? [0, 1] : [1, 4, 130];
    const ends = code !== null && codes.includes(code) ? [] : [`it ended with ${code}`];
    const fault = 'at' in one ? FAULTS[one.kind] : undefined;
    // Of two runs, one finds what the other has done since.
    const told = 'pair' in one ? { ...report, changes: report.changes.filter(isApplied) } : report;
    const wrong = untrue(told, now, this.#expected, fault);
    const claims =
      all && code === 1 && duplicates(now, this.#expected).length === 0
        ? ['all is done, and it ended with 1']
        : [];
    return [...shown, ...ends, ...wrong, ...claims];
  }

  /** A second run without a fault and a plan, of which nothing must be left; why that was not so. */
  async #again(): Promise<string[]> {
    const [proxy] = this.#proxies;
    const { url } = proxy;
    const { token } = this.#world.sandbox;
    proxy.start(() => undefined);
    const apply = await runHere([...this.#apply, '--break-lock', PLAN], url, token);
    if (apply.code !== 0) return [`the second apply ended with ${apply.code}: ${whyOf(apply)}`];
    // Where nothing was left to be done, nothing has changed since.
    if (readReport(apply)?.changes.length === 0) return [];
    const plan = await runHere(
      ['plan', ...this.#project, '--detailed-exitcode', '--format', 'json', PLAN],
      url,
      token,
    );
    return plan.code === 0 ? [] : [`the plan after it ended with ${plan.code}: ${whyOf(plan)}`];
  }

  /** What the server has, but for what is ours. */
  #state(): State {
    const { rows, ...file } = this.#world.sandbox.export();
    const theirs = rows.filter(({ values }) => !isOwnInstance(values['name']));
    return stateOf({ ...file, rows: theirs }, this.#world.catalog);
  }

  get #project(): readonly string[] {
    return this.#keeping ? ['--project', this.#keeping.project] : [];
  }

  get #apply(): readonly string[] {
    return [...APPLY, ...(this.#keeping ? this.#project : ['--lock', 'none'])];
  }

  /** Takes away what is there twice, but for what other objects refer to. */
  #remove(labels: readonly string[], now: State): void {
    const store = this.#world.sandbox.snapshot();
    const rows = this.#world.sandbox.export().rows.map(({ values }) => JSON.stringify(values));
    for (const label of labels) {
      const things = now.get(label) ?? [];
      const used = things.find(({ pk }) => rows.some((text) => text.includes(`"${pk}"`))) ?? things[0];
      for (const { model, pk } of things.filter((one) => one !== used)) {
        const row = store.get(model, pk);
        if (row) store.remove(row);
      }
    }
    if (labels.length > 0) this.#world.sandbox.restore(store);
  }
}

function isApplied({ outcome }: ReportedChange): boolean {
  return outcome === 'applied';
}

function whyOf(ran: Ran): string {
  const report = readReport(ran);
  const errors = report?.diagnostics.filter(({ severity }) => severity === 'error');
  const said = errors?.map(({ code, message }) => `${code}: ${message}`).join('; ') ?? ran.err;
  const left = report?.changes
    .filter(({ outcome }) => outcome !== 'applied')
    .map(({ action, model, key }) => `${action} ${model} ${key}`);
  return `${said.slice(0, 500)} ${left?.slice(0, 3).join(', ') ?? ''}`;
}

/** What becomes of the writes in a case. `started`: the programs that run. */
function fatesOf(one: Case, started: readonly Started[]): (write: Write) => Fate | undefined {
  if ('at' in one) return ({ label }) => (label === one.at ? FAULTS[one.kind] : undefined);
  if ('pair' in one) return () => undefined;
  if ('number' in one)
    return ({ number }) => (number === one.number ? endedBy(one.signal, one.when, started) : undefined);
  let refusedAt: number | undefined;
  return ({ number, label }) => {
    if (label === one.refused) {
      refusedAt = number;
      return REFUSED;
    }
    return refusedAt !== undefined && number === refusedAt + one.undoing
      ? endedBy(one.signal, one.when, started)
      : undefined;
  };
}

const REFUSED: Fate = {
  done: 0,
  heard: {
    kind: 'other',
    status: 400,
    type: 'application/json',
    body: '{"non_field_errors":["not this one"]}',
  },
};

/** A write before or after which the program gets a signal. */
function endedBy(signal: NodeJS.Signals, when: 'before' | 'after', [started]: readonly Started[]): Fate {
  const end = async (): Promise<void> => {
    started?.process.kill(signal);
    if (signal === 'SIGKILL') await started?.ended;
    else await sleep(NOTICE);
  };
  const isBefore = when === 'before';
  return {
    // A request of which only the beginning was sent does nothing; that of a killed program never came.
    done: isBefore && signal === 'SIGKILL' ? 0 : 1,
    heard: WELL.heard,
    before: isBefore ? end : undefined,
    after: isBefore ? undefined : end,
  };
}

/** `all` is over when so many have come. */
function meeting(count: number): { readonly come: () => void; readonly all: Promise<void> } {
  let left = count;
  let open = (): void => undefined;
  const all = new Promise<void>((done) => (open = done));
  const come = (): void => {
    left -= 1;
    if (left === 0) open();
  };
  return { come, all };
}

interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ran>;
}

function startProgram(args: readonly string[], env: Readonly<Record<string, string>>): Started {
  const child = spawn(process.execPath, [BINARY, ...args], {
    // Not in this repository, which has a project file.
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const hang = setTimeout(() => {
    err += `it hangs: killed after ${HANG_SECONDS} s`;
    child.kill('SIGKILL');
  }, HANG_SECONDS * 1000);
  const ended = new Promise<Ran>((done) => {
    child.on('close', (code) => {
      clearTimeout(hang);
      done({ code, out, err });
    });
  });
  return { process: child, ended };
}
