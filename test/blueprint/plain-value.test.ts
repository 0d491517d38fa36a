import { describe, expect, it } from 'vitest';
import { PyFloat, PyTime, type ScalarValue } from '../../src/blueprint/value.ts';
import { plainValue } from '../../src/blueprint/yaml/plain-value.ts';

/** What PyYAML 6.0.3's safe loader makes of an unquoted text: taken from its output. */
const TABLE: readonly [string, ScalarValue][] = [
  ['yes', true], ['Yes', true], ['YES', true], ['on', true], ['On', true], ['ON', true], ['true', true], ['True', true],
  ['TRUE', true], ['no', false], ['No', false], ['NO', false], ['off', false], ['Off', false], ['OFF', false], ['false', false],
  ['False', false], ['FALSE', false], ['y', 'y'], ['Y', 'Y'], ['n', 'n'], ['N', 'N'], ['yEs', 'yEs'], ['tRUE', 'tRUE'],
  ['~', null], ['null', null], ['Null', null], ['NULL', null], ['nULL', 'nULL'], ['~x', '~x'], ['nullx', 'nullx'],
  ['0', 0], ['-0', 0], ['+0', 0], ['00', 0], ['1', 1], ['-1', -1], ['+12', 12], ['1_000', 1000], ['1__0', 10], ['0_1', 1],
  ['012', 10], ['0_7', 7], ['08', '08'], ['0b101', 5], ['-0b11', -3], ['0b_1', 1], ['0x1F', 31], ['0xff_ff', 65535],
  ['-0x10', -16], ['0o17', '0o17'], ['0b2', '0b2'], ['0xg', '0xg'], ['12:30', 750], ['1:02:03', 3723], ['-1:30', -90],
  ['190:20:30', 685230], ['1:60', '1:60'], ['0:30', '0:30'], ['12345678901234567890', 12345678901234567890n],
  ['-9007199254740993', -9007199254740993n], ['9007199254740991', 9007199254740991], ['9007199254740992', 9007199254740992n],
  ['1,000', '1,000'],
  ['1.', new PyFloat(1)], ['.5', new PyFloat(0.5)], ['-.5', '-.5'], ['+.5', '+.5'], ['1.5', new PyFloat(1.5)],
  ['-1.5', new PyFloat(-1.5)], ['1_0.5', new PyFloat(10.5)], ['1e3', '1e3'], ['1.5e3', '1.5e3'], ['1.0e+3', new PyFloat(1000)],
  ['1.0e-3', new PyFloat(0.001)], ['.5e+1', new PyFloat(5)], ['.inf', new PyFloat(Infinity)], ['-.Inf', new PyFloat(-Infinity)],
  ['+.INF', new PyFloat(Infinity)], ['.nan', new PyFloat(Number.NaN)], ['.NaN', new PyFloat(Number.NaN)], ['-.nan', '-.nan'],
  ['.', '.'], ['..', '..'], ['._5', '._5'], ['12:30.5', new PyFloat(750.5)], ['1:2:3.', new PyFloat(3723)],
  ['0.1', new PyFloat(0.1)], ['00.5', new PyFloat(0.5)], ['1.2.3', '1.2.3'], ['10.0.0.1', '10.0.0.1'], ['12e03', '12e03'],
  ['1e+3', '1e+3'], ['0x', '0x'], ['0b', '0b'],
  ['2020-01-02', new PyTime('date', '2020-01-02')], ['2020-1-2', '2020-1-2'],
  ['2020-01-02T03:04:05Z', new PyTime('datetime', '2020-01-02T03:04:05+00:00')],
  ['2020-01-02t03:04:05', new PyTime('datetime', '2020-01-02T03:04:05')],
  ['2020-1-2T3:04:05', new PyTime('datetime', '2020-01-02T03:04:05')],
  ['2020-01-02T03:04:05.123456789', new PyTime('datetime', '2020-01-02T03:04:05.123456')],
  ['2020-01-02T03:04:05.5+02:30', new PyTime('datetime', '2020-01-02T03:04:05.500000+02:30')],
  ['2020-01-02T03:04:05-5', new PyTime('datetime', '2020-01-02T03:04:05-05:00')],
  ['2020-01-02T03:04:05+00:00', new PyTime('datetime', '2020-01-02T03:04:05+00:00')], ['2020-01-02T03:04', '2020-01-02T03:04'],
  ['2020-01-02 03:04:05', new PyTime('datetime', '2020-01-02T03:04:05')],
  ['2020-01-02 03:04:05 +1', new PyTime('datetime', '2020-01-02T03:04:05+01:00')],
  ['2020-01-02 03:04:05.10 Z', new PyTime('datetime', '2020-01-02T03:04:05.100000+00:00')],
];

describe('an unquoted scalar', () => {
  it.each(TABLE)('%s is what PyYAML reads', (text, value) => {
    expect(plainValue(text)).toEqual({ kind: 'value', value });
  });

  it.each(['2020-13-45', '2020-02-30', '2020-01-02T25:00:00', '0b_', '0x_', '9'.repeat(4301)])('%s looks like a value and is none', (text) => {
    expect(plainValue(text).kind).toBe('bad');
  });
});
