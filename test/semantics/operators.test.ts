import { describe, expect, test } from 'vitest';
import { dict, PyFloat, PyTime, Ref, Unknown, type Value } from '../../src/blueprint/value.ts';
import { all, any, contains, holds, OPERATORS, type Truth } from '../../src/semantics/operators.ts';

const map = (fields: Readonly<Record<string, Value>>): Value => Object.assign(dict(), fields);
const later = new Unknown('made by the server');

/** What Django and PostgreSQL make of a look-up: the operator, what an object has, what is asked for. */
test.each<[operator: string, has: Value | undefined, asked: Value, truth: Truth]>([
  ['', 'a', 'a', true],
  ['', 'a', 'A', false],
  ['exact', 3, '3', true],
  ['exact', '3', 3, true],
  ['exact', 3, 4, false],
  ['exact', null, null, true],
  ['exact', undefined, null, true],
  ['exact', null, 'a', false],
  ['exact', 'a', null, false],
  ['exact', true, true, true],
  ['exact', true, 1, true],
  ['exact', true, 0, false],
  ['exact', true, 'True', true],
  ['exact', false, 'True', false],
  ['exact', map({ a: 1 }), map({ a: 1 }), true],
  ['exact', map({ a: 1 }), map({ a: 2 }), false],
  ['exact', '00000000-0000-4000-8000-00000000000A', '00000000-0000-4000-8000-00000000000a', true],
  ['exact', new Ref('group 1', 'pk'), 'a', false],
  ['exact', 'a', later, undefined],
  ['exact', later, 'a', undefined],
  ['isnull', later, true, undefined],
  ['gt', later, 1, undefined],
  ['has_key', later, 'a', undefined],
  ['icontains', later, 'a', undefined],
  ['isnull', null, true, true],
  ['isnull', undefined, true, true],
  ['isnull', 'a', true, false],
  ['isnull', 'a', false, true],
  ['isnull', null, false, false],
  ['isnull', null, 'False', false],
  ['isnull', null, 'false', false],
  ['isnull', null, 0, false],
  ['isnull', null, '', false],
  ['isnull', null, null, false],
  ['isnull', null, 1, true],
  ['in', 'a', ['b', 'a'], true],
  ['in', 'a', ['b', 'c'], false],
  ['in', 'a', 'a', false],
  ['in', 'a', ['b', later], undefined],
  ['in', 'a', ['a', later], true],
  ['in', 'a', [], false],
  ['iexact', 'Ab', 'aB', true],
  ['iexact', 'Ab', 'a', false],
  ['iexact', null, null, true],
  ['iexact', null, 'a', false],
  ['contains', 'abc', 'b', true],
  ['contains', 'abc', 'B', false],
  ['contains', ['a', 'b'], ['a'], true],
  ['contains', ['a', 'b'], ['c'], false],
  ['contains', null, 'a', false],
  ['icontains', 'abc', 'B', true],
  ['icontains', 'abc', 'D', false],
  ['startswith', 'abc', 'ab', true],
  ['startswith', 'abc', 'bc', false],
  ['startswith', 'abc', 'AB', false],
  ['istartswith', 'abc', 'AB', true],
  ['istartswith', 'abc', 'BC', false],
  ['endswith', 'abc', 'bc', true],
  ['endswith', 'abc', 'ab', false],
  ['endswith', 'abc', 'BC', false],
  ['iendswith', 'abc', 'BC', true],
  ['iendswith', 'abc', 'AB', false],
  ['regex', 'abc', '^a.c$', true],
  ['regex', 'abc', '^A', false],
  ['regex', 'abc', '(', undefined],
  ['iregex', 'abc', '^A', true],
  ['iregex', 'abc', '^B', false],
  ['has_key', map({ a: 1 }), 'a', true],
  ['has_key', map({ a: 1 }), 'b', false],
  ['has_key', 'a', 'a', false],
  ['has_keys', map({ a: 1, b: 1 }), ['a', 'b'], true],
  ['has_keys', map({ a: 1 }), ['a', 'b'], false],
  ['has_keys', map({ a: 1 }), 'a', false],
  ['has_any_keys', map({ a: 1 }), ['a', 'b'], true],
  ['has_any_keys', map({ a: 1 }), ['b'], false],
  ['gt', 3, 2, true],
  ['gt', 3, 3, false],
  ['gte', 3, 3, true],
  ['gte', 3, 4, false],
  ['lt', 3, 4, true],
  ['lt', 3, 3, false],
  ['lte', 3, 3, true],
  ['lte', 3, 2, false],
  ['gt', 10, '9', true],
  ['gt', '10', '9', false],
  ['gt', new PyFloat(1.5), 1, true],
  ['lt', 1, new PyFloat(1.5), true],
  ['gt', null, 1, false],
  ['gt', '2024-01-02T00:00:00+02:00', '2024-01-01T23:00:00Z', false],
  ['gt', '2024-01-02T00:00:00Z', new PyTime('datetime', '2024-01-01T00:00:00Z'), true],
  ['range', 3, [1, 3], true],
  ['range', 3, [3, 5], true],
  ['range', 3, [1, 2], false],
  ['range', 3, [4, 5], false],
  ['range', 3, [1, 3, 5], false],
  ['range', 3, [1], false],
  ['range', 3, 3, false],
  ['range', null, [1, 3], false],
])('%s: %j and %j give %s', (operator, has, asked, truth) => {
  expect(OPERATORS.has(operator)).toBe(true);
  expect(holds(operator, has, asked)).toBe(truth);
});

test('an operator that nobody knows is not decided', () => {
  expect(OPERATORS.has('year')).toBe(false);
  expect(holds('year', 'a', 'a')).toBeUndefined();
});

describe('a part of JSON', () => {
  test.each<[has: Value | undefined, asked: Value, truth: Truth]>([
    [map({ a: map({ b: 1, c: 2 }) }), map({ a: map({ b: 1 }) }), true],
    [map({ a: map({ b: 1 }) }), map({ a: map({ b: 2 }) }), false],
    [map({ a: 1 }), map({ b: 1 }), false],
    [map({ a: later }), map({ a: 1 }), undefined],
    [map({ a: later, b: 1 }), map({ a: 1, b: 2 }), false],
    ['a', map({ a: 1 }), false],
    [[1, 2, 3], [3, 1], true],
    [[1, 2], [1, 4], false],
    ['a', ['a'], false],
    [1, 1, true],
    [1, 2, false],
    [undefined, null, true],
    [1, later, undefined],
  ])('%j has %j: %s', (has, asked, truth) => expect(contains(has, asked)).toBe(truth));
});

test('three values: one false decides "all", one true decides "any", and not known is neither', () => {
  expect([all([]), all([true]), all([true, undefined]), all([undefined, false])]).toEqual([
    true,
    true,
    undefined,
    false,
  ]);
  expect([any([]), any([false]), any([false, undefined]), any([undefined, true])]).toEqual([
    false,
    false,
    undefined,
    true,
  ]);
});
