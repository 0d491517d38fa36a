import { describe, expect, it } from 'vitest';
import { percentFormat } from '../../src/blueprint/percent-format.ts';
import { PyFloat, PyTime, Unknown, type Value } from '../../src/blueprint/value.ts';

/** Template, arguments, and what Python 3.11 makes of them: taken from its output. */
const TABLE: readonly [string, Value[], string][] = [
  ['%s', ['a'], 'a'],
  ['%s', [null], 'None'],
  ['%s', [true], 'True'],
  ['%s', [new PyFloat(1)], '1.0'],
  ['%s', [new PyFloat(1e16)], '1e+16'],
  ['%s', [new PyFloat(1e-5)], '1e-05'],
  ['%s', [[1, 'a', null, new PyFloat(1.5)]], "[1, 'a', None, 1.5]"],
  ['%s', [{ k: "it's" }], "{'k': \"it's\"}"],
  ['%r', ['a'], "'a'"],
  ['%r', ["it's"], '"it\'s"'],
  ['%r', ['\n\t\u00e9\u200b'], "'\\n\\t\u00e9\\u200b'"],
  ['%a', ['\u00e9'], "'\\xe9'"],
  ['%5s|%-5s|', ['a', 'b'], '    a|b    |'],
  ['%.2s', ['abc'], 'ab'],
  ['%05s', ['a'], '    a'],
  ['%d', [7], '7'],
  ['%5d|%-5d|%05d', [7, 7, 7], '    7|7    |00007'],
  ['%+d % d', [7, 7], '+7  7'],
  ['%d', [new PyFloat(3.9)], '3'],
  ['%d', [new PyFloat(-3.9)], '-3'],
  ['%d', [true], '1'],
  ['%.3d', [7], '007'],
  ['%i %u', [7, 8], '7 8'],
  ['%d', [12345678901234567890n], '12345678901234567890'],
  ['%x %X %o', [255, 255, 8], 'ff FF 10'],
  ['%#x %#o', [255, 8], '0xff 0o10'],
  ['%x', [-255], '-ff'],
  ['%f', [1], '1.000000'],
  ['%.2f', [new PyFloat(2.675)], '2.67'],
  ['%.0f', [new PyFloat(0.5)], '0'],
  ['%.0f', [new PyFloat(1.5)], '2'],
  ['%.0f', [new PyFloat(2.5)], '2'],
  ['%.1f', [new PyFloat(1.25)], '1.2'],
  ['%.2f', [new PyFloat(1e22)], '10000000000000000000000.00'],
  ['%08.2f', [new PyFloat(-1.5)], '-0001.50'],
  ['%#.0f', [new PyFloat(1)], '1.'],
  ['%e', [new PyFloat(12345.678)], '1.234568e+04'],
  ['%.0e', [new PyFloat(15)], '2e+01'],
  ['%E', [new PyFloat(1e-10)], '1.000000E-10'],
  ['%g', [new PyFloat(100000)], '100000'],
  ['%g', [new PyFloat(1000000)], '1e+06'],
  ['%g', [new PyFloat(0.0001)], '0.0001'],
  ['%g', [new PyFloat(1e-5)], '1e-05'],
  ['%.3g', [new PyFloat(1234.5)], '1.23e+03'],
  ['%#g', [new PyFloat(1)], '1.00000'],
  ['%f', [new PyFloat(Infinity)], 'inf'],
  ['%e', [new PyFloat(Number.NaN)], 'nan'],
  ['%5.1f|', [new PyFloat(-Infinity)], ' -inf|'],
  ['%c%c', ['a', 98], 'ab'],
  ['100%%', [], '100%'],
  ['%%%s%%', ['a'], '%a%'],
  ['%*d', [5, 7], '    7'],
  ['%.*f', [2, new PyFloat(1.005)], '1.00'],
  ['%-*d|', [5, 7], '7    |'],
  ['%ld', [7], '7'],
];

describe('formatting with a percent sign', () => {
  it.each(TABLE)('%s', (template, values, expected) => {
    expect(percentFormat(template, values)).toEqual({ ok: true, value: expected });
  });

  it.each<[string, Value[], string]>([
    [
      'datetimes as Python writes them',
      [new PyTime('datetime', '2020-01-02T03:04:05+00:00')],
      '2020-01-02 03:04:05+00:00',
    ],
    [
      'datetimes inside a list',
      [[new PyTime('datetime', '2020-01-02T03:04:00.500000-05:00')]],
      '[datetime.datetime(2020, 1, 2, 3, 4, 0, 500000, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=68400)))]',
    ],
    ['dates inside a list', [[new PyTime('date', '2020-01-02')]], '[datetime.date(2020, 1, 2)]'],
  ])('writes %s', (_, values, expected) => {
    expect(percentFormat('%s', values)).toEqual({ ok: true, value: expected });
  });

  it.each<[string, Value[]]>([
    ['%s', []],
    ['%s', ['a', 'b']],
    ['%d', ['a']],
    ['%d', [null]],
    ['%x', [new PyFloat(1)]],
    ['%f', ['1']],
    ['%c', ['ab']],
    ['%', []],
    ['100% sure', []],
    ['%y', [1]],
    ['%(name)s', [{ name: 'x' }]],
    ['%*d', ['a', 1]],
    ['%5%', []],
    ['%d', [new PyFloat(Infinity)]],
    ['%999999999d', [1]],
  ])('refuses %s', (template, values) => {
    expect(percentFormat(template, values).ok).toBe(false);
  });

  it('is unknown when an argument is, but still counts them', () => {
    const unknown = new Unknown('later');
    expect(percentFormat('%s-%d', ['a', unknown])).toEqual({ ok: true, value: unknown });
    expect(percentFormat('%s', ['a', unknown]).ok).toBe(false);
  });
});
