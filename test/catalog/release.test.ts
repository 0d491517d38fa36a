import { describe, expect, test } from 'vitest';
import { parseCatalog } from '../../src/catalog/parse-catalog.ts';
import { catalogFileFor, shortRelease } from '../../src/catalog/release.ts';
import { generatedText } from './generated.ts';

const files = [
  'facts-2023.2.json',
  'catalog-2023.10.json',
  'catalog-2023.2.json',
  'catalog-2025.12.json',
  'notes.txt',
];

describe('the catalog file for a release', () => {
  test.each([
    ['2023.2.3', 'catalog-2023.2.json', true],
    ['2023.2', 'catalog-2023.2.json', true],
    ['2023.3.1', 'catalog-2023.2.json', false],
    ['2023.10.7', 'catalog-2023.10.json', true],
    ['2024.12.5', 'catalog-2023.10.json', false],
    ['2026.2.2', 'catalog-2025.12.json', false],
    ['2022.12.3', 'catalog-2023.2.json', false],
  ])('%s is %s', (release, file, exact) => {
    expect(catalogFileFor(release, files)).toEqual({ file, exact });
  });

  test('is of the kind that is asked for, and none where there is none', () => {
    expect(catalogFileFor('2023.3', files, 'facts')).toEqual({ file: 'facts-2023.2.json', exact: false });
    expect(catalogFileFor('2023.2', [])).toBeUndefined();
  });

  test('is named by year and month', () => {
    expect(shortRelease('2023.10.7')).toBe('2023.10');
  });
});

describe('a catalog is read from its text', () => {
  const noBase = (): never => {
    throw new Error('it is whole');
  };

  test('as it was written', () => {
    expect(parseCatalog(generatedText('catalog-2023.2.json'), noBase)).toEqual(
      JSON.parse(generatedText('catalog-2023.2.json')),
    );
  });

  test('and refused when it is of another format', () => {
    expect(() => parseCatalog('{"formatVersion": 2}', noBase)).toThrow('format 2');
    expect(() => parseCatalog('{', noBase)).toThrow(SyntaxError);
  });
});
