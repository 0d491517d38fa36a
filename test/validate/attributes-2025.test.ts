import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/cli/catalogs.ts';
import { judgeAttribute, type Recorded } from './judge-attribute.ts';

/*
 * Blueprints of one entry in which one attribute is varied, each with whether the importer of a real 2025.12.4
 * took it: of some 10,000 that were asked, one for each form and value. `why`, where the file does not decide it.
 */

interface Measured extends Recorded {
  readonly why?: string;
}

/** Taken by the importer, an error for us, with the reason. */
const STRICTER: readonly (readonly [reason: string, cases: RegExp])[] = [
  [
    'no answer in JSON can hold it: every list of such objects would fail',
    /--score_m\w+--(\+i-)?(inf|nan|Infinity)$/,
  ],
  ['a set has no order, and bytes are no text', /--\+?(set|binary)$/],
  ['it looks for an object of another model, and is null only where that finds nothing', /--\+nofind$/],
  [
    'an empty text and a list are kept as countries that there are not',
    /--countries--(listlist|\+emptystr)$/,
  ],
  ['of a mapping the importer takes the keys', /--mapint$/],
];

const rows = readFileSync(join(import.meta.dirname, 'attributes-2025.12.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Measured);
const catalog = loadCatalog('2025.12', () => undefined);

test('validate says of single attributes what the importer of 2025.12.4 says', () => {
  const counts: Record<string, number> = {};
  const wrong: string[] = [];
  for (const row of rows) {
    const { kind, told } = judgeAttribute(row, catalog);
    const stricter = STRICTER.find(([, cases]) => cases.test(row.case))?.[0];
    let as: string = kind;
    if (kind === 'false alarm' && stricter !== undefined) as = `stricter: ${stricter}`;
    if (kind === 'missed' && row.why !== undefined) as = `of the server: ${row.why}`;
    counts[as] = (counts[as] ?? 0) + 1;
    if (as === 'false alarm' || as === 'missed') wrong.push(`${kind} ${row.case}: ${told}`);
  }
  console.log(`single attributes of 2025.12.4: ${JSON.stringify(counts, null, 1)}`);
  expect(wrong).toEqual([]);
  expect(rows.length).toBeGreaterThan(1000);
  for (const [reason] of STRICTER) expect(counts[`stricter: ${reason}`], reason).toBeGreaterThan(0);
});
