import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { findMutants, weave } from '../../scripts/mutation/mutants.mjs';
import { Switch } from '../../scripts/mutation/switch.mjs';

/** Runs a function's text with one mutant after the other; the first result is the unchanged function's. */
function resultsOf(code: string, ...given: unknown[]): unknown[] {
  const mutants = (findMutants('a.ts', code) as object[]).map((mutant, index) => ({
    ...mutant,
    id: index + 1,
  }));
  const plain = ts.transpile(`return (${weave('a.ts', code, mutants)})`, { target: ts.ScriptTarget.ES2023 });
  const mutated = new Switch();
  mutated.mostTurns = 1000;
  // The text is ours.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function('__mutants', plain) as (mutated: Switch) => (...given: unknown[]) => unknown;
  const run = make(mutated);
  return [0, ...mutants.map(({ id }) => id)].map((id) => {
    mutated.active = id;
    mutated.turns = 0;
    try {
      return run(...structuredClone(given));
    } catch (error) {
      return (error as Error).message;
    }
  });
}

describe('a mutant', () => {
  test.each([
    ['a condition', '(a) => { if (a) { return 1; } else { return 2; } }', [true], 2],
    ['an equality', '(a) => { const same = a === 1; return same; }', [1], false],
    ['a boundary', '(a) => { const less = a < 1; return less; }', [1], true],
    ['a logical operator', '(a, b) => { const both = a && b; return both; }', [true, false], true],
    ['the left side of ??', '(a) => { const one = a ?? 7; return one; }', [undefined], undefined],
    ['an optional chain', '(a) => { const one = a?.b.c; return one; }', [undefined], 'Cannot read'],
    ['a negation', '(a) => { const not = !a; return not; }', [true], true],
    ['a number', '(a) => { const more = a + 1; return more; }', [1], 3],
    ['a quantifier', '(a) => { const one = a.some((x) => x > 1); return one; }', [[1, 2]], false],
    ['a returned value', '(a) => { return a; }', [1], undefined],
    ['a returned list', '(a) => { return a.map((x) => x); }', [[1]], []],
    ['a call', '(a) => { a.push(1); return a.length; }', [[]], 0],
    ['a guard', '(a) => { if (a > 1) return 1; return 2; }', [2], 2],
  ])('changes %s', (_, code, given, changed) => {
    const results = resultsOf(code, ...given);
    const seen = results.slice(1).map((one) => (typeof one === 'string' ? one.slice(0, 11) : one));
    expect(seen).toContainEqual(changed);
    expect(results[0]).not.toEqual(changed);
  });

  test('that makes a loop endless is stopped', () => {
    expect(resultsOf('() => { let i = 0; for (;;) { if (i === 3) break; i++; } return i; }')).toContain(
      'a loop does not end',
    );
  });

  test('leaves types, texts and imports alone', () => {
    const code =
      "import { a } from './a.ts';\ntype B = 1 | 2;\nexport const c: Record<1, B> = `one` as never;\n";
    expect(findMutants('a.ts', code)).toEqual([]);
    expect(weave('a.ts', code, [])).toBe(code);
  });

  test('moves no line', () => {
    const code = '(a) => {\n  if (a) {\n    return 1;\n  }\n  return a\n    ? 2\n    : 3;\n}';
    const mutants = (findMutants('a.ts', code) as object[]).map((one, id) => ({ ...one, id }));
    expect(weave('a.ts', code, mutants).split('\n')).toHaveLength(code.split('\n').length);
  });
});
