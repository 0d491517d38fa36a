import '../typescript.mjs';

const { parseCatalog, parseFacts } = await import('../../src/catalog/parse-catalog.ts');
const { shortRelease } = await import('../../src/catalog/release.ts');

/** The catalog of a release (`2023.2` or `2023.2.3`), from its file as of this run. */
export function catalogOf(reader, release) {
  const text = reader.generated(`schemas/catalog-${shortRelease(release)}.json`);
  return parseCatalog(text, (base) => keptCatalog((path) => reader.base(path), base));
}

/** The same of any files: `read` gives their texts. */
export function keptCatalog(read, release) {
  return parseCatalog(read(`schemas/catalog-${shortRelease(release)}.json`), (base) =>
    keptCatalog(read, base),
  );
}

/** The path of the facts about the classes of a release (`2023.2` or `2023.2.3`). */
export const factsPath = (release) => `schemas/facts-${shortRelease(release)}.json`;

/** The facts about the classes of a release, likewise. */
export function keptFacts(read, release) {
  return parseFacts(read(factsPath(release)), (base) => keptFacts(read, base));
}
