import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCases, type Case, nameOf } from './cases.ts';
import { inventoryFaults, inventoryOf, ownedThings } from './judge-inventory.ts';
import { makeReference, type Reference } from './reference.ts';
import { isFine, type Result } from './result.ts';
import { WHOLE } from '../random-cases.ts';
import { type Keeping, openRunner } from './run-case.ts';

/*
 * Runs of a project are killed at each of many writes. The next run does the rest, and the inventory is then the one of a
 * run that nobody killed.
 */

/** Never reached: the run is not killed. */
const WELL: Case = { kind: 'SIGKILL', signal: 'SIGKILL', when: 'before', number: 10_000 };
/** Which part of the 60 points is tried. */
const EACH = WHOLE ? 1 : 20;
const points = allCases([])
  .filter(({ kind }) => kind === 'SIGKILL')
  .filter((_, index) => index % EACH === 3 % EACH);

let reference: Reference;
let wanted: readonly string[] = [];
const results = new Map<string, Result>();

beforeAll(async () => {
  reference = await makeReference();
  const keeping: Keeping = {
    project: resolve(import.meta.dirname, 'blueprints/owned.yaml'),
    judge: (file) => {
      if (wanted.length === 0) wanted = ownedThings(inventoryOf(file));
      return inventoryFaults(file, wanted);
    },
  };
  const runner = await openRunner(reference, keeping);
  for (const one of [WELL, ...points]) results.set(nameOf(one), await runner.run(one));
  await runner.close();
}, 7_200_000);
afterAll(() => results.clear());

test('a run that nobody kills owns all that it made, changed or found', () => {
  const made = reference.report.changes.filter(({ action }) => action !== 'delete');
  expect(results.get(nameOf(WELL))?.unconverged).toEqual([]);
  expect(wanted.length).toBeGreaterThanOrEqual(made.length);
  expect(wanted.filter((thing) => thing.startsWith('made ')).length).toBeGreaterThanOrEqual(
    reference.report.changes.filter(({ action }) => action === 'create').length,
  );
});

describe('a run of a project that is killed', () => {
  test.each(points.map(nameOf))('%s: the next one does the rest, and owns what it should', (name) => {
    const result = results.get(name);
    expect(result && isFine(result), JSON.stringify(result, null, 2)).toBe(true);
  });
});
