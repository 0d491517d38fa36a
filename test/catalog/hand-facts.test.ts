import { describe, expect, test } from 'vitest';
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import * as forms from '../../src/catalog/facts/form-facts.ts';
import { factsForRelease } from '../../src/catalog/facts/facts-for-release.ts';
import * as hand from '../../src/catalog/facts/hand-facts.ts';
import { formatCatalog } from '../../src/catalog/format-catalog.ts';
import { hasShared } from '../shared.ts';
import { documentOf, factsOf } from './documents.ts';

/** The tables of hand-written rows; the aliases are a mapping and tested as such. */
const modules = { ...hand, ...forms };
const tables = Object.entries(modules).filter(
  (entry): entry is [string, (typeof entry)[1] & readonly { readonly seen: string }[]] =>
    Array.isArray(entry[1]),
);
const rows = tables.flatMap(([table, list]) =>
  list.map((row, index) => ({ table, index, row, name: `${table} ${index}: ${describeRow(row)}` })),
);

function describeRow(row: object): string {
  return Object.values(row)
    .filter((value) => typeof value === 'string')
    .slice(0, 2)
    .join(' ');
}

/** The releases whose classes are described, and the newest: a row must do something for one of them. */
const releases = ['2023.2.3', '2025.12.4', '2026.2.2'];

/**
 * What changed twice is in another release, too: where the server keeps its tasks, the name of one model of
 * connections, what needs a licence.
 */
const BETWEEN: Readonly<Record<string, readonly string[]>> = {
  TASKS: ['2024.6.5'],
  CANNOT_CREATE: ['2024.10.5'],
  LICENSED: ['2024.12.5', '2026.2.2'],
};

function build(table = ''): string[] {
  return [...releases, ...(BETWEEN[table] ?? [])].map((release) =>
    formatCatalog(
      buildCatalog(
        documentOf(release),
        factsForRelease(documentOf(release), [factsOf('2023.2.3'), factsOf('2025.12.4')]),
      ),
    ),
  );
}

test('every hand-written fact says where it was seen', () => {
  expect(rows.length).toBeGreaterThan(40);
  for (const { row, name } of rows) expect(row.seen.length, name).toBeGreaterThan(3);
});

describe.skipIf(!hasShared)('every hand-written fact is used', () => {
  const whole = new Map<string, string[]>();
  const wholeOf = (table: string): string[] => {
    const known = whole.get(table) ?? build(table);
    whole.set(table, known);
    return known;
  };

  test.each(rows)('without $name the catalog is another', ({ table, index }) => {
    const before = wholeOf(table in BETWEEN ? table : '');
    // The tables are plain arrays: the row is taken out for as long as the catalog is built.
    const list = (modules as unknown as Record<string, unknown[]>)[table]!;
    const [row] = list.splice(index, 1);
    try {
      expect(build(table)).not.toEqual(before);
    } finally {
      list.splice(index, 0, row);
    }
  });

  test.each(
    Object.entries(hand.ALIASES).flatMap(([model, names]) =>
      Object.entries(names).map(([field, column]) => ({ model, field, column })),
    ),
  )('$model: the look-up $column finds the API field $field', ({ model, field, column }) => {
    const built = releases
      .slice(0, 2)
      .map((release) => buildCatalog(documentOf(release), factsOf(release)).models[model]);
    expect(built.map((one) => (one?.kind === 'resource' ? one.lookups[column] : undefined))).toContainEqual(
      expect.objectContaining({ field }),
    );
  });
});
