import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { checkFiles, shown } from '../validate/check.ts';
import { judge } from './judge.ts';
import { OPERATORS } from './operators/all.ts';
import { runs, SEED } from '../random-cases.ts';
import { Random } from './random.ts';
import { subjects } from './sources.ts';
import type { Mutant, Subject } from './subject.ts';

/*
 * The law of mutants: one mistake gives one finding, at the mistake. Every operator makes one kind of
 * mistake; how many mutants of each are tried and which, a seed decides (scripts/mutants.mjs tries more).
 */

const EACH = runs(20);
const ONLY = process.env['AK_BLUEPRINT_MUTANTS_ONLY'];
const SHOWN = Number(process.env['AK_BLUEPRINT_MUTANTS_SHOWN'] ?? 3);

interface Row {
  readonly name: string;
  readonly count: number;
  readonly wrong: readonly string[];
}

const find = (text: string, { catalog }: Subject): readonly Diagnostic[] =>
  checkFiles([{ path: 'mutant.yaml', bytes: Buffer.from(text) }], catalog);

function run(): Row[] {
  const all = subjects();
  const before = new Map<Subject, readonly Diagnostic[]>(
    all.map((subject) => [subject, find(subject.text, subject)]),
  );
  return OPERATORS.filter(({ name }) => ONLY === undefined || name.includes(ONLY)).map((operator, number) => {
    const random = new Random(SEED * 1000 + number);
    const sites = all.flatMap((subject) => operator.sites(subject).map((site) => ({ subject, site })));
    const wrong: string[] = [];
    let count = 0;
    // More sites than mutants: where chance makes no mistake of the kind, the next one is tried.
    for (const { subject, site } of random.sample(sites, sites.length)) {
      if (count >= EACH) break;
      const mutant = site(random);
      if (!mutant || mutant.text === subject.text) continue;
      count++;
      const found = find(mutant.text, subject);
      const verdict = judge(mutant, found, before.get(subject) ?? []);
      if (verdict !== '') wrong.push(tell(subject, mutant, verdict, found));
    }
    return { name: operator.name, count, wrong };
  });
}

function tell(subject: Subject, mutant: Mutant, verdict: string, found: readonly Diagnostic[]): string {
  const at = mutant.places[0]?.start ?? 0;
  const line = mutant.text.slice(0, at).split('\n').length;
  return `${subject.name}:${line}: ${verdict}\n${mutant.text
    .split('\n')
    .slice(Math.max(0, line - 4), line + 3)
    .map((one) => `      | ${one.slice(0, 120)}`)
    .join(
      '\n',
    )}\n${found.map((one) => `      ${shown(one).slice(0, 150)}: ${one.message.slice(0, 200)}`).join('\n')}`;
}

describe('a blueprint with one mistake', { timeout: 3_600_000 }, () => {
  test('gives one finding, at the mistake', () => {
    const rows = run();
    const count = rows.reduce((sum, row) => sum + row.count, 0);
    const right = rows.reduce((sum, row) => sum + row.count - row.wrong.length, 0);
    const width = Math.max(...rows.map(({ name }) => name.length));
    for (const row of rows) {
      console.log(
        `${row.name.padEnd(width)} ${String(row.count).padStart(5)} ${String(row.count - row.wrong.length).padStart(5)} right`,
      );
    }
    for (const row of rows) for (const one of row.wrong.slice(0, SHOWN)) console.log(`${row.name}: ${one}`);
    console.log(`mutants: ${right} of ${count} right, ${rows.length} operators`);
    expect(
      rows.filter((row) => row.count - row.wrong.length < 0.95 * row.count).map(({ name }) => name),
    ).toEqual([]);
    expect(right).toBeGreaterThanOrEqual(0.99 * count);
  });

  test('there are mutants of every kind', () => {
    const all = subjects();
    expect(
      OPERATORS.filter((operator) => all.every((subject) => operator.sites(subject).length === 0)).map(
        ({ name }) => name,
      ),
    ).toEqual([]);
  });
});
