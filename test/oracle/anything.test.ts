import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/blueprint/canonical-json.ts';
import { isDict, PyFloat, type Value } from '../../src/blueprint/value.ts';
import { parseJson } from '../../src/catalog/exact-json.ts';
import { openOn, planBlueprints, runBlueprints, type Setup, writesOf } from './run-case.ts';

/* A field of JSON holds anything. What is written is what is read, and there is nothing left to do. */

/** Numbers with a point in a blueprint, and what real servers of 2023.2.3 and 2025.12.4 gave back in attributes. */
const GIVEN_BACK: readonly (readonly [number, string])[] = [
  [1.5e-7, '1.5e-07'],
  [1, '1.0'],
  [123456789012345678, '123456789012345680'],
  [-0, '0.0'],
  [5e-324, '5e-324'],
  [1e16, '10000000000000000'],
  [2.5e20, '250000000000000000000'],
  [1e22, '10000000000000000000000'],
  [1e23, '100000000000000000000000'],
  [-1.25e23, '-125000000000000000000000'],
  [1e300, `1${'0'.repeat(300)}`],
];
test.each(GIVEN_BACK)('%d is what the server gives back', (number, text) => {
  const stored = parseJson(text) as Value;
  expect(canonicalJson(new PyFloat(number))).toBe(canonicalJson(stored));
  expect(canonicalJson(number)).toBe(canonicalJson(stored));
});

test('numbers that differ stay apart', () => {
  expect(canonicalJson(new PyFloat(1e23))).not.toBe(canonicalJson(10n ** 23n + 1n));
  expect(canonicalJson(new PyFloat(1.5))).not.toBe(canonicalJson(2));
});

const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '$ref', '=', '', '1'];
const file = (value: string): { path: string; bytes: Buffer }[] => [
  {
    path: 'b.yaml',
    bytes: Buffer.from(
      `version: 1\nentries:\n- model: authentik_core.group\n  identifiers: {name: a}\n  attrs: {attributes: ${value}}\n`,
    ),
  },
];
const mapping = (value: string): string =>
  `{${KEYS.map((key) => `${JSON.stringify(key)}: {a: ${value}, ${JSON.stringify(key)}: [{${JSON.stringify(key)}: 1}]}`).join(', ')}}`;

test.each(['2023.2', '2025.12'])(
  'keys that JavaScript has a meaning for are keys, on %s',
  async (release) => {
    const setup: Setup = await openOn(release);
    for (const value of ['1', '2', '1.0e+300']) {
      const ran = await runBlueprints(setup, file(mapping(value)));
      expect([ran.stage, ran.diagnostics, writesOf(ran).length]).toEqual(['done', [], 1]);
      expect(writesOf(await planBlueprints(setup, file(mapping(value))))).toEqual([]);
    }
    const { results } = (await setup.client.read('/core/groups/?name=a')) as {
      results: { attributes: Value }[];
    };
    const stored = results[0]?.attributes;
    expect(isDict(stored) && Object.keys(stored).sort()).toEqual([...KEYS].sort());
  },
);
