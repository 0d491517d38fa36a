import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesWildcard } from '../../src/source/wildcard.ts';

test.each([
  ['', '', true],
  ['*', '', true],
  ['*', 'anything', true],
  ['team-*', 'team-', true],
  ['team-*', 'teams', false],
  ['team-?', 'team-a', true],
  ['team-?', 'team-', false],
  ['*-a', 'a-a-a', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['Team', 'team', false],
  ['a.c', 'abc', false],
])('%j and %j', (pattern, text, matches) => expect(matchesWildcard(pattern, text)).toBe(matches));

test('means what a regular expression of it means', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 }),
      fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
      (pattern, text) => {
        const same = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesWildcard(pattern, text)).toBe(same.test(text));
      },
    ),
  );
});

test('takes no time for a pattern that is meant to', () => {
  expect(matchesWildcard(`${'*a'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
});
