import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, describe, test } from 'vitest';
import { hasShared, shared } from '../shared.ts';
import { casesOf } from './cases.ts';
import { laterCases } from './later-cases.ts';
import { openOn, runBlueprints, type RunOptions, type Setup, standOn } from './run-case.ts';
import { listedCases } from './table.ts';

/*
 * What the importer refuses leaves nothing behind: validate, plan and apply of it change no object, but for a
 * printed list of what only the server knows, or of what we do better than the importer.
 */

interface Refused {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  readonly options?: RunOptions;
  readonly start: () => Setup | Promise<Setup>;
}

/** Files of `cases/` that a real importer refuses. */
const CASES = [
  ['2025.12', '01/rules'],
  ['2023.2', '01/rules23'],
  ['2025.12', 'real25'],
] as const;

/** Of these folders, what the importer takes: see their README. */
const TAKEN = /^(c\d+|d\d|emb|p6|p7)/;

function* refused(): Generator<Refused> {
  for (const one of casesOf(''))
    if (!one.ok && one.before.length === 0)
      yield {
        name: one.name,
        files: one.files,
        options: { context: one.context, env: one.env },
        start: () => standOn(one.base),
      };
  for (const one of laterCases('2025.12.4'))
    if (!one.ok && one.before.length === 0)
      yield {
        name: `2025.12: ${one.name}`,
        files: [one],
        options: { context: one.context },
        start: () => openOn('2025.12', shared('data/state/2025.12.4')),
      };
  for (const [release, folder] of CASES)
    for (const file of readdirSync(shared(`data/cases/${folder}`)).filter((name) => !TAKEN.test(name))) {
      if (!file.endsWith('.yaml')) continue;
      const path = join(shared(`data/cases/${folder}`), file);
      yield {
        name: `${folder}/${basename(file)}`,
        files: [{ path, bytes: readFileSync(path) }],
        start: () =>
          release === '2023.2' ? standOn('fresh') : openOn('2025.12', shared('data/state/2025.12.4')),
      };
    }
}

/** Everything that is stored, but for the events of what a run did. */
const objects = ({ sandbox }: Setup): string =>
  JSON.stringify(
    sandbox
      .export()
      .rows.filter(({ model }) => model !== 'authentik_events.event')
      .map(({ model, pk, values }) => [model, pk, values]),
  );

describe.skipIf(!hasShared)('what the importer refuses', () => {
  test('leaves nothing behind, but for a list', { timeout: 300_000 }, async () => {
    const better = new Map([...listedCases('2023.2'), ...listedCases('2025.12')]);
    const listed: string[] = [];
    const unlisted: string[] = [];
    let count = 0;
    for (const one of refused()) {
      count += 1;
      const setup = await one.start();
      const before = objects(setup);
      const ran = await runBlueprints(setup, one.files, one.options);
      if (objects(setup) === before) continue;
      // What is done as a whole is done on purpose: the page of differences has it.
      if (ran.stage === 'done' && better.get(one.name.replace(/^2025\.12: /, '')) !== undefined)
        listed.push(`${one.name}: done as a whole, see docs/differences-from-the-importer.md`);
      else unlisted.push(`${one.name}: ${ran.stage}`);
    }
    console.log(
      `${count} refused by the importer, ${listed.length} leave something:\n  ${listed.join('\n  ')}`,
    );
    expect(unlisted).toEqual([]);
    expect(count).toBeGreaterThan(300);
  });
});
