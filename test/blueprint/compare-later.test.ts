import { describe, expect, test } from 'vitest';
import { laterHas, sameLater } from '../../src/blueprint/compare-later.ts';
import { Later, Ref, Unknown, type Value } from '../../src/blueprint/value.ts';

const [one, other] = [new Ref('m+1', 'pk'), new Ref('m+2', 'pk')];
const text = (template: string, ...values: Value[]) => new Later(template, values);

describe('a text with a key in it that there will be', () => {
  test.each<[string, Value, Value, boolean | undefined]>([
    ['itself', text('a-%s-b', one), text('a-%s-b', one), true],
    ['the same, made otherwise', text('a-%s-b', one), text('%s-%s-%s', 'a', one, 'b'), true],
    ['the same, made of a part', text('x/a-%s', one), text('x/%s', text('a-%s', one)), true],
    ['a per cent sign', text('%%-%s', one), text('%s-%s', '%', one), true],
    ['a number in it', text('1-%s', one), text('%s-%s', 1, one), true],
    ['the key of another', text('a-%s-b', one), text('a-%s-b', other), false],
    ['the same key, written otherwise', text('a-%s', one), text('a-%s', new Ref('m+1', 'hex')), false],
    ['another start', text('a-%s', one), text('b-%s', one), false],
    ['another end', text('%s-a', one), text('%s-b', one), false],
    ['a text that starts otherwise', text('ak-%s', one), 'akadmin', false],
    ['a text that ends otherwise', text('%s-api', one), 'abc', false],
    ['a text with a key that is there', text('ak-%s-api', one), 'ak-0b3c-api', false],
    ['a text with a number, which may be the next', text('ak-%s', one), 'ak-17', undefined],
    ['a template of another kind', text('%d', one), 'a', undefined],
    ['what nobody knows', text('a-%s', new Unknown('?')), 'a-b', undefined],
  ])('and %s', (_, mine, theirs, expected) => {
    expect([sameLater(mine, theirs), sameLater(theirs, mine)]).toEqual([expected, expected]);
  });

  const later = text('ak-outpost-%s-api', one);
  test.each<[string, Parameters<typeof laterHas>[2], boolean | undefined]>([
    ['ak-', 'start', true],
    ['ak-outpost-4', 'start', undefined],
    ['bk-', 'start', false],
    ['-api', 'end', true],
    ['1-api', 'end', undefined],
    ['-apx', 'end', false],
    ['outpost', 'anywhere', true],
    ['4711', 'anywhere', undefined],
  ])('has %s at the %s: %s', (asked, at, expected) => {
    expect(laterHas(later, asked, at)).toBe(expected);
    expect(laterHas(later, asked.toUpperCase(), at, (said) => said.toLowerCase())).toBe(expected);
  });
});
