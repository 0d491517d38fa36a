import { closeSync, openSync, writeSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { exercise, exerciseText } from './exercise.ts';
import { runs, SEED } from '../random-cases.ts';
import { corpus, inputOf } from './inputs.ts';

/*
 * Whatever a file holds: no crash, no hang, no finding without a place. `npm run fuzz` does more of the same,
 * and watches from outside: the number of the input that is being read stands in the file of
 * AK_BLUEPRINT_FUZZ_PROGRESS.
 */

const RUNS = runs(750);
const FROM = Number(process.env['AK_BLUEPRINT_FUZZ_FROM'] ?? 0);
const PROGRESS = process.env['AK_BLUEPRINT_FUZZ_PROGRESS'];
const CATALOGS = ['2023.2', '2025.12'].map((release) => loadCatalog(release, () => undefined));
/** No input may take longer; `npm run fuzz` sets it, the suite runs on machines that have other things to do. */
const SECONDS = Number(process.env['AK_BLUEPRINT_FUZZ_SECONDS'] ?? 'Infinity');

interface Slowest {
  number: number;
  kind: string;
  seconds: number;
}

describe('whatever a file holds', { timeout: 3_600_000 }, () => {
  const texts = corpus();

  test('it is read or refused at a place in it', () => {
    const progress = PROGRESS === undefined ? undefined : openSync(PROGRESS, 'w');
    const failures: string[] = [];
    const kinds = new Map<string, number>();
    let slowest: Slowest = { number: -1, kind: '', seconds: 0 };
    for (let number = FROM; number < FROM + RUNS && failures.length < 20; number++) {
      const { kind, bytes } = inputOf(SEED, number, texts);
      if (progress !== undefined) writeSync(progress, `${String(number).padStart(12)} ${kind.padEnd(20)}`, 0);
      const start = performance.now();
      const why = attempt(() => exercise(bytes, CATALOGS[number % CATALOGS.length]!));
      const seconds = (performance.now() - start) / 1000;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (seconds > slowest.seconds) slowest = { number, kind, seconds };
      if (why !== '') failures.push(`${number} (${kind}): ${why}`);
      if (seconds > SECONDS) failures.push(`${number} (${kind}): ${seconds.toFixed(1)} s`);
    }
    if (progress !== undefined) closeSync(progress);
    console.log(
      `fuzz: seed ${SEED}, ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}; slowest ${slowest.seconds.toFixed(2)} s (number ${slowest.number}, ${slowest.kind}); ${failures.length} failures`,
    );
    expect(failures).toEqual([]);
  });

  test('so is every beginning of a blueprint, cut off at every character', () => {
    const whole = texts[SEED % texts.length]!.toString('utf8').slice(0, RUNS <= 2500 ? 600 : 20_000);
    const failures: string[] = [];
    for (let end = 0; end <= whole.length; end++) {
      const why = attempt(() => exerciseText(whole.slice(0, end), CATALOGS[end % CATALOGS.length]!));
      if (why !== '') failures.push(`${end}: ${why}`);
    }
    expect(failures).toEqual([]);
  });

  test('so is a text of an editor, with halves of characters in it', () => {
    const failures: string[] = [];
    for (const text of [
      '\ud800',
      'a: \udc00',
      'version: 1\nentries:\n- model: "\ud83d"\n',
      '\ufeff\ufeff',
      'a: b\ufeff: c',
      '\ufffe',
      '\u0000'.repeat(1000),
      '- \ud800\n'.repeat(10),
    ]) {
      const why = attempt(() => exerciseText(text, CATALOGS[0]!));
      if (why !== '') failures.push(`${JSON.stringify(text.slice(0, 20))}: ${why}`);
    }
    expect(failures).toEqual([]);
  });
});

function attempt(run: () => string): string {
  try {
    return run();
  } catch (error) {
    return error instanceof Error
      ? (error.stack ?? error.message).split('\n').slice(0, 6).join(' ')
      : String(error);
  }
}
