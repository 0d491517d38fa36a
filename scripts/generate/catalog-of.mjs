import '../typescript.mjs';

const { parseCatalog } = await import('../../src/catalog/parse-catalog.ts');
const { shortRelease } = await import('../../src/catalog/release.ts');

/** The catalog of a release (`2023.2` or `2023.2.3`), from its file as of this run. */
export function catalogOf(reader, release) {
  const textOf = (name) => reader.generated(`schemas/catalog-${name}.json`);
  return parseCatalog(textOf(shortRelease(release)), textOf);
}
