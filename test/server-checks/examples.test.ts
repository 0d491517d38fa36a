import { expect, test } from 'vitest';
import { SERVER_CHECKS } from '../../src/catalog/facts/server-checks/server-checks.ts';
import { measuredNames } from '../../src/catalog/facts/server-checks/measured.ts';
import { exampleNames, exampleOf } from './examples.ts';

const walked = SERVER_CHECKS.filter(({ found }) => found.by === 'rule' || found.by === 'form');

test('every check has a name of its own', () => {
  expect(new Set(SERVER_CHECKS.map(({ name }) => name)).size).toBe(SERVER_CHECKS.length);
});

test('every check that a rule or a form finds has an example, and each example is used', () => {
  expect(walked.filter((check) => exampleOf(check) === undefined).map(({ name }) => name)).toEqual([]);
  const used = new Set(SERVER_CHECKS.map(exampleOf));
  expect(exampleNames().filter((name) => !used.has(name))).toEqual([]);
});

test('every check that was measured is in the list', () => {
  const names = new Set(SERVER_CHECKS.map(({ name }) => name));
  expect(measuredNames().filter((name) => !names.has(name))).toEqual([]);
});
