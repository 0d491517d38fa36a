import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { features } from '../../src/blueprint/features.ts';
import { findNotJson, jsonText, toJson } from '../../src/blueprint/json.ts';
import { mergeContext, mergeIdentifiers, mergeValues } from '../../src/blueprint/merge.ts';
import { floatText, reprText, strText } from '../../src/blueprint/python-text.ts';
import { references } from '../../src/blueprint/references.ts';
import { nearest } from '../../src/diagnostics/spelling.ts';
import { isTruthy } from '../../src/blueprint/truth.ts';
import {
  dict,
  Opaque,
  PyFloat,
  PyTime,
  Ref,
  Unknown,
  type Dict,
  type Value,
} from '../../src/blueprint/value.ts';
import { readBlueprint } from './read.ts';

describe('merging', () => {
  it.each<[string, Dict, Dict, object]>([
    [
      'mappings merge, lists append, the rest is replaced',
      { l: ['a'], d: { x: 1, y: { z: 1 } }, s: 1, n: null },
      { l: ['c'], d: { y: { w: 2 } }, s: 2, n: 1 },
      { l: ['a', 'c'], d: { x: 1, y: { z: 1, w: 2 } }, s: 2, n: 1 },
    ],
    [
      'a conflict of types is replaced',
      { l: [1], d: { a: 1 } },
      { l: { k: 1 }, d: null },
      { l: { k: 1 }, d: null },
    ],
  ])('%s', (_, base, over, expected) => {
    const before = jsonText([base, over]);
    expect(toJson(mergeContext(base, over))).toEqual(expected);
    expect(toJson(mergeIdentifiers(base, over))).toEqual(expected);
    expect(jsonText([base, over])).toBe(before);
  });

  it('with nothing changes nothing', () => {
    const value = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.array(tie('value'), { maxLength: 3 })),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (base) => {
        expect(mergeValues(base, {})).toEqual(Object.assign(dict(), base));
      }),
    );
  });
});

describe("Python's truth", () => {
  it.each<[Value, boolean]>([
    [null, false],
    [false, false],
    [0, false],
    [0n, false],
    ['', false],
    [[], false],
    [{}, false],
    [new PyFloat(0), false],
    [new PyFloat(-0), false],
    [true, true],
    [-1, true],
    ['false', true],
    ['0', true],
    [[null], true],
    [{ a: null }, true],
    [new PyFloat(Number.NaN), true],
    [new PyTime('date', '2020-01-01'), true],
    [new Ref('r', 'pk'), true],
    [new Opaque('!Env'), true],
  ])('case %#', (value, expected) => {
    expect(isTruthy(value)).toBe(expected);
  });

  it('is undecided of what is unknown', () => {
    const unknown = new Unknown('later');
    expect(isTruthy(unknown)).toBe(unknown);
    expect(isTruthy([unknown])).toBe(true);
  });
});

describe("Python's texts", () => {
  it.each([
    [1, '1.0'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [9999999999999998, '9999999999999998.0'],
    [1e-4, '0.0001'],
    [1e-5, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [1e22, '1e+22'],
    [Infinity, 'inf'],
    [Number.NaN, 'nan'],
  ])('of the float %d', (float, text) => {
    expect(floatText(float)).toBe(text);
  });

  it('of a float read back are the same float', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (float) =>
        Object.is(Number(floatText(float)), float),
      ),
    );
  });

  it.each<[Value, string]>([
    [null, 'None'],
    [true, 'True'],
    ["it's", '"it\'s"'],
    ['a"b\'', "'a\"b\\''"],
    ['\\', "'\\\\'"],
    ['\x00\x7f\u00ad\u2028😀', "'\\x00\\x7f\\xad\\u2028😀'"],
    [[1, { a: [] }], "[1, {'a': []}]"],
    [new PyTime('datetime', '2020-01-02T03:04:05'), 'datetime.datetime(2020, 1, 2, 3, 4, 5)'],
  ])('case %# of repr', (value, text) => {
    expect(reprText(value)).toBe(text);
  });

  it('of a time in str has a space', () => {
    expect(strText(new PyTime('datetime', '2020-01-02T03:04:05+01:00'))).toBe('2020-01-02 03:04:05+01:00');
  });
});

describe('JSON of a value', () => {
  const value: Value = {
    float: new PyFloat(1),
    big: 12345678901234567890n,
    day: new PyTime('date', '2020-01-02'),
    list: [1, null, 'é"'],
    large: new PyFloat(1e16),
  };

  it('is exact as text', () => {
    expect(jsonText(value)).toBe(
      '{"float":1.0,"big":12345678901234567890,"day":"2020-01-02","list":[1,null,"é\\""],"large":1e+16}',
    );
  });

  it('is plain as an object', () => {
    expect(toJson(value)).toEqual({
      float: 1,
      big: 12345678901234567890n,
      day: '2020-01-02',
      list: [1, null, 'é"'],
      large: 1e16,
    });
  });

  it('names what it cannot hold', () => {
    const tag = new Opaque('!Env');
    expect(findNotJson({ a: [1, tag] })).toEqual({ value: tag, path: ['a', 1] });
    expect(findNotJson({ a: new PyFloat(Infinity) })?.path).toEqual(['a']);
    expect(findNotJson(value)).toBeUndefined();
    expect(() => jsonText(tag)).toThrow(TypeError);
  });
});

describe('a release', () => {
  it.each([
    ['2022.12', 7, ['present', 'created', 'absent'], false],
    ['2023.1', 10, ['present', 'created', 'absent'], false],
    ['2023.2.3', 10, ['present', 'created', 'absent'], false],
    ['2023.10.1', 10, ['present', 'created', 'absent', 'must_created'], true],
    ['2024.12', 11, ['present', 'created', 'absent', 'must_created'], true],
    ['2025.12.4', 14, ['present', 'created', 'absent', 'must_created'], true],
  ])('%s knows its tags and states', (release, tags, ensure, oneArgumentIf) => {
    expect(features(release)).toMatchObject({ ensure, oneArgumentIf });
    expect(features(release).tags.size).toBe(tags);
  });
});

describe('references', () => {
  it('are listed with their entry, place and literal arguments', () => {
    const { blueprint } = readBlueprint(
      'entries:\n- {model: a.b, identifiers: {x: !KeyOf k}}\n- {model: a.b, conditions: [!Find [c.d]], attrs: {l: [1, !If [true, !Find [!Context m, [slug, s], [!Context f, 1]], 2]]}}\n',
    );
    expect(
      references(blueprint!).map(({ kind, entry, path }) => [kind, entry.index, path.join('.')]),
    ).toEqual([
      ['keyOf', 0, 'identifiers.x'],
      ['find', 1, 'conditions.0'],
      ['find', 1, 'attrs.l.1.1'],
    ]);
    expect(references(blueprint!)[2]).toMatchObject({
      model: undefined,
      criteria: [{ key: 'slug', valueNode: { text: 's' } }, { key: undefined }],
    });
  });
});

describe('a misspelt word', () => {
  it.each([
    ['presnt', 'present'],
    ['PRESENT', 'present'],
    ['creatde', 'created'],
    ['xyz', undefined],
  ])('%s is near to %s', (word, expected) => {
    expect(nearest(word, ['present', 'created', 'absent'])).toBe(expected);
  });

  it('is not near to what says the opposite', () => {
    expect(nearest('flow_enrollment', ['flow_unenrollment', 'flow_recovery'])).toBeUndefined();
    expect(nearest('is_inactive', ['is_active'])).toBeUndefined();
    expect(nearest('flow_unenrolment', ['flow_unenrollment'])).toBe('flow_unenrollment');
  });
});
