import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasShared, shared } from '../shared.ts';
import { NOT_COMPARED } from './not-compared.ts';
import { replay, type Exchange, type Replayed } from './replay.ts';
import { recordedState, startSandbox } from './start.ts';

/** The shares that were reached: falling below one is a step back. */
const REACHED = { all: 1, refusals: 1, crashes: 1 };

interface Tally {
  readonly agree: number;
  readonly all: number;
}

/** Every recorded answer by its status, with crashes (an empty 405) apart; what is not compared counts by its status only, or not at all. */
function tally(results: readonly Replayed[], select: (one: Replayed) => boolean): Tally {
  const counted = results.filter((one) => select(one) && !NOT_COMPARED.some(({ name, status }) => name === one.exchange.name && !status));
  return { all: counted.length, agree: counted.filter(agrees).length };
}

function agrees(one: Replayed): boolean {
  const statusOnly = NOT_COMPARED.some(({ name, status }) => name === one.exchange.name && status);
  return statusOnly ? one.status === one.exchange.status : one.differences.length === 0;
}

const isCrash = ({ exchange }: Replayed): boolean => exchange.status === 405 && exchange.response_body === '';
const classOf = (one: Replayed): string => (isCrash(one) ? '405 with an empty body' : String(one.exchange.status));
const share = ({ agree, all }: Tally): number => (all === 0 ? 1 : agree / all);
const show = (name: string, counts: Tally): string => `${name}: ${counts.agree} of ${counts.all} agree, ${(100 * share(counts)).toFixed(1)} %`;

describe.skipIf(!hasShared)('the sandbox answers like the recorded server', async () => {
  if (!hasShared) return;
  const exchanges = readFileSync(shared('data/contract/2023.2.3.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Exchange);
  const state = recordedState();
  const results = await replay(exchanges, () => startSandbox({ state, token: 'boottoken', clock: () => new Date('2026-11-23T23:35:00Z') }));
  const wrong = results.filter((one) => !agrees(one) && !NOT_COMPARED.some(({ name }) => name === one.exchange.name));
  const all = tally(results, () => true);
  const refusals = tally(results, ({ exchange }) => exchange.status === 400);
  const crashes = tally(results, isCrash);
  const lines = [
    ...NOT_COMPARED.map(({ name, why, status }) => `not compared${status ? ', apart from the status' : ''}: ${name} (${why})`),
    ...wrong.map((one) => `different: ${one.exchange.name} [${one.exchange.method} ${one.exchange.path}]: ${one.differences.slice(0, 3).join('; ')}`),
    ...[...new Set(results.map(classOf))].sort().map((name) => show(name, tally(results, (one) => classOf(one) === name))),
    `${results.length} recorded exchanges, ${all.all} compared, ${NOT_COMPARED.filter(({ status }) => status).length} of them by their status only: ${all.agree} of ${all.all} agree, ${(100 * share(all)).toFixed(1)} %`,
  ];
  console.log(lines.join('\n'));
  // `npm run replay` prints this after the tests, so that the share is its last line.
  const report = process.env['AK_BLUEPRINT_REPLAY_REPORT'];
  if (report !== undefined) writeFileSync(report, `${lines.join('\n')}\n`);

  it('in status and shape, as often as it ever did', () => expect(share(all)).toBeGreaterThanOrEqual(REACHED.all));
  it('in the fields and kinds of every refusal', () => expect(share(refusals)).toBeGreaterThanOrEqual(REACHED.refusals));
  it('where the real one crashes', () => expect(share(crashes)).toBeGreaterThanOrEqual(REACHED.crashes));
  it('and every exchange that is not compared is one of the recording', () => {
    const names = exchanges.map(({ name }) => name);
    expect(NOT_COMPARED.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([]);
    expect(results.filter((one) => one.differences.length === 0 && NOT_COMPARED.some(({ name }) => name === one.exchange.name)).map((one) => one.exchange.name)).toEqual([]);
  });
});
