import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/client/api-error.ts';
import { isKey, itemPath, pathWith } from '../../src/client/item-path.ts';
import { catalog } from '../plan/setup.ts';

/*
 * A key of an answer is one part of a path, and never leads to another endpoint: `..` as the key of a group sent
 * `DELETE /api/v3/core/`.
 */

const KEYS = [
  1,
  0,
  '1',
  'my-slug_2',
  'a.b',
  '...',
  '.hidden',
  'ä key',
  '9a3c1f2e-0000-4000-8000-000000000001',
  'urn:a:b',
];
const NO_KEYS = [
  '',
  '.',
  '..',
  '/',
  'a/b',
  '../groups',
  '\\',
  '..\\users',
  '%2e%2e',
  '%2E%2E%2F',
  'a%2fb',
  '?a=1',
  '#',
  'a\n',
  '\ud800',
  'a\udc00',
  '\u0000',
  'x'.repeat(501),
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  null,
  undefined,
  true,
  [],
  {},
];

describe('a key', () => {
  test.each(KEYS)('%j is one', (key) => {
    expect(isKey(key)).toBe(true);
    expect(new URL(`https://a.example${pathWith('/core/groups/{group_uuid}/', key)}`).pathname).toMatch(
      /^\/core\/groups\/[^/]+\/$/,
    );
  });

  test.each(NO_KEYS.map((key) => [key]))('%j is none', (key) => {
    expect(isKey(key)).toBe(false);
    expect(() => pathWith('/core/groups/{group_uuid}/', key as string)).toThrow(ApiError);
  });

  test('of any text never leads out of its place, also after it has been decoded again', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(3), (text, times) => {
        if (!isKey(text)) return;
        let path = pathWith('/core/groups/{group_uuid}/', text);
        for (let time = 0; time < times; time += 1) path = decodeURIComponent(path);
        const read = new URL(`https://a.example${path.replace(/[?#]/g, '')}`).pathname;
        expect(read.split('/').slice(0, 3)).toEqual(['', 'core', 'groups']);
        expect(read.split('/')).toHaveLength(5);
      }),
    );
  });
});

test('every path of an object in the catalog has exactly one place for a key', () => {
  for (const model of Object.values(catalog.models)) {
    if (model.kind !== 'resource') continue;
    const { item } = model.collection;
    expect(itemPath(model.collection, 'k')).toBe(item.replace(/\{\w+\}/, 'k'));
    expect(item.match(/\{/g)).toHaveLength(1);
  }
});
