import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { OPERATORS } from '../mutants/operators/all.ts';
import { Random } from '../mutants/random.ts';
import { subjects } from '../mutants/sources.ts';
import type { Subject } from '../mutants/subject.ts';
import { runs, SEED } from '../random-cases.ts';
import { foundIn, said, ways } from './follow.ts';
import { UNMENDED } from './unmended.ts';

/*
 * How far hints lead: mistakes of every kind in many blueprints, each followed by what is said of it alone. A mistake
 * is mended when, after one step, nothing is found that was not found before it was made.
 */

const EACH = runs(2);
const ONLY = process.env['AK_BLUEPRINT_MUTANTS_ONLY'];
const SHOWN = Number(process.env['AK_BLUEPRINT_MUTANTS_SHOWN'] ?? 1);

interface Row {
  readonly name: string;
  readonly count: number;
  /** Mended by the first way that is named, and by another one. */
  readonly first: number;
  readonly other: number;
  readonly left: readonly string[];
}

const textOf = ({ code, message }: Diagnostic): string => `${code} ${message}`;

/** The texts after one step: what is said first of each finding, then what else is said of a finding that is alone. */
function steps(text: string, findings: readonly Diagnostic[]): readonly string[] {
  const [only, ...more] = findings;
  if (!only) return [];
  if (more.length === 0) return ways(text, only);
  // From the end of the text to its start, so that places stay what they are.
  const ordered = [...findings].sort((a, b) => (b.place?.span.start ?? 0) - (a.place?.span.start ?? 0));
  return [ordered.reduce((before, finding) => ways(before, finding)[0] ?? before, text)];
}

function follow(): readonly Row[] {
  const all = subjects();
  const before = new Map<Subject, ReadonlySet<string>>();
  const knownOf = (subject: Subject): ReadonlySet<string> => {
    const known = before.get(subject) ?? new Set(foundIn(subject.text, subject.catalog).map(textOf));
    before.set(subject, known);
    return known;
  };
  return OPERATORS.filter(({ name }) => ONLY === undefined || name.includes(ONLY)).map((operator, number) => {
    const random = new Random(SEED * 1000 + number);
    const sites = all.flatMap((subject) => operator.sites(subject).map((site) => ({ subject, site })));
    const row = { name: operator.name, count: 0, first: 0, other: 0, left: [] as string[] };
    for (const { subject, site } of random.sample(sites, sites.length)) {
      if (row.count >= EACH) break;
      const mutant = site(random);
      if (!mutant || mutant.text === subject.text) continue;
      const fresh = (text: string): readonly Diagnostic[] =>
        foundIn(text, subject.catalog).filter((one) => !knownOf(subject).has(textOf(one)));
      const findings = fresh(mutant.text);
      row.count++;
      const after = steps(mutant.text, findings);
      const way = after.findIndex((text) => fresh(text).length === 0);
      if (way === 0) row.first++;
      else if (way > 0) row.other++;
      else
        row.left.push(
          [subject.name, ...findings.map(said), ...after.flatMap(fresh).map((one) => `then ${said(one)}`)]
            .map((line) => line.slice(0, 300))
            .join('\n      '),
        );
    }
    return row;
  });
}

test('a mistake is mended by following what is said of it', { timeout: 3_600_000 }, () => {
  const rows = follow();
  const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, count, first, other } of rows)
    console.log(
      `${name.padEnd(width)} ${String(count).padStart(4)} ${String(first + other).padStart(4)} mended`,
    );
  for (const { name, left } of rows) for (const one of left.slice(0, SHOWN)) console.log(`${name}: ${one}`);
  const count = sum((row) => row.count);
  const first = sum((row) => row.first);
  const mended = first + sum((row) => row.other);
  console.log(
    `hints: ${mended} of ${count} mended after one step (${first} by what is said first), ${rows.length} operators`,
  );
  const unmended = rows.filter((row) => row.left.length === row.count).map(({ name }) => name);
  expect(unmended.filter((name) => !Object.hasOwn(UNMENDED, name))).toEqual([]);
  // What has been mended leaves the table.
  expect(rows.filter((row) => row.left.length === 0 && Object.hasOwn(UNMENDED, row.name))).toEqual([]);
  expect(mended).toBeGreaterThanOrEqual(0.95 * count);
});
