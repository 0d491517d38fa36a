import { describe, expect, test } from 'vitest';
import { buildCatalog, modelBuilder } from '../../src/catalog/build/build-catalog.ts';
import { buildImporter } from '../../src/catalog/build/build-importer.ts';
import { factsForRelease } from '../../src/catalog/build/facts-for-release.ts';
import { pruneModel } from '../../src/catalog/build/prune.ts';
import { readSource, type Source } from '../../src/catalog/build/source.ts';
import { ALIASES } from '../../src/catalog/facts/class-facts.ts';
import { HAND_FACTS, type HandFacts } from '../../src/catalog/facts/hand-facts.ts';
import type { Catalog, ModelName } from '../../src/catalog/model.ts';
import { hasShared } from '../shared.ts';
import { allFacts } from '../../src/cli/catalogs.ts';
import { documentOf } from './documents.ts';

/* The aliases are a mapping, and tested as such; the other tables are lists of rows. */

type Table = keyof HandFacts;
type Row = HandFacts[Table][number];

const rows = Object.keys(HAND_FACTS).flatMap((name) => {
  const table = name as Table;
  return HAND_FACTS[table].map((row, index) => ({
    table,
    index,
    row,
    name: `${table} ${index}: ${describeRow(row)}`,
  }));
});

function describeRow(row: object): string {
  return Object.values(row)
    .filter((value) => typeof value === 'string')
    .slice(0, 2)
    .join(' ');
}

/** The releases whose classes are described, and a newer one: a row must do something for one of them. */
const releases = ['2023.2.3', '2025.12.4', '2026.2.2'];

/**
 * What changed twice is in another release, too: where the server keeps its tasks, the name of one model of
 * connections, what needs a licence, how pictures are shown, an address that had another name.
 */
const BETWEEN: Partial<Readonly<Record<Table, readonly string[]>>> = {
  formerFormats: ['2024.6.5'],
  forms: ['2023.10.7', '2024.4.4', '2024.6.5', '2025.4.4', '2025.8.6', '2026.8.3'],
  setters: ['2026.5.6'],
  tasks: ['2024.6.5'],
  cannotCreate: ['2024.10.5', '2026.5.6', '2026.8.3'],
  files: ['2026.5.6'],
  importer: ['2023.8.7', '2024.6.5', '2026.5.6'],
  importerLimits: ['2023.5.6', '2023.8.7', '2024.6.5', '2025.8.6', '2026.5.6'],
  kept: ['2026.8.3'],
  licensed: ['2024.12.5', '2026.5.6', '2026.8.3'],
  public: ['2026.8.3'],
  laterFormats: ['2024.6.5', '2025.10.4'],
  rules: ['2023.8.7', '2024.6.5', '2026.5.6'],
  unique: ['2024.6.5'],
};

/** What the catalog of a release is made from, and that catalog. */
interface Made {
  readonly source: Source;
  readonly catalog: Catalog;
}

const made = new Map<string, Made>();

function madeOf(release: string): Made {
  let found = made.get(release);
  if (!found) {
    const document = documentOf(release);
    const facts = factsForRelease(document, allFacts());
    found = { source: readSource(document, facts), catalog: buildCatalog(document, facts) };
    made.set(release, found);
  }
  return found;
}

/**
 * The models that a row can be about: those that it names, or that have what it names; where it names
 * nothing, all. A row that only did something to other models would be found useless, which is what the test
 * is for.
 */
function modelsOf({ source, catalog }: Made, row: Row): ModelName[] {
  const all = Object.keys(catalog.models);
  const resources = Object.values(catalog.models).filter((model) => model.kind === 'resource');
  const kindsOf = (base: ModelName): ModelName[] =>
    Object.keys(source.facts.models).filter((name) => source.facts.models[name]?.bases.includes(base));
  if ('model' in row)
    return row.model.startsWith('base:') ? kindsOf(row.model.slice(5)) : [row.model, ...kindsOf(row.model)];
  if ('models' in row) return [...row.models];
  if ('path' in row && 'query' in row && 'match' in row)
    return all.filter((name) => catalog.models[name]?.kind === 'meta');
  if ('path' in row)
    return resources.filter(({ collection }) => collection.path === row.path).map(({ name }) => name);
  if ('field' in row) return resources.filter(({ fields }) => row.field in fields).map(({ name }) => name);
  return all;
}

/** These models, made with other tables, as they would be in the catalog. */
function build({ source, catalog }: Made, names: readonly ModelName[], hand: HandFacts): string {
  const model = modelBuilder({ ...source, hand });
  return JSON.stringify(
    names.map((name) => {
      const one = model(name);
      return one && pruneModel(one, catalog.models);
    }),
  );
}

/** The importer, made with other tables. */
function importerOf({ source }: Made, hand: HandFacts): string {
  return JSON.stringify(buildImporter({ ...source, hand }) ?? null);
}

test('every hand-written fact says where it was seen', () => {
  expect(rows.length).toBeGreaterThan(130);
  for (const { row, name } of rows) expect(row.seen.length, name).toBeGreaterThan(3);
});

describe.skipIf(!hasShared)('every hand-written fact is used', () => {
  test.each(releases)('models are made one by one as in the whole catalog of %s', (release) => {
    const whole = madeOf(release);
    const names = Object.keys(whole.catalog.models);
    expect(JSON.parse(build(whole, names, HAND_FACTS))).toEqual(Object.values(whole.catalog.models));
  });

  test.each(rows)('without $name the catalog is another', ({ table, index, row }) => {
    const hand = { ...HAND_FACTS, [table]: HAND_FACTS[table].filter((_, at) => at !== index) };
    const differs = [...releases, ...(BETWEEN[table] ?? [])].some((release) => {
      const whole = madeOf(release);
      const names = modelsOf(whole, row);
      return (
        build(whole, names, hand) !== build(whole, names, HAND_FACTS) ||
        (table === 'importer' && importerOf(whole, hand) !== importerOf(whole, HAND_FACTS))
      );
    });
    expect(differs).toBe(true);
  });

  test.each(
    Object.entries(ALIASES).flatMap(([model, names]) =>
      Object.entries(names).map(([field, column]) => ({ model, field, column })),
    ),
  )('$model: the look-up $column finds the API field $field', ({ model, field, column }) => {
    const built = releases.map((release) => madeOf(release).catalog.models[model]);
    expect(built.map((one) => (one?.kind === 'resource' ? one.lookups[column] : undefined))).toContainEqual(
      expect.objectContaining({ field }),
    );
  });
});
