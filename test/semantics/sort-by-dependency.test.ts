import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LowestFirst } from '../../src/semantics/lowest-first.ts';
import { sortByDependency } from '../../src/semantics/sort-by-dependency.ts';

test('the lowest number is taken first, whatever was added and taken before', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(50))), (steps) => {
      const lowest = new LowestFirst();
      let left: number[] = [];
      for (const step of [...steps, null, null]) {
        if (step === null) {
          left.sort((a, b) => a - b);
          expect(lowest.take()).toBe(left[0]);
          left = left.slice(1);
        } else {
          lowest.add(step);
          left.push(step);
        }
      }
    }),
  );
});

describe('items sorted by what they wait for', () => {
  const items = fc
    .array(fc.array(fc.nat(20), { maxLength: 3 }), { maxLength: 20 })
    .map((needs) => needs.map((ids, index) => ({ id: `i${index}`, dependsOn: ids.map((id) => `i${id}`) })));

  test('are each the first of the given order that waits for nothing any more', () => {
    fc.assert(
      fc.property(items, (given) => {
        const { sorted, stuck } = sortByDependency(given);
        const known = new Set(given.map(({ id }) => id));
        const done = new Set<string>();
        const isFree = (item: (typeof given)[number]): boolean =>
          !done.has(item.id) && item.dependsOn.every((id) => done.has(id) || !known.has(id));
        for (const item of sorted) {
          expect(given.find(isFree)).toBe(item);
          done.add(item.id);
        }
        expect(given.some(isFree)).toBe(false);
        expect(stuck).toEqual(given.filter(({ id }) => !done.has(id)));
      }),
    );
  });
});
