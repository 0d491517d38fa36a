// schemas/facts-<release>.json, facts about the classes of the releases that were examined, and
// schemas/catalog-<release>.json, the catalog of every release that has a document.
import '../typescript.mjs';
import { factsPath, keptCatalog, keptFacts } from './catalog-of.mjs';

const { buildCatalog } = await import('../../src/catalog/build/build-catalog.ts');
const { differenceOf } = await import('../../src/catalog/difference.ts');
const { factsForRelease, modelNames } = await import('../../src/catalog/build/facts-for-release.ts');
const { formatCatalog, formatDifference, formatFacts } = await import('../../src/catalog/format-catalog.ts');
const { ALIASES } = await import('../../src/catalog/facts/class-facts.ts');
const { distillFacts } = await import('../../src/catalog/build/distill-facts.ts');
const { shortRelease } = await import('../../src/catalog/release.ts');

/**
 * The releases whose catalogs are complete, besides the newest; any other is stored as the difference from
 * the nearest of them.
 */
const WHOLE = ['2023.2', '2024.10', '2025.6'];

/** The release whose facts are complete; those of any other are stored as the difference from them. */
const WHOLE_FACTS = '2025.12';

const catalogPath = (release) => `schemas/catalog-${shortRelease(release)}.json`;

/** `releases`: those with an input of a kind, oldest first. */
export function factsAndCatalogs(releases) {
  const documented = releases('spec');
  const described = releases('model-fields');
  const whole = documented.filter(
    (release) => WHOLE.includes(shortRelease(release)) || release === documented.at(-1),
  );
  const others = documented.filter((release) => !whole.includes(release));
  const [wholeFacts, otherFacts] = [true, false].map((is) =>
    described.filter((release) => (shortRelease(release) === WHOLE_FACTS) === is),
  );
  return [
    ...wholeFacts.map((release) => ({
      path: factsPath(release),
      make: (reader) => formatFacts(makeFacts(reader, release, documented)),
    })),
    ...otherFacts.map((release) => ({
      path: factsPath(release),
      make: (reader) => factsDifference(reader, makeFacts(reader, release, documented)),
      bases: [factsPath(WHOLE_FACTS)],
      restate: (reader, read) => factsDifference(reader, keptFacts(read, release)),
    })),
    ...whole.map((release) => ({
      path: catalogPath(release),
      make: (reader) => makeCatalog(reader, release, described),
    })),
    ...others.map((release) => ({
      path: catalogPath(release),
      make: (reader) => makeDifference(reader, release, described, whole),
      bases: whole.map(catalogPath),
      restate: (reader, read) => smallestDifference(reader, keptCatalog(read, release), whole),
    })),
  ];
}

/**
 * Where the document of the release (of any patch of it) does not list its models, those of the first
 * document that does.
 */
function makeFacts(reader, release, documented) {
  const raw = JSON.parse(reader.text('model-fields', release));
  const facts = distillFacts(release, raw, ALIASES);
  const own = documented.find((one) => shortRelease(one) === shortRelease(release));
  if (own && modelNames(reader.document(own))) return facts;
  for (const one of documented) {
    const listed = modelNames(reader.document(one));
    if (listed) return { ...facts, listed };
  }
  return facts;
}

function factsDifference(reader, facts) {
  const base = baseOf(reader.generated(factsPath(WHOLE_FACTS)));
  return formatDifference({ formatVersion: 1, base: WHOLE_FACTS, difference: differenceOf(base, facts) });
}

function makeCatalog(reader, release, described) {
  const document = reader.document(release);
  const facts = described.map((one) => factsOf(reader, one));
  return formatCatalog(buildCatalog(document, factsForRelease(document, facts)));
}

function makeDifference(reader, release, described, whole) {
  return smallestDifference(reader, JSON.parse(makeCatalog(reader, release, described)), whole);
}

function smallestDifference(reader, catalog, whole) {
  const [smallest] = whole
    .map((base) => ({
      formatVersion: 1,
      base: shortRelease(base),
      difference: differenceOf(baseOf(reader.generated(catalogPath(base))), catalog),
    }))
    .map((made) => ({ made, size: JSON.stringify(made).length }))
    .sort((one, other) => one.size - other.size);
  return formatDifference(smallest.made);
}

/** The facts that were read, by their text and that of their base: each catalog is made of all of them. */
const known = new Map();

function factsOf(reader, release) {
  const read = (path) => reader.generated(path);
  const texts = [release, WHOLE_FACTS].map((one) => read(factsPath(one))).join('\n');
  if (!known.has(texts)) known.set(texts, keptFacts(read, release));
  return known.get(texts);
}

/** The bases that were read, by their text: some twenty catalogs are compared with one. */
const bases = new Map();

function baseOf(text) {
  if (!bases.has(text)) bases.set(text, JSON.parse(text));
  return bases.get(text);
}
