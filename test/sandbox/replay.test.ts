import { appendFileSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasShared, shared } from '../shared.ts';
import { NOT_COMPARED, type NotCompared } from './not-compared.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { readExchanges, replay, type Replayed } from './replay.ts';
import { partsOf, recordedState } from './start.ts';

/** The recordings, with the shares that were reached: falling below one is a step back. */
const RECORDINGS = [
  { patch: '2023.2.3', clock: '2026-11-23T23:35:00Z', reached: { all: 1, refusals: 1, crashes: 1 } },
  { patch: '2025.12.4', clock: '2026-11-24T00:35:00Z', reached: { all: 1, refusals: 1, crashes: 1 } },
] as const;

const read = (patch: string): ReturnType<typeof readExchanges> =>
  readExchanges(readFileSync(shared(`data/contract/${patch}.jsonl`), 'utf8'));

interface Tally {
  readonly agree: number;
  readonly all: number;
}

/**
 * Every recorded answer by its status, with crashes (an empty 405) apart; what is not compared counts by its
 * status only, or not at all.
 */
function tally(
  results: readonly Replayed[],
  left: readonly NotCompared[],
  select: (one: Replayed) => boolean,
): Tally {
  const counted = results.filter(
    (one) => select(one) && !left.some(({ name, status }) => name === one.exchange.name && !status),
  );
  return { all: counted.length, agree: counted.filter((one) => agrees(one, left)).length };
}

function agrees(one: Replayed, left: readonly NotCompared[]): boolean {
  const statusOnly = left.some(({ name, status }) => name === one.exchange.name && status);
  return statusOnly ? one.status === one.exchange.status : one.differences.length === 0;
}

const isCrash = ({ exchange }: Replayed): boolean => exchange.status === 405 && exchange.response_body === '';
const classOf = (one: Replayed): string =>
  isCrash(one) ? '405 with an empty body' : String(one.exchange.status);
const share = ({ agree, all }: Tally): number => (all === 0 ? 1 : agree / all);
const show = (name: string, counts: Tally): string =>
  `${name}: ${counts.agree} of ${counts.all} agree, ${(100 * share(counts)).toFixed(1)} %`;

describe.skipIf(!hasShared).each(RECORDINGS)(
  'the sandbox answers like the recorded $patch',
  async ({ patch, clock, reached }) => {
    if (!hasShared) return;
    const exchanges = read(patch);
    const left = NOT_COMPARED[patch] ?? [];
    const state = recordedState(patch);
    // The recorder had no way out: no document of a source could be fetched.
    const start = (): ReturnType<typeof createSandbox> =>
      createSandbox({
        ...partsOf(patch),
        state,
        token: 'boottoken',
        reaches: () => false,
        clock: () => new Date(clock),
      });
    const results = await replay(
      exchanges,
      start,
      patch === RECORDINGS[0].patch ? [] : read(RECORDINGS[0].patch),
    );
    const wrong = results.filter(
      (one) => !agrees(one, left) && !left.some(({ name }) => name === one.exchange.name),
    );
    const all = tally(results, left, () => true);
    const refusals = tally(results, left, ({ exchange }) => exchange.status === 400);
    const crashes = tally(results, left, isCrash);
    const whole = results.filter(({ differences }) => differences.length === 0).length;
    const lines = [
      ...left.map(
        ({ name, why, status }) => `not compared${status ? ', apart from the status' : ''}: ${name} (${why})`,
      ),
      ...wrong.map(
        (one) =>
          `different: ${one.exchange.name} [${one.exchange.method} ${one.exchange.path}]: ${one.differences.slice(0, 3).join('; ')}`,
      ),
      ...[...new Set(results.map(classOf))].sort().map((name) =>
        show(
          name,
          tally(results, left, (one) => classOf(one) === name),
        ),
      ),
      `${patch}: ${results.length} recorded exchanges, ${all.all} compared: ${all.agree} of ${all.all} agree, ${(100 * share(all)).toFixed(1)} %; making no exception ${whole} of ${results.length}, ${((100 * whole) / results.length).toFixed(1)} %`,
    ];
    console.log(lines.join('\n'));
    // `npm run replay` prints this after the tests, so that the shares are its last lines.
    const report = process.env['AK_BLUEPRINT_REPLAY_REPORT'];
    if (report !== undefined) appendFileSync(report, `${lines.join('\n')}\n`);

    it('in status and shape, as often as it ever did', () =>
      expect(share(all)).toBeGreaterThanOrEqual(reached.all));
    it('in the fields and kinds of every refusal', () =>
      expect(share(refusals)).toBeGreaterThanOrEqual(reached.refusals));
    it('where the real one crashes', () => expect(share(crashes)).toBeGreaterThanOrEqual(reached.crashes));
    it('and every exchange that is not compared is one of the recording, and different', () => {
      const names = exchanges.map(({ name }) => name);
      expect(left.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([]);
      const always = left.filter(({ name }) =>
        results
          .filter(({ exchange }) => exchange.name === name)
          .every(({ differences }) => differences.length === 0),
      );
      expect(always.map(({ name }) => name)).toEqual([]);
    });
  },
);
