import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { namedChanges } from '../../scripts/mutation/named-changes.mjs';
import guards from './guards.json' with { type: 'json' };

// `npm run mutation -- --guards` breaks each of them and says which test notices.

const root = resolve(import.meta.dirname, '../..');

test('every guard stands in the code, once', () => {
  const found = namedChanges(root, guards) as { readonly protects: string }[];
  expect(found.map(({ protects }) => protects)).toEqual(guards.map(({ protects }) => protects));
});

test('there are enough guards, and none twice', () => {
  expect(guards.length).toBeGreaterThanOrEqual(50);
  const places = guards.map(({ path, was, now }) => JSON.stringify([path, was, now]));
  expect(new Set(places).size).toBe(guards.length);
});

test('a change that stands nowhere, twice, or for no whole expression is refused', () => {
  const path = 'src/apply/refusal-findings.ts';
  const change = (was: string): (() => unknown) => {
    return () => namedChanges(root, [{ path, was, now: 'false' }]) as unknown;
  };
  expect(change('no such text')).toThrow('it is not there');
  expect(change('message')).toThrow('more than once');
  expect(change('mask(message) ')).toThrow('it is not there');
  expect(change('mask(mess')).toThrow('no whole expression');
});
