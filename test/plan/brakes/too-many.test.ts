import { describe, expect, test } from 'vitest';
import type { Inventory } from '../../../src/ownership/inventory.ts';
import type { Policy } from '../../../src/plan/policy.ts';
import { file, group, planWith, uuid } from '../setup.ts';

const G = 'authentik_core.group';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** A server with so many groups, of which entries keep, change and delete some. */
function found(
  { same, changed, gone }: { readonly same: number; readonly changed: number; readonly gone: number },
  policy: Partial<Policy> = {},
  owned?: Inventory['rows'],
) {
  const all = numbers(same + changed + gone);
  const entries = all.map((n) => {
    if (n > same + changed) return `{model: ${G}, state: absent, identifiers: {name: g${n}}}`;
    const attributes = n > same ? '{a: 1}' : '{}';
    return `{model: ${G}, identifiers: {name: g${n}}, attrs: {attributes: ${attributes}}}`;
  });
  const { diagnostics } = planWith(
    [file(...entries)],
    { [G]: all.map((n) => group(n, `g${n}`)) },
    { policy, owned },
  );
  return diagnostics
    .filter(({ code }) => code.startsWith('too-many'))
    .map(({ code, message, hint }) => ({ code, message, hint }));
}

const codes = (...args: Parameters<typeof found>): string[] => found(...args).map(({ code }) => code);

describe('deletes', () => {
  test.each([
    ['5 of a small project', { same: 0, changed: 0, gone: 5 }, []],
    ['6 of a small project', { same: 0, changed: 0, gone: 6 }, ['too-many-deletes']],
    ['6 of 59 that stay', { same: 59, changed: 0, gone: 6 }, ['too-many-deletes']],
    ['6 of 60 that stay', { same: 60, changed: 0, gone: 6 }, []],
    ['11 of 100 that stay', { same: 100, changed: 0, gone: 11 }, ['too-many-deletes']],
  ])('%s', (_, what, expected) => expect(codes(what)).toEqual(expected));

  test('count against what the project owns, too, each object once', () => {
    const owns = (count: number): Inventory['rows'] =>
      numbers(count).map((n) => ({
        model: G,
        key: uuid(n),
        identifiers: { name: `g${n}` },
        by: 'made',
      }));
    const what = { same: 54, changed: 0, gone: 6 };
    expect(codes(what, {}, owns(60))).toEqual([]);
    expect(codes(what, {}, owns(59))).toEqual(['too-many-deletes']);
  });

  test('have another limit with --max-deletes', () => {
    const three = { same: 100, changed: 0, gone: 3 };
    expect(codes(three, { maxDeletes: 3 })).toEqual([]);
    expect(codes(three, { maxDeletes: 2 })).toEqual(['too-many-deletes']);
    expect(codes(three, { maxDeletes: 0, allowChanges: 3 })).toEqual([]);
    expect(codes({ same: 0, changed: 0, gone: 9 }, { maxDeletes: 9 })).toEqual([]);
  });
});

describe('updates', () => {
  test.each([
    ['9 of 9', { same: 0, changed: 9, gone: 0 }, []],
    ['10 of 10', { same: 0, changed: 10, gone: 0 }, ['too-many-updates']],
    ['10 of 33', { same: 23, changed: 10, gone: 0 }, ['too-many-updates']],
    ['10 of 34', { same: 24, changed: 10, gone: 0 }, []],
    ['31 of 100', { same: 69, changed: 31, gone: 0 }, ['too-many-updates']],
    ['30 of 100', { same: 70, changed: 30, gone: 0 }, []],
  ])('%s', (_, what, expected) => expect(codes(what)).toEqual(expected));
});

describe('--allow-changes', () => {
  const both = { same: 0, changed: 14, gone: 8 };

  test('is shown with the figure that lifts both', () => {
    expect(found(both).map(({ code, hint }) => [code, hint])).toEqual([
      ['too-many-deletes', expect.stringMatching(/--allow-changes 14$/)],
      ['too-many-updates', expect.stringMatching(/--allow-changes 14$/)],
    ]);
    expect(found({ same: 0, changed: 0, gone: 8 })[0]?.hint).toMatch(/--allow-changes 8$/);
  });

  test('lifts with that figure, and not with a lower one', () => {
    expect(codes(both, { allowChanges: 14 })).toEqual([]);
    expect(codes(both, { allowChanges: 13 })).toEqual(['too-many-updates']);
    expect(codes(both, { allowChanges: 7 })).toEqual(['too-many-deletes', 'too-many-updates']);
  });
});
