// Makes the generated files of schemas/ from authentik's own documents; with --check, proves that they are
// what it makes.
// usage: node scripts/generate.mjs [--check]   (needs the documents: AK_BLUEPRINT_SHARED or ../shared)
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import './typescript.mjs';

const { buildCatalog } = await import('../src/catalog/build-catalog.ts');
const { differenceOf } = await import('../src/catalog/difference.ts');
const { factsForRelease, modelNames } = await import('../src/catalog/facts/facts-for-release.ts');
const { formatCatalog, formatDifference, formatFacts } = await import('../src/catalog/format-catalog.ts');
const { ALIASES } = await import('../src/catalog/facts/hand-facts.ts');
const { distillFacts } = await import('../src/catalog/facts/model-facts.ts');
const { shortRelease } = await import('../src/catalog/release.ts');

const root = resolve(import.meta.dirname, '..');
const shared = process.env.AK_BLUEPRINT_SHARED ?? resolve(root, '../shared');
const check = process.argv.includes('--check');

if (!existsSync(join(shared, 'data/spec'))) {
  console.log(`authentik's documents are not at ${shared}: the generated files are not checked`);
  process.exit(0);
}

const json = (path) => JSON.parse(readFileSync(join(shared, path), 'utf8'));
const age = (release) => release.split('.').reduce((sum, part) => sum * 100 + Number(part), 0);
const documents = new Map(
  readdirSync(join(shared, 'data/spec'))
    .map((file) => file.replace(/\.yml$/, ''))
    .sort((a, b) => age(a) - age(b))
    .map((release) => [release, parse(readFileSync(join(shared, `data/spec/${release}.yml`), 'utf8'))]),
);

// What the classes of a few releases say; of the first one that lists its models, the list.
const listed = [...documents.values()]
  .map((document) => modelNames(document))
  .find((names) => names !== undefined);
const descriptions = readdirSync(join(shared, 'data/model-fields'))
  .map((file) => file.replace(/\.json$/, ''))
  .sort((a, b) => age(a) - age(b))
  .map((release) => distillFacts(release, json(`data/model-fields/${release}.json`), ALIASES))
  .map((facts) => (modelNames(documents.get(facts.release)) ? facts : { ...facts, listed }));

const catalogs = new Map(
  [...documents].map(([release, document]) => [
    release,
    buildCatalog(document, factsForRelease(document, descriptions)),
  ]),
);
const files = {};
for (const facts of descriptions) files[`facts-${shortRelease(facts.release)}.json`] = formatFacts(facts);
// The first target, two in the middle and the newest are kept whole, the others as what they differ in from
// the nearest of them.
const whole = ['2023.2.3', '2024.10.5', '2025.6.4', [...documents.keys()].at(-1)];
for (const [release, catalog] of catalogs) {
  if (whole.includes(release)) files[`catalog-${shortRelease(release)}.json`] = formatCatalog(catalog);
  else {
    const smallest = whole
      .map((base) => ({
        formatVersion: 1,
        base: shortRelease(base),
        difference: differenceOf(catalogs.get(base), catalog),
      }))
      .sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)[0];
    files[`catalog-${shortRelease(release)}.json`] = formatDifference(smallest);
  }
}

let different = 0;
for (const [name, text] of Object.entries(files)) {
  const path = join(root, 'schemas', name);
  const same = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (same) continue;
  different += 1;
  if (check) console.error(`schemas/${name} is not what the generator makes: run npm run generate`);
  else {
    writeFileSync(path, text);
    console.log(`wrote schemas/${name}`);
  }
}
if (check && different > 0) process.exit(1);
if (check) console.log('the generated files are what the generator makes');
